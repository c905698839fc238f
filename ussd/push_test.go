// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/ussd/gateway"
)

const notify = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><NotifySOAPHeader><spId>1</spId><traceUniqueID>t1</traceUniqueID></NotifySOAPHeader></e:Header><e:Body><notifyUssdReception><msgType>0</msgType><senderCB>s</senderCB><msIsdn>254711000111</msIsdn><ussdString>*166#</ussdString></notifyUssdReception></e:Body></e:Envelope>`

// TestReplyIsPushed is over real connections: the acknowledgement goes first.
func TestReplyIsPushed(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, want string
		err        error
	}{
		{"a screen", "<loc:msgType>1</loc:msgType>", nil},
		{"a failure", "Something went wrong. Please dial again.", errors.New("disk full")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			var got []string
			acknowledged := make(chan struct{})
			sdp := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				<-acknowledged
				body, _ := io.ReadAll(r.Body)
				mu.Lock()
				defer mu.Unlock()
				got = append(got, string(body))
			}))
			defer sdp.Close()
			srv := newServer(&steps{err: tt.err}, io.Discard, channel(t, "mtn-parlayx", gateway.Options{PushURL: sdp.URL, PushSecret: "p"}))
			us := httptest.NewServer(srv.Handler())
			defer us.Close()
			resp, err := us.Client().Post(us.URL+"/gateway/mtn-parlayx/s3cret", "text/xml", strings.NewReader(notify))
			require.NoError(t, err)
			ack, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Contains(t, string(ack), "<loc:result>0</loc:result>")
			close(acknowledged)
			srv.Wait()
			mu.Lock()
			defer mu.Unlock()
			require.Len(t, got, 1)
			require.Contains(t, got[0], tt.want)
		})
	}
}
