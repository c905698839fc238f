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

	"github.com/dialform/dialform/ussd/gateway"
)

func TestSender(t *testing.T) {
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
			s := sender(t, "africastalking-sms", gateway.Account{URL: srv.URL, Username: "u", Secret: "k", From: "96384", Client: srv.Client()})
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

func TestSenderKeepsTheAddressToItself(t *testing.T) {
	t.Parallel()
	s := sender(t, "kannel", gateway.Account{URL: "http://127.0.0.1:1/secret-path", Client: http.DefaultClient})
	err := s.Send(t.Context(), "id-1", "+254711000111", "Habari")
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret-path")
}

func sender(t *testing.T, dialect string, a gateway.Account) gateway.Sender {
	t.Helper()
	d, err := gateway.New(dialect, options())
	require.NoError(t, err)
	s, err := d.Sender(a)
	require.NoError(t, err)
	return s
}

func TestWhatSendersWrite(t *testing.T) {
	t.Parallel()
	tests := []struct {
		dialect, text, request string
	}{
		{"africastalking-sms", "Habari & karibu", "POST  username=u&to=%2B254711000111&message=Habari+%26+karibu&enqueue=1 "},
		{"kannel", "Habari", "GET username=u&password=k&to=%2B254711000111&text=Habari&charset=UTF-8&coding=0  "},
		{"kannel", "ሰላም", "GET username=u&password=k&to=%2B254711000111&text=%E1%88%B0%E1%88%8B%E1%88%9D&charset=UTF-8&coding=2  "},
		{"twilio", "Habari\nAmina", "POST  To=%2B254711000111&Body=Habari%0AAmina u:k"},
		{"sms-gateway-android", "Say \"hi\"", `POST  {"id": "id-1", "textMessage": {"text": "Say \"hi\""}, "phoneNumbers": ["+254711000111"]} u:k`},
	}
	for _, tt := range tests {
		t.Run(tt.dialect, func(t *testing.T) {
			t.Parallel()
			var got string
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				user, password, basic := r.BasicAuth()
				got = r.Method + " " + r.URL.RawQuery + " " + string(body) + " "
				if basic {
					got += user + ":" + password
				}
				w.WriteHeader(http.StatusAccepted)
				_, _ = io.WriteString(w, `{"SMSMessageData":{"Recipients":[{"statusCode":101}]}}`)
			}))
			defer srv.Close()
			s := sender(t, tt.dialect, gateway.Account{URL: srv.URL, Username: "u", Secret: "k", Client: srv.Client()})
			require.NoError(t, s.Send(t.Context(), "id-1", "+254711000111", tt.text))
			require.Equal(t, tt.request, got)
		})
	}
}

func TestNoSender(t *testing.T) {
	t.Parallel()
	d, err := gateway.New("nalo", gateway.Options{})
	require.NoError(t, err)
	_, err = d.Sender(gateway.Account{URL: "http://127.0.0.1:1/"})
	require.EqualError(t, err, "dialect nalo sends no messages")
	d, err = gateway.New("kannel", gateway.Options{})
	require.NoError(t, err)
	_, err = d.Sender(gateway.Account{})
	require.EqualError(t, err, "the address that takes messages is missing or not valid")
}
