// SPDX-License-Identifier: Apache-2.0

package uplink

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/dialform/dialform/registry"
)

// Outbox keeps what waits for the centre.
type Outbox interface {
	// Device returns the id of this installation and the life of its database.
	Device() (id, epoch string)
	// Submitted is readable after new submissions were committed.
	Submitted() <-chan struct{}
	// Pending lists what the centre has not finally judged and what is due,
	// oldest first: at most limit, and at most size bytes but for the first.
	Pending(ctx context.Context, now time.Time, limit, size int) ([]registry.Outgoing, error)
	// Settle records what the centre said; a final verdict stands. What is not
	// final is due again at notBefore.
	Settle(ctx context.Context, at, notBefore time.Time, verdicts []registry.Verdict) error
	// Postpone counts a vain attempt at one submission and puts it off.
	Postpone(ctx context.Context, id string, notBefore time.Time) error
	// Backlog tells how far the device is behind the centre.
	Backlog(ctx context.Context) (registry.Backlog, error)
}

// WorkerConfig is how a device reaches its hub.
type WorkerConfig struct {
	URL    string        // of the hub, e.g. "https://hub.example.org"
	Token  string        // what the hub knows the device by; at least 32 characters
	Client *http.Client  // Defaults to one that gives up after 2 minutes.
	Idle   time.Duration // how often the outbox is looked at unasked. Defaults to 1 minute.
	Logger *slog.Logger  // Defaults to slog.Default().
}

// Status is how far a device is behind the centre and whether it was reached.
type Status struct {
	registry.Backlog
	Reachable bool // the last attempt, if there was one, reached the hub, and the hub knew the token
}

// heldAgain is when the hub is asked again about what it holds.
const heldAgain = 15 * time.Minute

// Worker empties an outbox. One worker serves an outbox; two would do no harm
// but the hub's work twice.
type Worker struct {
	outbox Outbox
	push   string
	token  string
	client http.Client
	idle   time.Duration
	log    *slog.Logger
	cut    atomic.Bool // the last attempt did not reach the hub
}

// NewWorker checks the configuration. It returns ErrToken for a token that is
// no secret.
func NewWorker(outbox Outbox, cfg WorkerConfig) (*Worker, error) {
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("new uplink: the hub's address must begin with http:// or https://")
	}
	if err := checkToken(cfg.Token); err != nil {
		return nil, fmt.Errorf("new uplink: %w", err)
	}
	w := &Worker{outbox: outbox, push: u.JoinPath(pushPath).String(), token: cfg.Token, idle: cfg.Idle, log: cfg.Logger}
	if cfg.Client != nil {
		w.client = *cfg.Client
	} else {
		w.client.Timeout = pushTime
		w.client.Transport = http.DefaultTransport.(*http.Transport).Clone()
	}
	// A redirected POST would become a GET, or carry the token elsewhere.
	w.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if w.idle <= 0 {
		w.idle = time.Minute
	}
	if w.log == nil {
		w.log = slog.Default()
	}
	return w, nil
}

// Status tells how far the device is behind the centre.
func (w *Worker) Status(ctx context.Context) (Status, error) {
	b, err := w.outbox.Backlog(ctx)
	if err != nil {
		return Status{}, fmt.Errorf("uplink status: %w", err)
	}
	return Status{Backlog: b, Reachable: !w.cut.Load()}, nil
}

// Run sends until the context ends, and then returns. It never gives up:
// whatever fails is tried again, ever more slowly, at once faster when somebody
// finishes a form.
func (w *Worker) Run(ctx context.Context) {
	defer w.client.CloseIdleConnections()
	for failures := 0; ctx.Err() == nil; {
		sent, err := w.round(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			if failures == 0 {
				w.log.Warn("submissions wait", "err", err)
			}
			failures = w.backOff(ctx, failures, err)
		case sent == 0:
			failures = 0
			w.wait(ctx, w.idle, w.outbox.Submitted())
		default:
			failures = 0
		}
	}
}

// backOff waits after a failure and returns how many there were in a row. A new
// submission cuts the wait short and begins the count again; a hub that says
// when to come again is not asked before.
func (w *Worker) backOff(ctx context.Context, failures int, err error) int {
	var later *tryLater
	if errors.As(err, &later) && later.after > 0 {
		w.wait(ctx, later.after+jitter(0), nil)
		return failures + 1
	}
	if w.wait(ctx, jitter(failures), w.outbox.Submitted()) {
		w.wait(ctx, jitter(0), nil)
		return 0
	}
	return failures + 1
}

// wait returns after d, or true as soon as early is readable.
func (w *Worker) wait(ctx context.Context, d time.Duration, early <-chan struct{}) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return false
	case <-early:
		return true
	case <-ctx.Done():
		return false
	}
}

// round sends one batch and settles it. It returns how many submissions it
// moved on, none when nothing is due.
func (w *Worker) round(ctx context.Context) (int, error) {
	due, err := w.outbox.Pending(ctx, time.Now(), maxItems, maxBatch)
	if err != nil || len(due) == 0 {
		return 0, err
	}
	verdicts, err := w.send(ctx, due)
	w.cut.Store(err != nil && !errors.Is(err, errRefused))
	switch {
	case errors.Is(err, errRefused) && len(due) > 1:
		return w.isolate(ctx, due)
	case errors.Is(err, errRefused):
		w.log.Warn("hub cannot read a submission", "submission", due[0].ID)
	case err != nil:
		return 0, err
	}
	return len(due), w.settle(ctx, due, verdicts)
}

// isolate finds the submission for which a hub refuses a whole batch: each is
// sent alone, and one that is refused alone is put off, so that the others pass
// it. It is never dropped.
func (w *Worker) isolate(ctx context.Context, due []registry.Outgoing) (int, error) {
	for i := range due {
		verdicts, err := w.send(ctx, due[i:i+1])
		if errors.Is(err, errRefused) {
			w.log.Warn("hub cannot read a submission", "submission", due[i].ID)
		} else if err != nil {
			return i, err
		}
		if err := w.settle(ctx, due[i:i+1], verdicts); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// settle records the verdicts. What got none, or one that this program does not
// know, is put off alone.
func (w *Worker) settle(ctx context.Context, due []registry.Outgoing, verdicts []registry.Verdict) error {
	now := time.Now()
	said := make(map[string]registry.Verdict, len(verdicts))
	for _, v := range verdicts {
		if v.State.Known() {
			said[v.SubmissionID] = v
		}
	}
	known := make([]registry.Verdict, 0, len(due))
	for _, g := range due {
		v, ok := said[g.ID]
		if !ok {
			if err := w.outbox.Postpone(ctx, g.ID, now.Add(delay(g.Attempts))); err != nil {
				return err
			}
			continue
		}
		if !v.State.Success() {
			w.log.Warn("submission not applied", "submission", g.ID, "state", v.State, "code", v.Code)
		}
		known = append(known, v)
	}
	w.log.Info("submissions sent", "items", len(due), "settled", len(known))
	return w.outbox.Settle(ctx, now, now.Add(heldAgain), known)
}
