// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/dialform/dialform/identity"
)

// deliverToConsole prints codes where the demonstration was started. Whoever
// reads that screen is the operator.
func deliverToConsole(w io.Writer) identity.Deliver {
	var mu sync.Mutex
	return func(_ context.Context, d identity.Delivery) error {
		mu.Lock()
		defer mu.Unlock()
		_, err := fmt.Fprintf(w, "One-time code for %s: %s (good for %d minutes)\n", d.Subject, d.Code, int(d.Life/time.Minute))
		return err
	}
}

// deliverByCommand runs a program of the site's own: the operator's id is its
// argument, the code its standard input, so that neither stands in a list of
// processes with the other.
func deliverByCommand(command string) identity.Deliver {
	return func(ctx context.Context, d identity.Delivery) error {
		ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		cmd := exec.CommandContext(ctx, command, d.Subject)
		cmd.Stdin = strings.NewReader(d.Code + "\n")
		if err := cmd.Run(); err != nil {
			// The program's own words may repeat the code.
			return errors.New("the program that delivers codes failed")
		}
		return nil
	}
}
