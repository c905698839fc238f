// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dialform/dialform/internal/safetext"
)

// template is a body with places to fill: ${name} is a value that we know,
// ${.name} a field of the request.
type template struct {
	pieces  []piece
	escape  func(string) string
	newline string
	typ     string
	headers map[string]*template
}

// piece is literal text and the place after it.
type piece struct {
	literal string
	name    string // "" after the last literal
}

// contentTypes are the kinds of bodies.
var contentTypes = map[string]string{
	"text": "text/plain; charset=utf-8",
	"json": "application/json",
	"xml":  "text/xml; charset=utf-8",
	"form": "application/x-www-form-urlencoded",
}

// parse makes a template. known are the names that it may use.
func parse(p part, typ, newline string, known []string) (*template, error) {
	t := &template{newline: newline, typ: contentTypes[typ], headers: map[string]*template{}, escape: escapes[typ]}
	if t.typ == "" {
		return nil, fmt.Errorf("type: is none of %s", strings.Join(slices.Sorted(maps.Keys(contentTypes)), ", "))
	}
	for name, value := range p.Headers {
		var err error
		if t.headers[name], err = parse(part{Body: value}, "text", " ", known); err != nil {
			return nil, fmt.Errorf("headers: %s: %w", name, err)
		}
	}
	if t.newline == "" {
		t.newline = "\n"
	}
	if typ == "json" || typ == "form" {
		t.newline = t.escape(t.newline)
	}
	for rest := strings.TrimSpace(p.Body); ; {
		literal, after, found := strings.Cut(rest, "${")
		if !found {
			t.pieces = append(t.pieces, piece{literal: rest})
			break
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed {
			return nil, fmt.Errorf("${%s has no end", after)
		}
		if !strings.HasPrefix(name, ".") && !slices.Contains(known, name) {
			return nil, fmt.Errorf("${%s} is not known; there are ${%s}, and ${.field} for a field of the request", name, strings.Join(known, "}, ${"))
		}
		t.pieces = append(t.pieces, piece{literal, name})
		rest = tail
	}
	return t, t.valid(typ)
}

// valid reports whether what comes out is of the type that it claims.
func (t *template) valid(typ string) error {
	sample := t.expand(func(string) string { return "a \"b\" <c> & 'd'\ne" })
	switch {
	case sample == "":
	case typ == "json" && !json.Valid([]byte(sample)):
		return errors.New("is not valid JSON")
	case typ == "xml":
		for d := xml.NewDecoder(strings.NewReader(sample)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return fmt.Errorf("is not well-formed XML: %w", err)
			}
		}
	}
	return nil
}

// expand fills the places.
func (t *template) expand(value func(name string) string) string {
	if len(t.pieces) == 1 {
		return t.pieces[0].literal
	}
	var b strings.Builder
	for _, p := range t.pieces {
		b.WriteString(p.literal)
		if p.name == "" {
			continue
		}
		text := safetext.Text(value(p.name)).String()
		b.Grow(len(text) + len(p.literal))
		for line, more := "", true; more; {
			line, text, more = strings.Cut(text, "\n")
			b.WriteString(t.escape(line))
			if more {
				b.WriteString(t.newline)
			}
		}
	}
	return b.String()
}

// setHeaders sets the headers of a reply or a request; one without a value is
// left out. No value can end its line: places hold no control characters and a
// line break becomes a space.
func (t *template) setHeaders(h http.Header, value func(name string) string) {
	for name, of := range t.headers {
		if v := of.expand(value); v != "" {
			h.Set(name, v)
		}
	}
	h.Set("Content-Type", t.typ)
}

// escapes make text safe in a body of a type.
var escapes = map[string]func(string) string{
	"text": func(s string) string { return s },
	"json": escapeJSON,
	"xml":  escapeXML,
	"form": url.QueryEscape,
}

// escapeJSON leaves &, < and > as they are: gateways show the text to people,
// and not all of them read \u003c.
func escapeJSON(s string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always encodes
	quoted := strings.TrimSuffix(b.String(), "\n")
	return quoted[1 : len(quoted)-1]
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
