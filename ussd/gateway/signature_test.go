// SPDX-License-Identifier: Apache-2.0

package gateway_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http/httptest"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/ussd/gateway"
)

// signed is the vector that Twilio's own SDK agrees with.
var signed = url.Values{
	"CallSid": {"CA1234567890ABCDE"}, "Caller": {"+14158675309"}, "Digits": {"1234"},
	"From": {"+14158675309"}, "To": {"+18005551212"},
}

func TestTwilioSignature(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, key, public, target, signature string
		form                                 url.Values
		ok                                   bool
	}{
		{"good", "12345", "https://mycompany.com", "/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", signed, true},
		{"we know the address with its port", "12345", "https://mycompany.com:443/", "/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", signed, true},
		{"another key", "12346", "https://mycompany.com", "/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", signed, false},
		{"another address", "12345", "https://mycompany.com", "/myapp.php?foo=1&bar=3", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", signed, false},
		{"another form", "12345", "https://mycompany.com", "/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", url.Values{"From": {"+1"}}, false},
		{"no signature", "12345", "https://mycompany.com", "/myapp.php?foo=1&bar=2", "", signed, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := gateway.New("twilio", gateway.Options{SigningKey: tt.key, PublicURL: tt.public})
			require.NoError(t, err)
			r := httptest.NewRequest("POST", tt.target, nil)
			r.Header.Set("X-Twilio-Signature", tt.signature)
			err = d.Verify(r, []byte(tt.form.Encode()))
			if tt.ok {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, gateway.ErrSignature)
			}
		})
	}
}

func TestAndroidSignature(t *testing.T) {
	t.Parallel()
	const body = `{"event":"sms:received","id":"1","payload":{"message":"Hello","sender":"+254700000002"}}`
	sign := func(key, stamp string) string {
		mac := hmac.New(sha256.New, []byte(key))
		mac.Write([]byte(body + stamp))
		return hex.EncodeToString(mac.Sum(nil))
	}
	at := func(d time.Duration) string { return strconv.FormatInt(morning.Add(d).Unix(), 10) }
	tests := []struct {
		name, signature, stamp string
		ok                     bool
	}{
		{"good", sign("key", at(0)), at(0), true},
		{"within the window", sign("key", at(-4*time.Minute)), at(-4 * time.Minute), true},
		{"an old one played again", sign("key", at(-6*time.Minute)), at(-6 * time.Minute), false},
		{"from the future", sign("key", at(6*time.Minute)), at(6 * time.Minute), false},
		{"an old one with a new time", sign("key", at(-6*time.Minute)), at(0), false},
		{"another key", sign("other", at(0)), at(0), false},
		{"no time", sign("key", ""), "", false},
		{"nothing", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d, err := gateway.New("sms-gateway-android", options())
			require.NoError(t, err)
			r := httptest.NewRequest("POST", "/", nil)
			r.Header.Set("X-Signature", tt.signature)
			r.Header.Set("X-Timestamp", tt.stamp)
			err = d.Verify(r, []byte(body))
			if tt.ok {
				require.NoError(t, err)
			} else {
				require.ErrorIs(t, err, gateway.ErrSignature)
			}
		})
	}
}
