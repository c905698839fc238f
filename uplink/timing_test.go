// SPDX-License-Identifier: Apache-2.0

package uplink_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/uplink"
)

// network stands for the way to a hub, without sockets: its clock is the
// test's.
type network func(ids []string) (status int, header http.Header, body string, err error)

func (n network) RoundTrip(r *http.Request) (*http.Response, error) {
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		return nil, err
	}
	var p struct {
		Items []struct {
			SubmissionID string `json:"submission_id"`
		}
	}
	if err := json.NewDecoder(z).Decode(&p); err != nil {
		return nil, err
	}
	var sent []string
	for _, it := range p.Items {
		sent = append(sent, it.SubmissionID)
	}
	status, header, body, err := n(sent)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: status, Header: header, Request: r,
		Body: io.NopCloser(bytes.NewBufferString(body)),
	}, nil
}

func (n network) config(t *testing.T) uplink.WorkerConfig {
	_, logger := newLogs(t)
	return uplink.WorkerConfig{URL: "https://hub.example.org/dialform", Client: &http.Client{Transport: n}, Logger: logger}
}

// all is the answer of a hub that says the same of everything.
func all(state registry.State, ids []string) string {
	var vs []registry.Verdict
	for _, id := range ids {
		vs = append(vs, registry.Verdict{SubmissionID: id, State: state})
	}
	b, err := json.Marshal(map[string]any{"server_time": time.Now(), "verdicts": vs})
	if err != nil {
		panic(err)
	}
	return string(b)
}

var errDown = errors.New("network is unreachable")

func TestBackoffGrowsToAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var attempts []time.Time
		n := network(func([]string) (int, http.Header, string, error) {
			attempts = append(attempts, time.Now())
			return 0, nil, "", errDown
		})
		m := newMemory(t)
		m.finish(t, 1)
		<-m.submitted // it was there before the worker
		_, stop := run(t, m, n.config(t))
		time.Sleep(48 * time.Hour)
		stop()
		var waits []time.Duration
		for i := 1; i < len(attempts); i++ {
			waits = append(waits, attempts[i].Sub(attempts[i-1]))
		}
		require.LessOrEqual(t, waits[0], time.Second)
		require.LessOrEqual(t, waits[1], 2*time.Second)
		require.LessOrEqual(t, slices.Max(waits), 15*time.Minute)
		require.Greater(t, slices.Max(waits), 12*time.Minute)
		// 192 quarters of an hour, of which half is the average wait.
		require.InDelta(t, 2*192, len(attempts), 120)
	})
}

func TestNewSubmissionBeginsTheBackoffAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var attempts atomic.Int32
		n := network(func([]string) (int, http.Header, string, error) {
			attempts.Add(1)
			return 0, nil, "", errDown
		})
		m := newMemory(t)
		m.finish(t, 1)
		_, stop := run(t, m, n.config(t))
		time.Sleep(24 * time.Hour)
		before := attempts.Load()
		m.finish(t, 2)
		time.Sleep(1100 * time.Millisecond)
		require.Greater(t, attempts.Load(), before)
		time.Sleep(time.Minute)
		require.Greater(t, attempts.Load(), before+3)
		stop()
	})
}

func TestRetryAfterWins(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		header   func() string
		min, max time.Duration
	}{
		{"seconds", func() string { return "120" }, 2 * time.Minute, 2*time.Minute + time.Second},
		{"a date", func() string { return time.Now().Add(5 * time.Minute).UTC().Format(http.TimeFormat) }, 5*time.Minute - time.Second, 5*time.Minute + time.Second},
		{"a day is too long", func() string { return "86400" }, time.Hour, time.Hour + time.Second},
		{"nonsense", func() string { return "soon" }, 0, time.Second},
		{"the past", func() string { return time.Now().Add(-time.Hour).UTC().Format(http.TimeFormat) }, 0, time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var attempts []time.Time
				n := network(func(ids []string) (int, http.Header, string, error) {
					attempts = append(attempts, time.Now())
					if len(attempts) == 1 {
						return http.StatusServiceUnavailable, http.Header{"Retry-After": {tt.header()}}, "", nil
					}
					return http.StatusOK, nil, all(registry.Applied, ids), nil
				})
				m := newMemory(t)
				id := m.finish(t, 1)
				_, stop := run(t, m, n.config(t))
				time.Sleep(time.Millisecond)
				// A new submission does not make a busy hub less busy.
				if tt.min > 0 {
					m.finish(t, 2)
				}
				time.Sleep(2 * time.Hour)
				stop()
				require.GreaterOrEqual(t, len(attempts), 2)
				wait := attempts[1].Sub(attempts[0])
				require.GreaterOrEqual(t, wait, tt.min)
				require.LessOrEqual(t, wait, tt.max)
				require.Equal(t, registry.Applied, m.state(id))
			})
		})
	}
}

// A submission for which the hub refuses the whole batch does not hold up the
// others, and is not given up.
func TestPoisonIsPassed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var poison string
		var (
			cured atomic.Bool
			tries atomic.Int32
		)
		n := network(func(ids []string) (int, http.Header, string, error) {
			if slices.Contains(ids, poison) && !cured.Load() {
				tries.Add(1)
				return http.StatusBadRequest, nil, "no", nil
			}
			return http.StatusOK, nil, all(registry.Applied, ids), nil
		})
		m := newMemory(t)
		first := m.finish(t, 1)
		poison = m.finish(t, 2)
		last := m.finish(t, 3)
		w, stop := run(t, m, n.config(t))
		time.Sleep(time.Minute)
		require.Equal(t, registry.Applied, m.state(first))
		require.Equal(t, registry.Applied, m.state(last))
		s, err := w.Status(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, s.Pending)
		require.True(t, s.Reachable)
		time.Sleep(24 * time.Hour)
		require.Less(t, tries.Load(), int32(24*8), "it is asked ever more slowly")
		cured.Store(true)
		time.Sleep(time.Hour)
		require.Equal(t, registry.Applied, m.state(poison))
		stop()
	})
}

func TestAnswersThatAreNoVerdicts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		status    int
		header    http.Header
		body      string
		reachable bool
	}{
		{"a login page of the network", 200, nil, "<html>sign in</html>", false},
		{"JSON of something else", 200, nil, `{"ok":true}`, false},
		{"a redirect", 302, http.Header{"Location": {"https://elsewhere.example.org/"}}, "", false},
		{"a redirect that keeps the method", 308, http.Header{"Location": {"https://elsewhere.example.org/"}}, "", false},
		{"another path", 404, nil, "", false},
		{"an unknown token", 401, nil, "", false},
		{"a hub in trouble", 500, nil, "", false},
		{"no verdicts", 200, nil, `{"server_time":"2026-11-20T09:00:00Z","verdicts":[]}`, true},
		{"a verdict of a later version", 200, nil, `{"server_time":"2026-11-20T09:00:00Z","verdicts":[{"submission_id":%s,"state":"praised"}]}`, true},
		{"a verdict on another submission", 200, nil, `{"server_time":"2026-11-20T09:00:00Z","verdicts":[{"submission_id":"x","state":"applied"}]}`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var (
					well  atomic.Bool
					tries atomic.Int32
				)
				n := network(func(ids []string) (int, http.Header, string, error) {
					if well.Load() {
						return http.StatusOK, nil, all(registry.Applied, ids), nil
					}
					tries.Add(1)
					body := tt.body
					if strings.Contains(body, "%s") {
						body = fmt.Sprintf(body, quoted(ids[0]))
					}
					return tt.status, tt.header, body, nil
				})
				m := newMemory(t)
				id := m.finish(t, 1)
				w, stop := run(t, m, n.config(t))
				time.Sleep(time.Hour)
				require.False(t, m.state(id).Final())
				require.Less(t, tries.Load(), int32(60), "no storm")
				s, err := w.Status(t.Context())
				require.NoError(t, err)
				require.Equal(t, tt.reachable, s.Reachable)
				well.Store(true)
				time.Sleep(time.Hour)
				require.Equal(t, registry.Applied, m.state(id))
				stop()
			})
		})
	}
}

func TestHeldIsAskedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var attempts []time.Time
		n := network(func(ids []string) (int, http.Header, string, error) {
			attempts = append(attempts, time.Now())
			if len(attempts) < 3 {
				return http.StatusOK, nil, all(registry.Held, ids), nil
			}
			return http.StatusOK, nil, all(registry.Applied, ids), nil
		})
		m := newMemory(t)
		id := m.finish(t, 1)
		_, stop := run(t, m, n.config(t))
		time.Sleep(time.Hour)
		stop()
		require.Len(t, attempts, 3)
		require.GreaterOrEqual(t, attempts[1].Sub(attempts[0]), 15*time.Minute)
		require.Equal(t, registry.Applied, m.state(id))
	})
}
