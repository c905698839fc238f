// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html"
	"net/http"
	"strings"
)

//go:embed phone.html
var page string

// Options say which service the page dials.
type Options struct {
	Name      string // of the service, as people read it
	Code      string // "*384*96#"
	ShortCode string // where SMS go
	USSD, SMS string // paths of the channels, their secrets in them
	Inbox     string // path of the stand-in network's inbox
}

// Handler serves the page.
func Handler(o Options) http.Handler {
	body := []byte(strings.NewReplacer(
		"{{name}}", html.EscapeString(o.Name), "{{code}}", html.EscapeString(o.Code), "{{short}}", html.EscapeString(o.ShortCode),
		"{{ussd}}", html.EscapeString(o.USSD), "{{sms}}", html.EscapeString(o.SMS), "{{inbox}}", html.EscapeString(o.Inbox),
	).Replace(page))
	policy := Policy(body)
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Content-Security-Policy", policy)
		h.Set("Cache-Control", "no-store")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		_, _ = w.Write(body)
	})
}

// Policy is the Content-Security-Policy of a page with one style and one script
// of its own: these very bytes run and nothing else, and requests go to the
// page's own server.
func Policy(page []byte) string {
	return "default-src 'none'; style-src " + hash(page, "style") + "; script-src " + hash(page, "script") +
		"; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// hash is the CSP source of what stands between a tag and its end.
func hash(page []byte, tag string) string {
	_, rest, _ := bytes.Cut(page, []byte("<"+tag+">"))
	text, _, _ := bytes.Cut(rest, []byte("</"+tag+">"))
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
