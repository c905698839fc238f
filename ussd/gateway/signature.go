// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // HMAC-SHA1 is what Twilio signs with
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// replayWindow is how old a signed request may be, and how far its clock may
// run ahead of ours. Within it a repeated request is known by its event.
const replayWindow = 5 * time.Minute

// signatures are the ways in which gateways sign.
var signatures = map[string]func(d *Dialect, r *http.Request, body []byte) bool{
	"twilio":  signedByTwilio,
	"android": signedByAndroid,
}

// Verify checks a request's signature where the dialect has one. It returns
// ErrSignature, and does not say what was wrong with it.
func (d *Dialect) Verify(r *http.Request, body []byte) error {
	check := signatures[d.spec.Request.Signature]
	if check == nil || check(d, r, body) {
		return nil
	}
	return fmt.Errorf("%s: %w", d.spec.Name, ErrSignature)
}

// signedByTwilio: X-Twilio-Signature is the HMAC-SHA1 of the address as Twilio
// calls it, followed by the names and values of the form in order. The address
// is signed with or without its port.
// https://www.twilio.com/docs/usage/security
func signedByTwilio(d *Dialect, r *http.Request, body []byte) bool {
	given, err := base64.StdEncoding.DecodeString(r.Header.Get("X-Twilio-Signature"))
	if err != nil {
		return false
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return false
	}
	var rest strings.Builder
	for _, name := range slices.Sorted(maps.Keys(form)) {
		for _, value := range form[name] {
			rest.WriteString(name + value)
		}
	}
	for _, base := range withAndWithoutPort(d.o.PublicURL) {
		mac := hmac.New(sha1.New, []byte(d.o.SigningKey))
		mac.Write([]byte(base + r.URL.RequestURI() + rest.String()))
		if hmac.Equal(mac.Sum(nil), given) {
			return true
		}
	}
	return false
}

// withAndWithoutPort writes the port of a scheme, and leaves it away.
func withAndWithoutPort(base string) []string {
	base = strings.TrimSuffix(base, "/")
	u, err := url.Parse(base)
	if err != nil {
		return []string{base}
	}
	bare, full := *u, *u
	bare.Host = u.Hostname()
	if u.Port() == "" {
		full.Host = net.JoinHostPort(u.Hostname(), map[string]string{"https": "443", "http": "80"}[u.Scheme])
	}
	return []string{base, bare.String(), full.String()}
}

// signedByAndroid: X-Signature is the HMAC-SHA256 of the body followed by
// X-Timestamp, in hexadecimal. https://docs.sms-gate.app/features/webhooks
func signedByAndroid(d *Dialect, r *http.Request, body []byte) bool {
	stamp := r.Header.Get("X-Timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || d.o.Now().Sub(time.Unix(seconds, 0)).Abs() > replayWindow {
		return false
	}
	given, err := hex.DecodeString(r.Header.Get("X-Signature"))
	if err != nil {
		return false
	}
	mac := hmac.New(sha256.New, []byte(d.o.SigningKey))
	mac.Write(body)
	mac.Write([]byte(stamp))
	return hmac.Equal(mac.Sum(nil), given)
}
