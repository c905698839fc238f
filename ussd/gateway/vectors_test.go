// SPDX-License-Identifier: Apache-2.0

package gateway_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd/gateway"
)

// vector is a request of a dialect's file, and what it is to be read as.
type vector struct {
	Name       string            `yaml:"name"`
	Code       string            `yaml:"code"`       // configured
	Parameters map[string]string `yaml:"parameters"` // configured

	Path  string `yaml:"path"`
	Query string `yaml:"query"`
	Body  string `yaml:"body"`

	Unreadable bool     `yaml:"unreadable"`
	Phase      string   `yaml:"phase"`
	Session    string   `yaml:"session"`
	Party      string   `yaml:"party"`
	Phone      string   `yaml:"phone"`
	Input      string   `yaml:"input"`
	Event      string   `yaml:"event"` // compared if given
	Dialled    []string `yaml:"dialled"`

	Ask    *written `yaml:"ask"`
	End    *written `yaml:"end"`
	Closed *written `yaml:"closed"`
	// A pushed screen that goes on, and one that closes.
	PushAsk *written `yaml:"push_ask"`
	Push    *written `yaml:"push"`
}

// written is a screen, and the reply that carries it: exactly, or as a value
// of JSON or XML.
type written struct {
	Text    string            `yaml:"text"`
	Body    *string           `yaml:"body"`
	JSON    string            `yaml:"json"`
	XML     string            `yaml:"xml"`
	Headers map[string]string `yaml:"headers"`
}

func (w *written) check(t *testing.T, header http.Header, body string) {
	t.Helper()
	if w.Body != nil {
		require.Equal(t, *w.Body, body)
	}
	if w.JSON != "" {
		require.JSONEq(t, w.JSON, body)
		require.Equal(t, "application/json", header.Get("Content-Type"))
	}
	if w.XML != "" {
		requireXMLEq(t, w.XML, body)
		require.Equal(t, "text/xml; charset=utf-8", header.Get("Content-Type"))
	}
	for name, value := range w.Headers {
		require.Equal(t, value, header.Get(name), name)
	}
}

var morning = time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)

// options make every dialect work.
func options() gateway.Options {
	return gateway.Options{
		SigningKey: "key", PublicURL: "https://ussd.example.org", PushURL: "http://127.0.0.1:1/", PushSecret: "secret",
		Now: func() time.Time { return morning },
	}
}

func TestVectors(t *testing.T) {
	t.Parallel()
	for _, name := range gateway.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(filepath.Join("dialects", name+".yaml"))
			require.NoError(t, err)
			var file struct {
				Name    string `yaml:"name"`
				Vectors []yaml.MapSlice
			}
			require.NoError(t, yaml.Unmarshal(data, &file))
			require.Equal(t, name, file.Name)
			var vectors struct {
				Vectors []vector `yaml:"vectors"`
			}
			require.NoError(t, yaml.Unmarshal(data, &vectors))
			requireWhole(t, name, vectors.Vectors)
			for i, v := range vectors.Vectors {
				t.Run(v.Name, func(t *testing.T) {
					t.Parallel()
					text, err := yaml.Marshal(file.Vectors[i])
					require.NoError(t, err)
					require.NoError(t, yaml.UnmarshalWithOptions(text, &vector{}, yaml.Strict()), "an unknown key")
					v.check(t, name)
				})
			}
		})
	}
}

// requireWhole: a dialect proves all that it can do, a request that begins, a
// further one, and each kind of reply.
func requireWhole(t *testing.T, name string, vectors []vector) {
	t.Helper()
	has := func(what string, of func(v *vector) bool) {
		require.True(t, slices.ContainsFunc(vectors, func(v vector) bool { return !v.Unreadable && of(&v) }), "%s: no vector with %s", name, what)
	}
	has("a typed text", func(v *vector) bool { return v.Input != "" })
	has("a reply", func(v *vector) bool { return v.Ask != nil })
	o := options()
	o.Parameters = parameters[name]
	d, err := gateway.New(name, o)
	require.NoError(t, err)
	switch {
	case d.Messages():
		return
	case d.Pushes():
		has("a screen that is pushed", func(v *vector) bool { return v.PushAsk != nil })
		has("a closing screen that is pushed", func(v *vector) bool { return v.Push != nil })
	default:
		has("a closing screen", func(v *vector) bool { return v.End != nil })
	}
	require.True(t, strings.HasPrefix(vectors[0].Name, "a dial"), "%s: the first vector is a dial", name)
}

// parameters are what some dialects can't do without.
var parameters = map[string]map[string]string{"vodacom": {"callback": "http://h/"}, "ideamart": {"application": "A"}}

func (v *vector) check(t *testing.T, name string) {
	o := options()
	o.Code, o.Parameters = v.Code, v.Parameters
	d, err := gateway.New(name, o)
	require.NoError(t, err)
	r := httptest.NewRequest(d.Method(), "/?"+v.Query, nil)
	req, err := d.Decode(r, v.Path, []byte(v.Body))
	if v.Unreadable {
		require.ErrorIs(t, err, gateway.ErrUnreadable)
	} else {
		require.NoError(t, err)
		require.Equal(t, v.Phase, req.Phase.String())
		require.Equal(t, v.Session, req.Connection)
		require.Equal(t, v.Party, req.Party)
		require.Equal(t, v.Phone, req.Phone)
		require.Equal(t, v.Input, req.Text)
		require.Equal(t, v.Dialled, req.Dialled)
		require.Equal(t, v.Phase == "begin", req.Begin)
		require.Equal(t, slices.Contains([]string{"abort", "timeout", "ended"}, v.Phase), req.Closed)
		if v.Event != "" {
			require.Equal(t, v.Event, req.Event)
		}
	}
	for reply, want := range map[sessions.Reply]*written{{}: v.Ask, {End: true}: v.End, {Text: safetext.Text("closed")}: v.Closed} {
		if want == nil {
			continue
		}
		require.Equal(t, want == v.Closed, req.Closed, "closed is of connections that are gone")
		reply.Text = safetext.Text(want.Text)
		w := httptest.NewRecorder()
		require.NoError(t, d.Encode(w, req, reply))
		require.Equal(t, http.StatusOK, w.Code)
		want.check(t, w.Header(), w.Body.String())
	}
	for end, want := range map[bool]*written{false: v.PushAsk, true: v.Push} {
		if want != nil {
			header, body := pushed(t, name, o, req, sessions.Reply{Text: safetext.Text(want.Text), End: end})
			want.check(t, header, body)
		}
	}
}

// pushed is what a gateway gets from Push.
func pushed(t *testing.T, name string, o gateway.Options, req gateway.Request, reply sessions.Reply) (header http.Header, body string) {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		all, _ := io.ReadAll(r.Body)
		header, body = r.Header, string(all)
	}))
	defer srv.Close()
	o.PushURL, o.Client = srv.URL, srv.Client()
	d, err := gateway.New(name, o)
	require.NoError(t, err)
	require.True(t, d.Pushes())
	require.NoError(t, d.Push(t.Context(), req, reply))
	return header, body
}

// requireXMLEq compares elements, attributes and text; not prefixes, the order
// of attributes, or white space between elements.
func requireXMLEq(t *testing.T, want, got string) {
	t.Helper()
	require.Equal(t, flat(t, want), flat(t, got))
}

func flat(t *testing.T, text string) []string {
	t.Helper()
	var out []string
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		require.NoError(t, err, text)
		switch token := token.(type) {
		case xml.StartElement:
			attributes := map[string]string{}
			for _, a := range token.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					attributes[a.Name.Space+" "+a.Name.Local] = a.Value
				}
			}
			out = append(out, "<"+token.Name.Space+" "+token.Name.Local)
			for _, name := range slices.Sorted(maps.Keys(attributes)) {
				out = append(out, name+"="+attributes[name])
			}
		case xml.EndElement:
			out = append(out, ">")
		case xml.CharData:
			if trimmed := bytes.TrimSpace(token); len(trimmed) > 0 {
				out = append(out, string(trimmed))
			}
		}
	}
}

// FuzzDecode: whatever comes, each dialect reads a request or says that it
// can't, and its reply is one of the dialect.
func FuzzDecode(f *testing.F) {
	var dialects []*gateway.Dialect
	for _, name := range gateway.Names() {
		o := options()
		o.Parameters = parameters[name]
		d, err := gateway.New(name, o)
		require.NoError(f, err)
		dialects = append(dialects, d)
	}
	f.Add("session/1/start", "x=1&text=%zz", []byte(`{"msisdn":"1","a":{"b":{"c":{}}}}`))
	f.Add("", "msisdn=2547&SessionID=s&input=*1*2#&text=%ff%fe%00&charset=UTF-16BE", []byte("sessionId=s&text=1%2A2&phoneNumber=tel:1"))
	f.Add("", "", []byte(`<?xml version="1.0" encoding="ISO-8859-1"?><ussd><sessionid>`+"\xe9\x01"+`</sessionid><type>1</type><msg>]]&gt;</msg></ussd>`))
	f.Add("a/b", "&;=", []byte("<methodCall><methodName>USSD.INIT</methodName><params><param><value><struct><member><name>session</name><value>s</value></member></struct></value></param></params></methodCall>"))
	f.Fuzz(func(t *testing.T, path, query string, body []byte) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.RawQuery = query
		for _, d := range dialects {
			req, err := d.Decode(r, path, body)
			switch {
			case err != nil:
				require.ErrorIs(t, err, gateway.ErrUnreadable, d.Name())
			case !req.Closed && !d.NumberOnce():
				require.NotEmpty(t, req.Party, d.Name())
			}
			w := httptest.NewRecorder()
			require.NoError(t, d.Encode(w, req, sessions.Reply{Text: safetext.Text("Hi <1>\n\"2\""), End: true}))
			require.Equal(t, http.StatusOK, w.Code)
			checkWellFormed(t, d.Name(), w)
		}
	})
}

func checkWellFormed(t *testing.T, name string, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Body.Len() == 0 {
		return
	}
	switch w.Header().Get("Content-Type") {
	case "application/json":
		require.JSONEq(t, w.Body.String(), w.Body.String(), name)
	case "text/xml; charset=utf-8":
		require.NotEmpty(t, flat(t, w.Body.String()), name)
	}
}
