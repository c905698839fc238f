// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"sync"
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
	mu  sync.Mutex
	in  []sessions.Inbound
	err error
}

func (s *steps) Handle(_ context.Context, _ *sessions.Channel, in sessions.Inbound) (sessions.Reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.in = append(s.in, in)
	return sessions.Reply{Text: safetext.Text("Welcome")}, s.err
}

// events are the names of the requests that came.
func (s *steps) events() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, in := range s.in {
		out = append(out, in.Event)
	}
	return out
}

const secret = "s3cret"

// channel is a gateway of a dialect.
func channel(t *testing.T, dialect string, o gateway.Options) ussd.Channel {
	t.Helper()
	d, err := gateway.New(dialect, o)
	require.NoError(t, err)
	return ussd.Channel{Channel: sessions.Channel{Name: dialect, Messages: d.Messages()}, Dialect: d, Secret: secret}
}

func newServer(s ussd.Steps, log io.Writer, channels ...ussd.Channel) *ussd.Server {
	return limited(s, log, ussd.Limits{}, channels...)
}

func limited(s ussd.Steps, log io.Writer, l ussd.Limits, channels ...ussd.Channel) *ussd.Server {
	return ussd.NewServer(ussd.Options{
		Steps: s, Catalog: screens.System(), Language: "en", Log: slog.New(slog.NewJSONHandler(log, nil)), Channels: channels, Limits: l,
	})
}

func TestServer(t *testing.T) {
	t.Parallel()
	const dial = "sessionId=s&phoneNumber=%2B254711000111&text="
	const message = "from=%2B254711000111&id=1&text=Hello"
	tests := []struct {
		name, method, path, body string
		err                      error
		status                   int
		reply                    string
	}{
		{"a request", "POST", "/gateway/africastalking/s3cret", dial, nil, 200, "CON Welcome"},
		{"wrong secret", "POST", "/gateway/africastalking/guess", dial, nil, 404, "404 page not found\n"},
		{"wrong channel", "POST", "/gateway/sms/s3cret", dial, nil, 404, "404 page not found\n"},
		{"no secret is no way in", "POST", "/gateway/nalo/", dial, nil, 404, "404 page not found\n"},
		{"wrong method", "GET", "/gateway/africastalking/s3cret", "", nil, 200, "END "},
		{"wrong method of a message", "GET", "/gateway/africastalking-sms/s3cret", "", nil, 405, "it came with GET, and this gateway's requests come with POST\n"},
		{"another path", "POST", "/gateway/africastalking/s3cret/session", dial, nil, 200, "END "},
		{"not the dialect", "POST", "/gateway/africastalking/s3cret", "\x00\xff", nil, 200, "END "},
		{"nothing", "POST", "/gateway/africastalking/s3cret", "", nil, 200, "END "},
		{"a failing store", "POST", "/gateway/africastalking/s3cret", dial, errors.New("disk full"), 200, "END "},
		{"a message", "POST", "/gateway/africastalking-sms/s3cret", message, nil, 200, ""},
		{"a message that is none", "POST", "/gateway/africastalking-sms/s3cret", "text=Hello", nil, 200, ""},
		{"a message and a failing store", "POST", "/gateway/africastalking-sms/s3cret", message, errors.New("disk full"), 503, "not taken; please send it again\n"},
		{"a path of the dialect", "POST", "/gateway/infobip/s3cret/session/1/start", `{"msisdn":"254711000111"}`, nil, 200, `{"shouldClose": false, "ussdMenu": "Welcome", "responseExitCode": 200, "responseMessage": ""}`},
		{"a body of a megabyte", "POST", "/gateway/africastalking/s3cret", strings.Repeat("a", 1<<20), nil, 413, "request body is too large\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			open := channel(t, "nalo", gateway.Options{})
			open.Secret = ""
			srv := newServer(&steps{err: tt.err}, &log, open, channel(t, "africastalking", gateway.Options{}),
				channel(t, "africastalking-sms", gateway.Options{}), channel(t, "infobip", gateway.Options{}))
			w := httptest.NewRecorder()
			srv.Handler().ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, strings.NewReader(tt.body)))
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
	srv := newServer(stepsFunc(func(ctx context.Context) { seen = ctx; require.NoError(t, ctx.Err()) }), io.Discard,
		channel(t, "africastalking", gateway.Options{}))
	r := httptest.NewRequest("POST", "/gateway/africastalking/s3cret", strings.NewReader("sessionId=s&text=")).WithContext(ctx)
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
	sender, err := channel(t, "africastalking-sms", gateway.Options{}).Dialect.Sender(
		gateway.Account{URL: srv.URL + "/demo/network/messaging", From: "96384", Client: srv.Client()})
	require.NoError(t, err)
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
