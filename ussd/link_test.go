// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/ussd/gateway"
)

func TestARequestThatComesOverALink(t *testing.T) {
	t.Parallel()
	const begin = `<USSDRequest><requestId>1</requestId><msisdn>2347067123456</msisdn><msgtype>1</msgtype><userdata>*759#</userdata></USSDRequest>`
	tests := []struct {
		name, body, want string
		err              error
	}{
		{"a dial", begin, "<userdata>Welcome</userdata><EndofSession>0</EndofSession>", nil},
		{"a failing store", begin, "Please dial again.</userdata><EndofSession>1</EndofSession>", errors.New("disk full")},
		{"not the dialect", "hello", "Please dial again.</userdata><EndofSession>1</EndofSession>", nil},
		{"an error in a connection that nobody knows", "<USSDError><requestId>1</requestId><errorCode>203</errorCode></USSDError>", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := newServer(&steps{err: tt.err}, io.Discard, channel(t, "mtn-nigeria", gateway.Options{}))
			reply := srv.Answer(t.Context(), &srv.Channels[0], "7", []byte(tt.body))
			require.Contains(t, reply, tt.want)
			require.Equal(t, tt.want == "", reply == "")
		})
	}
}

func TestALinkIsNoWayInOverHTTP(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	newServer(&steps{}, io.Discard, channel(t, "mtn-nigeria", gateway.Options{})).Handler().
		ServeHTTP(w, httptest.NewRequest("POST", "/gateway/mtn-nigeria/s3cret/7", nil))
	require.Equal(t, http.StatusNotFound, w.Code)
}
