// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

// queue is a message queue in memory.
type queue struct {
	mu        sync.Mutex
	waiting   map[uuid.UUID]sessions.Queued
	notBefore map[uuid.UUID]time.Time
	sent      []string
	givenUp   []string
}

func newQueue(texts ...string) *queue {
	q := &queue{waiting: map[uuid.UUID]sessions.Queued{}, notBefore: map[uuid.UUID]time.Time{}}
	for _, text := range texts {
		q.put(text)
	}
	return q
}

func (q *queue) put(text string) { q.putTo("+1", text) }

func (q *queue) putTo(to, text string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	id := uuid.New()
	q.waiting[id] = sessions.Queued{Message: sessions.Message{ID: id, Channel: "at-sms", To: to, Text: text}}
}

func (q *queue) DueMessages(_ context.Context, _ identity.Scope, channel string, now time.Time, limit int) ([]sessions.Queued, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var out []sessions.Queued
	for id, m := range q.waiting {
		if m.Channel == channel && !now.Before(q.notBefore[id]) && len(out) < limit {
			out = append(out, m)
		}
	}
	return out, nil
}

func (q *queue) MessageSent(ctx context.Context, _ identity.Scope, id uuid.UUID, _ time.Time) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return q.settle(id, &q.sent)
}

func (q *queue) MessageGivenUp(_ context.Context, _ identity.Scope, id uuid.UUID, _ time.Time) error {
	return q.settle(id, &q.givenUp)
}

func (q *queue) settle(id uuid.UUID, list *[]string) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	*list = append(*list, q.waiting[id].Text)
	delete(q.waiting, id)
	return nil
}

// read is a list that deliveries write.
func (q *queue) read(list *[]string) []string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.Clone(*list)
}

func (q *queue) MessageFailed(_ context.Context, _ identity.Scope, id uuid.UUID, notBefore time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	m := q.waiting[id]
	m.Attempts++
	q.waiting[id] = m
	q.notBefore[id] = notBefore
	return nil
}

// sender fails as often as it is told.
type sender struct {
	mu    sync.Mutex
	fails int
	err   error
	tries int
}

func (s *sender) Send(context.Context, string, string, string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tries++
	if s.fails != 0 {
		s.fails--
		return s.err
	}
	return nil
}

func (s *sender) tried() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tries
}

// deliver runs a Delivery for a while of the bubble's own time.
func deliver(t *testing.T, q *queue, s *sender, during func(d *ussd.Delivery)) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	d := ussd.NewDelivery("at-sms", q, s, time.Now, slog.New(slog.DiscardHandler))
	done := make(chan struct{})
	go func() {
		d.Run(ctx)
		close(done)
	}()
	during(d)
	stop()
	<-done
}

func TestDeliverySendsWhatWaitsAndWhatIsAnnounced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q, s := newQueue("one"), &sender{}
		deliver(t, q, s, func(d *ussd.Delivery) {
			synctest.Wait()
			require.Equal(t, []string{"one"}, q.read(&q.sent))
			q.put("two")
			d.Wake()
			synctest.Wait()
			require.Equal(t, []string{"one", "two"}, q.read(&q.sent))
		})
	})
}

// stopping is a gateway that takes a message while the node is told to stop.
type stopping struct{ stop context.CancelFunc }

func (s stopping) Send(context.Context, string, string, string) error {
	s.stop()
	return nil
}

func TestDeliveryRemembersWhatWasSentAsItStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	q := newQueue("one")
	ussd.NewDelivery("at-sms", q, stopping{stop}, time.Now, slog.New(slog.DiscardHandler)).Run(ctx)
	require.Equal(t, []string{"one"}, q.read(&q.sent), "or it is sent again at the next start")
}

func TestDeliveryTriesAgainLaterAndLater(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q, s := newQueue("one"), &sender{fails: 3, err: errors.New("no network")}
		deliver(t, q, s, func(*ussd.Delivery) {
			synctest.Wait()
			require.Equal(t, 1, s.tried())
			time.Sleep(2*time.Second + 4*time.Second + 8*time.Second)
			synctest.Wait()
			require.Equal(t, 4, s.tried())
			require.Equal(t, []string{"one"}, q.read(&q.sent))
		})
	})
}

func TestDeliveryGivesUp(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		err   error
		tries int
	}{
		{"at once what is refused for good", &gateway.PermanentError{Err: errors.New("no such number")}, 1},
		{"in the end what never gets through", errors.New("no network"), 12},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				q, s := newQueue("one"), &sender{fails: -1, err: tt.err}
				deliver(t, q, s, func(*ussd.Delivery) {
					time.Sleep(6 * time.Hour)
					synctest.Wait()
					require.Equal(t, tt.tries, s.tried())
					require.Equal(t, []string{"one"}, q.read(&q.givenUp))
					require.Empty(t, q.read(&q.sent))
				})
			})
		})
	}
}
