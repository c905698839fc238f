// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

// dialOf is the first vector of a dialect, a dial.
type dialOf struct {
	Path, Query, Body, Code string
	Parameters              map[string]string
}

func firstVector(t *testing.T, dialect string) dialOf {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("gateway", "dialects", dialect+".yaml"))
	require.NoError(t, err)
	var file struct{ Vectors []dialOf }
	require.NoError(t, yaml.Unmarshal(data, &file))
	require.NotEmpty(t, file.Vectors)
	return file.Vectors[0]
}

// stuck is a node whose disk does not answer.
type stuck struct{}

func (stuck) Handle(ctx context.Context, _ *sessions.Channel, _ sessions.Inbound) (sessions.Reply, error) {
	<-ctx.Done()
	return sessions.Reply{}, ctx.Err()
}

// broken is a node with a fault of ours.
type broken struct{}

func (broken) Handle(context.Context, *sessions.Channel, sessions.Inbound) (sessions.Reply, error) {
	panic("an answer")
}

// TestEveryFailureIsAClosingScreenOfTheDialect: gateways drop a person without
// a word where an answer is late, has another status than 200, or is none of
// their own.
func TestEveryFailureIsAClosingScreenOfTheDialect(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		steps  ussd.Steps
		limits ussd.Limits
		spoil  func(r *http.Request) *http.Request
	}{
		{"a store that is down", &steps{err: errors.New("disk full")}, ussd.Limits{}, nil},
		{"a store that does not answer", stuck{}, ussd.Limits{}, nil},
		{"a step that panics", broken{}, ussd.Limits{}, nil},
		{"too many requests", &steps{}, ussd.Limits{PerSecond: 1, Burst: 1}, nil},
		{"a body that is none", &steps{}, ussd.Limits{}, func(r *http.Request) *http.Request {
			return httptest.NewRequest(r.Method, r.URL.Path, strings.NewReader("\x00\xff<"))
		}},
		{"no body", &steps{}, ussd.Limits{}, func(r *http.Request) *http.Request {
			return httptest.NewRequest(r.Method, r.URL.Path, http.NoBody)
		}},
		{"another method", &steps{}, ussd.Limits{}, func(r *http.Request) *http.Request {
			return httptest.NewRequest(http.MethodPut, r.URL.String(), r.Body)
		}},
		{"another address", &steps{}, ussd.Limits{}, func(r *http.Request) *http.Request {
			return httptest.NewRequest(r.Method, r.URL.Path+"/no/such/path?"+r.URL.RawQuery, r.Body)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, name := range gateway.Names() {
				failsWell(t, name, tt.steps, tt.limits, tt.spoil)
			}
		})
	}
}

// failsWell makes the dial of a dialect's first vector fail.
func failsWell(t *testing.T, name string, steps ussd.Steps, limits ussd.Limits, spoil func(*http.Request) *http.Request) {
	t.Helper()
	first := firstVector(t, name)
	o := gateway.Options{Code: first.Code, Parameters: first.Parameters, SigningKey: "k", PublicURL: "https://e.org", PushURL: "http://127.0.0.1:1/"}
	d, err := gateway.New(name, o)
	require.NoError(t, err)
	if d.Messages() || d.Link() != "" || d.Pushes() && spoil != nil {
		return // no screen to fail on; a request of nobody gets no screen pushed
	}
	var (
		mu     sync.Mutex
		pushed string
	)
	o.Client = &http.Client{Transport: roundTrip(func(r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		pushed += string(body)
	})}
	ask := func() *http.Request {
		r := httptest.NewRequest(d.Method(), "/gateway/"+name+"/s3cret/"+first.Path, strings.NewReader(first.Body))
		if first.Path == "" {
			r.URL.Path = strings.TrimSuffix(r.URL.Path, "/")
		}
		r.URL.RawQuery = first.Query
		return r
	}
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		srv := limited(steps, &log, limits, channel(t, name, o))
		serve := func(r *http.Request) *httptest.ResponseRecorder {
			w := httptest.NewRecorder()
			srv.Handler().ServeHTTP(w, r)
			return w
		}
		r := ask()
		if limits != (ussd.Limits{}) {
			serve(ask())
		}
		if spoil != nil {
			r = spoil(r)
		}
		begun := time.Now()
		w := serve(r)
		require.LessOrEqual(t, time.Since(begun), 6*time.Second, name)
		time.Sleep(time.Second) // for what is pushed, on the bubble's clock
		synctest.Wait()
		require.Equal(t, http.StatusOK, w.Code, name)
		require.Contains(t, w.Body.String()+pushed, "Please dial again", name)
		requireValid(t, name, w)
		require.NotContains(t, log.String(), "an answer", name)
	})
}

type roundTrip func(r *http.Request)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) {
	f(r)
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
}

// requireValid: a reply is of the type that it says.
func requireValid(t *testing.T, name string, w *httptest.ResponseRecorder) {
	t.Helper()
	switch kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";"); kind {
	case "application/json":
		require.True(t, json.Valid(w.Body.Bytes()), name)
	case "text/xml":
		for d := xml.NewDecoder(bytes.NewReader(w.Body.Bytes())); ; {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, name)
		}
	default:
		require.Equal(t, "text/plain", kind, name)
	}
}
