// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

// steps answers every request alike and remembers what came.
type steps struct {
	in  []sessions.Inbound
	err error
}

func (s *steps) Handle(_ context.Context, _ *sessions.Channel, in sessions.Inbound) (sessions.Reply, error) {
	s.in = append(s.in, in)
	return sessions.Reply{Text: safetext.Text("Welcome")}, s.err
}

func newServer(s *steps, log io.Writer) http.Handler {
	srv := &ussd.Server{
		Steps: s, Catalog: screens.System(), Language: "en", Log: slog.New(slog.NewJSONHandler(log, nil)),
		Channels: []ussd.Channel{
			{Channel: sessions.Channel{Name: "at"}, Dialect: gateway.AfricasTalkingUSSD{}, Secret: "s3cret"},
			{Channel: sessions.Channel{Name: "open"}, Dialect: gateway.AfricasTalkingUSSD{}, Secret: ""},
		},
	}
	return srv.Handler()
}

func TestServer(t *testing.T) {
	t.Parallel()
	const dial = "sessionId=s&phoneNumber=%2B254711000111&text="
	tests := []struct {
		name, method, path, body string
		err                      error
		status                   int
		reply                    string
	}{
		{"a request", "POST", "/gateway/at/s3cret", dial, nil, 200, "CON Welcome"},
		{"wrong secret", "POST", "/gateway/at/guess", dial, nil, 404, "404 page not found\n"},
		{"wrong channel", "POST", "/gateway/sms/s3cret", dial, nil, 404, "404 page not found\n"},
		{"no secret is no way in", "POST", "/gateway/open/", dial, nil, 404, "404 page not found\n"},
		{"wrong method", "GET", "/gateway/at/s3cret", "", nil, 405, "gateways post their requests here\n"},
		{"not the dialect", "POST", "/gateway/at/s3cret", "\x00\xff", nil, 200, "END "},
		{"nothing", "POST", "/gateway/at/s3cret", "", nil, 200, "END "},
		{"a failing store", "POST", "/gateway/at/s3cret", dial, errors.New("disk full"), 200, "END "},
		{"a body of a megabyte", "POST", "/gateway/at/s3cret", strings.Repeat("a", 1<<20), nil, 413, "request body is too large\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			w := httptest.NewRecorder()
			newServer(&steps{err: tt.err}, &log).ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body)))
			require.Equal(t, tt.status, w.Code)
			if tt.reply == "END " {
				require.True(t, strings.HasPrefix(w.Body.String(), "END ") && w.Body.Len() > 10, "a closing screen: %q", w.Body)
			} else {
				require.Equal(t, tt.reply, w.Body.String())
			}
			require.NotContains(t, log.String(), "s3cret")
			require.NotContains(t, log.String(), "254711000111")
		})
	}
}

func TestAStepGoesOnWhenTheGatewayHangsUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var seen context.Context
	srv := &ussd.Server{
		Steps: stepsFunc(func(ctx context.Context) { seen = ctx; require.NoError(t, ctx.Err()) }), Catalog: screens.System(),
		Log: slog.New(slog.DiscardHandler), Channels: []ussd.Channel{{
			Channel: sessions.Channel{Name: "at"}, Dialect: gateway.AfricasTalkingUSSD{}, Secret: "s",
		}},
	}
	r := httptest.NewRequest("POST", "/gateway/at/s", strings.NewReader("sessionId=s&text=")).WithContext(ctx)
	srv.Handler().ServeHTTP(httptest.NewRecorder(), r)
	require.NotNil(t, seen)
}

type stepsFunc func(ctx context.Context)

func (f stepsFunc) Handle(ctx context.Context, _ *sessions.Channel, _ sessions.Inbound) (sessions.Reply, error) {
	f(ctx)
	return sessions.Reply{}, nil
}

func TestStandIn(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(ussd.NewStandIn(time.UnixMilli(0)).Handler())
	defer srv.Close()
	sender := &gateway.AfricasTalkingSender{URL: srv.URL + "/demo/network/messaging", From: "96384", Client: srv.Client()}
	require.NoError(t, sender.Send(t.Context(), "a", "+254711000111", "one"))
	require.NoError(t, sender.Send(t.Context(), "a", "+254711000111", "one"), "the same message again")
	require.NoError(t, sender.Send(t.Context(), "b", "+254711000111", "two"))
	get := func(query string) string {
		resp, err := srv.Client().Get(srv.URL + "/demo/network/inbox?" + query)
		require.NoError(t, err)
		defer func() { require.NoError(t, resp.Body.Close()) }()
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return string(body)
	}
	require.JSONEq(t, `[{"id":1,"from":"96384","to":"+254711000111","text":"one"},{"id":2,"from":"96384","to":"+254711000111","text":"two"}]`, get("phone=%2B254711000111"))
	require.JSONEq(t, `[{"id":2,"from":"96384","to":"+254711000111","text":"two"}]`, get("phone=%2B254711000111&after=1"))
	require.JSONEq(t, `[]`, get("phone=%2B1"))
}
