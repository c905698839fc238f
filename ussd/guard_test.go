// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

func TestWhoMayCall(t *testing.T) {
	t.Parallel()
	const peer = "198.51.100.7:4711"
	allow := []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32")}
	proxies := []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}
	tests := []struct {
		name, peer string
		forwarded  []string
		guard      ussd.Guard
		ok         bool
	}{
		{"anyone where nothing is said", peer, nil, ussd.Guard{}, true},
		{"from the network", "203.0.113.9:1", nil, ussd.Guard{Allow: allow}, true},
		{"over IPv6", "[2001:db8::1]:1", nil, ussd.Guard{Allow: allow}, true},
		{"over IPv4 in IPv6", "[::ffff:203.0.113.9]:1", nil, ussd.Guard{Allow: allow}, true},
		{"from another", peer, nil, ussd.Guard{Allow: allow}, false},
		{"through a proxy", "127.0.0.1:1", []string{"203.0.113.9"}, ussd.Guard{Allow: allow, Proxies: proxies}, true},
		{"through two proxies", "127.0.0.1:1", []string{"203.0.113.9", "10.1.2.3"}, ussd.Guard{Allow: allow, Proxies: proxies}, true},
		{"through two proxies in one line", "127.0.0.1:1", []string{"203.0.113.9, 10.1.2.3"}, ussd.Guard{Allow: allow, Proxies: proxies}, true},
		{"through a proxy from another", "127.0.0.1:1", []string{"198.51.100.7"}, ussd.Guard{Allow: allow, Proxies: proxies}, false},
		{"another says it came through", "127.0.0.1:1", []string{"203.0.113.9, 198.51.100.7"}, ussd.Guard{Allow: allow, Proxies: proxies}, false},
		{"nobody asked for a proxy", peer, []string{"203.0.113.9"}, ussd.Guard{Allow: allow}, false},
		{"a proxy that does not say for whom", "127.0.0.1:1", nil, ussd.Guard{Allow: allow, Proxies: proxies}, false},
		{"nonsense", "127.0.0.1:1", []string{"203.0.113.9, unknown"}, ussd.Guard{Allow: allow, Proxies: proxies}, false},
		{"no address", "@", nil, ussd.Guard{Allow: allow}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ch := channel(t, "africastalking", gateway.Options{})
			ch.Guard = tt.guard
			r := httptest.NewRequest("POST", "/gateway/africastalking/s3cret", strings.NewReader("sessionId=s&text="))
			r.RemoteAddr = tt.peer
			r.Header["X-Forwarded-For"] = tt.forwarded
			w := httptest.NewRecorder()
			newServer(&steps{}, io.Discard, ch).Handler().ServeHTTP(w, r)
			require.Equal(t, map[bool]int{true: http.StatusOK, false: http.StatusNotFound}[tt.ok], w.Code)
		})
	}
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	basic := func(user, password string) func(*http.Request) {
		return func(r *http.Request) { r.SetBasicAuth(user, password) }
	}
	key := func(key string) func(*http.Request) { return func(r *http.Request) { r.Header.Set("X-Api-Key", key) } }
	query := func(q string) func(*http.Request) { return func(r *http.Request) { r.URL.RawQuery += q } }
	tests := []struct {
		name       string
		credential ussd.Credential
		request    func(*http.Request)
		ok         bool
	}{
		{"basic", ussd.Credential{In: ussd.BasicAuth, Name: "u", Secret: "p"}, basic("u", "p"), true},
		{"basic, wrong password", ussd.Credential{In: ussd.BasicAuth, Name: "u", Secret: "p"}, basic("u", "q"), false},
		{"basic, wrong user", ussd.Credential{In: ussd.BasicAuth, Name: "u", Secret: "p"}, basic("v", "p"), false},
		{"header", ussd.Credential{In: ussd.HeaderValue, Name: "x-api-key", Secret: "p"}, key("p"), true},
		{"header, wrong", ussd.Credential{In: ussd.HeaderValue, Name: "x-api-key", Secret: "p"}, key("q"), false},
		{"query", ussd.Credential{In: ussd.QueryParameter, Name: "password", Secret: "p"}, query("&password=p"), true},
		{"query, wrong", ussd.Credential{In: ussd.QueryParameter, Name: "password", Secret: "p"}, query("&password="), false},
		{"nothing asked", ussd.Credential{}, query(""), true},
		{"nothing given", ussd.Credential{In: ussd.BasicAuth, Name: "u", Secret: "p"}, query(""), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			ch := channel(t, "airtel", gateway.Options{})
			ch.Guard.Credential = tt.credential
			r := httptest.NewRequest("GET", "/gateway/airtel/s3cret?MSISDN=254711000111&SessionID=s&input=1", nil)
			tt.request(r)
			w := httptest.NewRecorder()
			newServer(&steps{}, io.Discard, ch).Handler().ServeHTTP(w, r)
			require.Equal(t, map[bool]int{true: http.StatusOK, false: http.StatusUnauthorized}[tt.ok], w.Code)
		})
	}
}

func TestAnUnsignedRequestIsRefused(t *testing.T) {
	t.Parallel()
	ch := channel(t, "twilio", gateway.Options{SigningKey: "k", PublicURL: "https://example.org"})
	w := httptest.NewRecorder()
	newServer(&steps{}, io.Discard, ch).Handler().ServeHTTP(w, httptest.NewRequest("POST", "/gateway/twilio/s3cret", strings.NewReader("From=%2B1&MessageSid=1")))
	require.Equal(t, http.StatusUnauthorized, w.Code)
}
