// SPDX-License-Identifier: Apache-2.0

package gateway_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd/gateway"
)

func TestAfricasTalkingUSSD(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		body string
		want sessions.Inbound
	}{
		{
			"a dial", "sessionId=ATUid_abc123&serviceCode=%2A384%2A21478%23&phoneNumber=%2B254711000111&networkCode=63902&text=",
			sessions.Inbound{Connection: "ATUid_abc123", Event: "ATUid_abc123\x00", Party: "+254711000111", Phone: "+254711000111", Cumulative: true},
		},
		{
			"an answer", "sessionId=s&phoneNumber=254711000111&text=1%2AAmina",
			sessions.Inbound{Connection: "s", Event: "s\x001*Amina", Party: "+254711000111", Phone: "+254711000111", Text: "1*Amina", Cumulative: true},
		},
		{
			"a masked number is no number", "sessionId=s&phoneNumber=2547****5678&text=",
			sessions.Inbound{Connection: "s", Event: "s\x00", Party: "2547****5678", Cumulative: true},
		},
		{
			"no number", "sessionId=s&text=",
			sessions.Inbound{Connection: "s", Event: "s\x00", Party: "session:s", Cumulative: true},
		},
		{
			"bytes that are no text", "sessionId=s&phoneNumber=%2B254711000111&text=%ff%00",
			sessions.Inbound{Connection: "s", Event: "s\x00\xff\x00", Party: "+254711000111", Phone: "+254711000111", Text: "\xff\x00", Cumulative: true},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := gateway.AfricasTalkingUSSD{}.Decode(nil, []byte(tt.body))
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
	_, err := gateway.AfricasTalkingUSSD{}.Decode(nil, []byte("hello"))
	require.ErrorIs(t, err, gateway.ErrUnreadable)
}

func TestAfricasTalkingUSSDReplies(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		reply sessions.Reply
		want  string
	}{
		{sessions.Reply{Text: safetext.Text("Your name\n00 Options")}, "CON Your name\n00 Options"},
		{sessions.Reply{Text: safetext.Text("Thank you"), End: true}, "END Thank you"},
	} {
		w := httptest.NewRecorder()
		gateway.AfricasTalkingUSSD{}.Encode(w, tt.reply)
		require.Equal(t, http.StatusOK, w.Code)
		require.Equal(t, tt.want, w.Body.String())
		require.Equal(t, "text/plain; charset=utf-8", w.Header().Get("Content-Type"))
	}
}

func TestAfricasTalkingSMS(t *testing.T) {
	t.Parallel()
	got, err := gateway.AfricasTalkingSMS{}.Decode(nil, []byte("from=%2B254711000111&to=96384&text=Hello&date=2026-11-20+10%3A30%3A00&id=m1&linkId=l1"))
	require.NoError(t, err)
	require.Equal(t, sessions.Inbound{Event: "m1", Party: "+254711000111", Phone: "+254711000111", Text: "Hello"}, got)
	_, err = gateway.AfricasTalkingSMS{}.Decode(nil, []byte("text=Hello&id=m1"))
	require.ErrorIs(t, err, gateway.ErrUnreadable)
}

func FuzzAfricasTalking(f *testing.F) {
	f.Add([]byte("sessionId=s&phoneNumber=%2B254711000111&text=1%2A2"))
	f.Add([]byte("%zz=&;&=\xff"))
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, d := range []gateway.Dialect{gateway.AfricasTalkingUSSD{}, gateway.AfricasTalkingSMS{}} {
			in, err := d.Decode(nil, body)
			if err != nil {
				require.ErrorIs(t, err, gateway.ErrUnreadable)
				continue
			}
			require.NotEmpty(t, in.Party)
			require.NotEmpty(t, in.Event)
		}
	})
}

func TestAfricasTalkingSender(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		status    int
		answer    string
		sent      bool
		permanent bool
	}{
		{"accepted", 201, `{"SMSMessageData":{"Recipients":[{"statusCode":101}]}}`, true, false},
		{"queued", 201, `{"SMSMessageData":{"Recipients":[{"statusCode":102}]}}`, true, false},
		{"a bad number", 201, `{"SMSMessageData":{"Recipients":[{"statusCode":403}]}}`, false, true},
		{"a bad key", 401, `no`, false, true},
		{"too fast", 429, `slow down`, false, false},
		{"out of order", 503, ``, false, false},
		{"not understood", 200, `<html>`, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var form url.Values
			var header http.Header
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				form, _ = url.ParseQuery(string(body))
				header = r.Header
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.answer)
			}))
			defer srv.Close()
			s := &gateway.AfricasTalkingSender{URL: srv.URL, Username: "u", APIKey: "k", From: "96384", Client: srv.Client()}
			err := s.Send(t.Context(), "id-1", "+254711000111", "Habari")
			require.Equal(t, url.Values{"username": {"u"}, "to": {"+254711000111"}, "message": {"Habari"}, "from": {"96384"}, "enqueue": {"1"}}, form)
			require.Equal(t, "k", header.Get("apikey"))
			require.Equal(t, "id-1", header.Get("Idempotency-Key"))
			require.Equal(t, tt.sent, err == nil)
			var final *gateway.PermanentError
			require.Equal(t, tt.permanent, errors.As(err, &final))
			if err != nil {
				require.NotContains(t, err.Error(), "254711000111")
				require.NotContains(t, err.Error(), srv.URL)
			}
		})
	}
}

func TestAfricasTalkingSenderKeepsTheAddressToItself(t *testing.T) {
	t.Parallel()
	s := &gateway.AfricasTalkingSender{URL: "http://127.0.0.1:1/secret-path", Client: http.DefaultClient}
	err := s.Send(t.Context(), "id-1", "+254711000111", "Habari")
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret-path")
}
