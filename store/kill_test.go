// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/store/storetest"
)

// killedFolder names the data folder to the child process of TestKill.
const killedFolder = "DIALFORM_TEST_KILLED_FOLDER"

// walkers is how many sessions the child steps at a time, so that the kill
// falls into groups.
const walkers = 16

// TestKill kills a process amid its work, again and again over one folder:
// whatever it acknowledged is there, and a submission is there if and only if
// its step and its place in the outbox are.
func TestKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	acked := map[string]int64{}   // session id -> seq
	counters := map[string]bool{} // every counter that was given out
	submissions := 0
	for round := range 4 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), killedFolder+"="+dir)
		var stderr bytes.Buffer
		child.Stderr = &stderr
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		timer := time.AfterFunc(time.Duration(200+150*round)*time.Millisecond, func() { _ = child.Process.Kill() })

		lines := bufio.NewScanner(out)
		for lines.Scan() {
			switch f := strings.Fields(lines.Text()); f[0] {
			case "step":
				var seq int64
				_, err := fmt.Sscan(f[2], &seq)
				require.NoError(t, err)
				acked[f[1]] = max(acked[f[1]], seq)
			case "submission":
				submissions++
			case "counter":
				require.False(t, counters[f[1]], "counter %s twice", f[1])
				counters[f[1]] = true
			}
		}
		timer.Stop()
		require.Error(t, child.Wait(), "the child ended by itself")
		require.Empty(t, stderr.String())

		e, err := store.OpenEdge(t.Context(), dir)
		require.NoError(t, err)
		for id, seq := range acked {
			r, err := e.Session(t.Context(), identity.System(), uuid.MustParse(id))
			require.NoError(t, err)
			require.GreaterOrEqual(t, r.Seq, seq)
		}
		b, err := e.Outbox().Backlog(t.Context())
		require.NoError(t, err)
		require.GreaterOrEqual(t, b.Pending, submissions)
		orphans, err := store.CountEdge(t.Context(), e, `SELECT (SELECT count(*) FROM submission) - (SELECT count(*) FROM outbox)`)
		require.NoError(t, err)
		require.Zero(t, orphans)
		halves, err := store.CountEdge(t.Context(), e, `SELECT
			(SELECT count(*) FROM submission) - (SELECT count(*) FROM history WHERE submission <> '')`)
		require.NoError(t, err)
		require.Zero(t, halves)
		require.NoError(t, e.Close())
	}
	require.Greater(t, len(acked), walkers)
	require.Positive(t, submissions)
	require.NotEmpty(t, counters)
	t.Logf("%d sessions, %d submissions, %d counters acknowledged over 4 kills", len(acked), submissions, len(counters))
}

// commitUntilKilled is the child: it reports what was acknowledged, one write a
// line, until its end comes.
func commitUntilKilled() {
	e, err := store.OpenEdge(context.Background(), os.Getenv(killedFolder))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var wg sync.WaitGroup
	for range walkers {
		wg.Go(func() {
			for {
				s := step("254700000001")
				for s.Record.Seq < 5 {
					if err := e.CommitStep(context.Background(), s); err != nil {
						fmt.Fprintln(os.Stderr, err)
						os.Exit(1)
					}
					fmt.Printf("step %s %d\n", s.Record.ID, s.Record.Seq)
					s = onward(s)
				}
				f := storetest.Submission(&testing.T{}, "at", "254700000001", "", 1)
				s.Submission = &f
				s.Events[0].Kind = "submitted"
				if err := e.CommitStep(context.Background(), s); err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				n, err := e.NextCounter(context.Background())
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				fmt.Printf("step %s %d\nsubmission %s\ncounter %d\n", s.Record.ID, s.Record.Seq, f.ID, n)
			}
		})
	}
	wg.Wait()
}
