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
