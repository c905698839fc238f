// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

func TestANumberThatIsToldOnceIsRemembered(t *testing.T) {
	t.Parallel()
	const start, later = `{"msisdn":"254711000111"}`, `{"text":"1"}`
	synctest.Test(t, func(t *testing.T) {
		s := &steps{}
		h := newServer(s, io.Discard, channel(t, "infobip", gateway.Options{})).Handler()
		post := func(path, body string) string {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("POST", "/gateway/infobip/s3cret/session/"+path, strings.NewReader(body)))
			require.Equal(t, 200, w.Code)
			return w.Body.String()
		}
		require.Contains(t, post("1/start", start), "Welcome")
		require.Contains(t, post("1/response", later), "Welcome")
		require.Equal(t, "+254711000111", s.in[1].Party)
		require.Equal(t, "+254711000111", s.in[1].Phone)
		require.Contains(t, post("2/response", later), "dial again", "of another connection nothing is known")
		require.Equal(t, `{"responseExitCode": 200, "responseMessage": ""}`, post("2/end", "{}"))
		require.Len(t, s.in, 2)
		require.Equal(t, `{"responseExitCode": 200, "responseMessage": ""}`, post("1/end", "{}"))
		require.Len(t, s.in, 3)
		require.True(t, s.in[2].Closed)
		time.Sleep(11 * time.Minute)
		require.Contains(t, post("1/response", later), "dial again", "an id goes round")
	})
}

func TestLimitsOfAPhone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &steps{}
		h := limited(s, io.Discard, ussd.Limits{PerSecond: 1, Burst: 3}, channel(t, "airtel", gateway.Options{})).Handler()
		dial := func(number string) string {
			r := airtel("s", "1")
			r.URL.RawQuery = strings.Replace(r.URL.RawQuery, "254711000111", number, 1)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			require.Equal(t, 200, w.Code)
			return w.Header().Get("Freeflow") + w.Body.String()
		}
		for range 3 {
			require.Equal(t, "FCWelcome", dial("254711000111"))
		}
		require.Contains(t, dial("254711000111"), "FBSomething went wrong")
		require.Equal(t, "FCWelcome", dial("254711000112"), "another phone")
		time.Sleep(2 * time.Second)
		require.Equal(t, "FCWelcome", dial("254711000111"))
		require.Equal(t, "FCWelcome", dial("254711000111"))
		require.Contains(t, dial("254711000111"), "FB")
		time.Sleep(time.Hour)
		require.Equal(t, "FCWelcome", dial("254711000111"))

		h = newServer(s, io.Discard, channel(t, "airtel", gateway.Options{})).Handler()
		for range 1000 {
			require.Equal(t, "FCWelcome", dial("254711000111"))
		}
	})
}
