// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"
)

// deliverTimeout is how long a delivery command may run.
const deliverTimeout = 15 * time.Second

// DeliverTo prints codes on w, one line each. It is for the console of a demo:
// whoever reads the console can sign in.
func DeliverTo(w io.Writer) Deliver {
	var mu sync.Mutex
	return func(_ context.Context, d Delivery) error {
		mu.Lock()
		defer mu.Unlock()
		_, err := fmt.Fprintf(w, "One-time code for %s: %s (good for %d minutes)\n", d.Subject, d.Code, int(d.Life.Minutes()))
		return err
	}
}

// DeliverBy runs a command for every code. The code is the command's standard
// input, never an argument, because arguments can be read by every process of
// the machine; DIALFORM_SUBJECT and DIALFORM_PURPOSE are in its environment.
// What the command prints is dropped: it could hold the code.
func DeliverBy(command string, args ...string) Deliver {
	return func(ctx context.Context, d Delivery) error {
		ctx, cancel := context.WithTimeout(ctx, deliverTimeout)
		defer cancel()
		cmd := exec.CommandContext(ctx, command, args...)
		cmd.Env = append(os.Environ(), "DIALFORM_SUBJECT="+d.Subject, "DIALFORM_PURPOSE="+d.Purpose)
		cmd.WaitDelay = time.Second
		in, err := cmd.StdinPipe()
		if err != nil {
			return fmt.Errorf("open delivery command: %w", err)
		}
		if err := cmd.Start(); err != nil {
			return fmt.Errorf("start delivery command: %w", err)
		}
		_, werr := io.WriteString(in, d.Code+"\n")
		if err := errors.Join(werr, in.Close(), cmd.Wait()); err != nil {
			return fmt.Errorf("run delivery command: %w", err)
		}
		return nil
	}
}
