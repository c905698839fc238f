// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd/gateway"
)

// airtel makes requests of a dialect that names none of them.
func airtel(session, input string) *http.Request {
	q := url.Values{"MSISDN": {"254711000111"}, "SessionID": {session}, "input": {input}}
	return httptest.NewRequest("GET", "/gateway/airtel/s3cret?"+q.Encode(), nil)
}

// deaf is a gateway that takes no reply.
type deaf struct{ http.ResponseWriter }

func (deaf) Write([]byte) (int, error) { return 0, errors.New("connection reset") }

func gone(r *http.Request) *http.Request {
	ctx, cancel := context.WithCancel(r.Context())
	cancel()
	return r.WithContext(ctx)
}

func TestAnAnswerThatRepeatsItselfIsAnotherAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		same bool
		then func(h http.Handler)
	}{
		{"the same input after a reply that was taken", false, func(h http.Handler) {
			h.ServeHTTP(httptest.NewRecorder(), airtel("s", "1"))
			h.ServeHTTP(httptest.NewRecorder(), airtel("s", "1"))
		}},
		{"the same input soon after a reply that was not taken", true, func(h http.Handler) {
			h.ServeHTTP(deaf{httptest.NewRecorder()}, airtel("s", "1"))
			time.Sleep(2 * time.Second)
			h.ServeHTTP(httptest.NewRecorder(), airtel("s", "1"))
		}},
		{"the same input soon after the gateway hung up", true, func(h http.Handler) {
			h.ServeHTTP(httptest.NewRecorder(), gone(airtel("s", "1")))
			time.Sleep(2 * time.Second)
			h.ServeHTTP(httptest.NewRecorder(), airtel("s", "1"))
		}},
		{"the same input long after the gateway hung up", false, func(h http.Handler) {
			h.ServeHTTP(httptest.NewRecorder(), gone(airtel("s", "1")))
			time.Sleep(4 * time.Second)
			h.ServeHTTP(httptest.NewRecorder(), airtel("s", "1"))
		}},
		{"another input after the gateway hung up", false, func(h http.Handler) {
			h.ServeHTTP(httptest.NewRecorder(), gone(airtel("s", "1")))
			h.ServeHTTP(httptest.NewRecorder(), airtel("s", "2"))
		}},
		{"the same input of another connection", false, func(h http.Handler) {
			h.ServeHTTP(httptest.NewRecorder(), gone(airtel("s", "1")))
			h.ServeHTTP(httptest.NewRecorder(), airtel("t", "1"))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &steps{}
				tt.then(newServer(s, io.Discard, channel(t, "airtel", gateway.Options{})).Handler())
				events := s.events()
				require.Len(t, events, 2)
				require.NotEmpty(t, events[0])
				require.Equal(t, tt.same, events[0] == events[1])
			})
		})
	}
}

func TestAnAnswerThatWasTakenInTheEndIsOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &steps{}
		h := newServer(s, io.Discard, channel(t, "airtel", gateway.Options{})).Handler()
		h.ServeHTTP(httptest.NewRecorder(), gone(airtel("s", "1")))
		h.ServeHTTP(httptest.NewRecorder(), airtel("s", "1"))
		h.ServeHTTP(httptest.NewRecorder(), airtel("s", "1"))
		events := s.events()
		require.Equal(t, events[0], events[1])
		require.NotEqual(t, events[1], events[2])
	})
}

// slowSteps answer after a while.
type slowSteps struct{ steps }

func (s *slowSteps) Handle(ctx context.Context, ch *sessions.Channel, in sessions.Inbound) (sessions.Reply, error) {
	reply, err := s.steps.Handle(ctx, ch, in)
	time.Sleep(time.Second)
	return reply, err
}

func TestTheSameInputWhileItIsAnsweredIsTheSameRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &slowSteps{}
		h := newServer(s, io.Discard, channel(t, "airtel", gateway.Options{})).Handler()
		for range 4 {
			go h.ServeHTTP(httptest.NewRecorder(), airtel("s", "1"))
		}
		go h.ServeHTTP(httptest.NewRecorder(), airtel("t", "1"))
		time.Sleep(time.Minute)
		counts := map[string]int{}
		for _, event := range s.events() {
			counts[event]++
		}
		require.Len(t, counts, 2)
		require.Len(t, s.events(), 5)
	})
}
