// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/sessions"
)

// Options are what a site says of a dialect.
type Options struct {
	// Code is what people dial on this channel, e.g. "*384*96#". It may be
	// empty where requests tell it, or nobody dials digits after it.
	Code string
	// Parameters of the dialect, e.g. an account's id.
	Parameters map[string]string
	// SigningKey checks the signature of a dialect that has one.
	SigningKey string
	// PublicURL is how the gateway writes the beginning of our addresses, e.g.
	// "https://ussd.example.org"; signatures of some dialects include it.
	PublicURL string
	// PushURL and PushSecret are where an asynchronous dialect takes its
	// replies, and with which password.
	PushURL, PushSecret string
	Client              *http.Client     // for pushing. Defaults to one with a timeout
	Now                 func() time.Time // Defaults to time.Now
}

// Dialect is how one kind of aggregator asks and wants to be answered. It is
// safe for concurrent use.
type Dialect struct {
	spec                  *spec
	o                     Options
	ask, end, closed, ack *template
	message               *template // nil where there are none
	push                  *push     // nil where a reply is the answer to its request
}

// values are what templates may use besides fields of the request and
// parameters; pushes know some more.
var values = []string{"text", "title", "session", "number"}

func newDialect(s *spec, o Options) (*Dialect, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Client == nil {
		o.Client = &http.Client{Timeout: pushWithin}
	}
	d := &Dialect{spec: s, o: o}
	if err := d.parameters(); err != nil {
		return nil, err
	}
	known := append(slices.Clone(values), slices.Sorted(maps.Keys(s.Parameters))...)
	for _, p := range []struct {
		key  string
		part part
		to   **template
	}{
		{"ask", s.Reply.Ask, &d.ask},
		{"end", s.Reply.End, &d.end},
		{"closed", s.Reply.Closed, &d.closed},
		{"ack", s.Reply.Ack, &d.ack},
	} {
		if !p.part.given {
			continue
		}
		t, err := parse(p.part, s.Reply.Type, s.Reply.Newline, known)
		if err != nil {
			return nil, fmt.Errorf("reply: %s: %w", p.key, err)
		}
		*p.to = t
	}
	if s.Send.Body.given {
		var err error
		if d.message, err = parse(s.Send.Body, s.Send.Type, "", sendValues); err != nil {
			return nil, fmt.Errorf("send: %w", err)
		}
	}
	switch {
	case s.Request.Signature != "" && o.SigningKey == "":
		return nil, ErrSigningKey
	case s.Request.Signature == "twilio" && o.PublicURL == "":
		return nil, ErrPublicURL
	}
	if !s.Push.Ask.given {
		return d, nil
	}
	var err error
	d.push, err = newPush(s, o, known)
	return d, err
}

// parameters fills in defaults and says which one is missing or unknown.
func (d *Dialect) parameters() error {
	given := d.o.Parameters
	d.o.Parameters = maps.Clone(d.spec.Parameters)
	for name, value := range given {
		if _, known := d.spec.Parameters[name]; !known {
			return fmt.Errorf("parameter %q is not known; there are %q", name, slices.Sorted(maps.Keys(d.spec.Parameters)))
		}
		d.o.Parameters[name] = value
	}
	for name, value := range d.o.Parameters {
		if value == "" {
			return fmt.Errorf("parameter %q %w", name, ErrParameter)
		}
	}
	return nil
}

// Name is the name of the dialect, e.g. "africastalking".
func (d *Dialect) Name() string { return d.spec.Name }

// Messages reports whether it is one of SMS.
func (d *Dialect) Messages() bool { return d.spec.Messages }

// LinkXMLTCP is the link of ussd/xmltcp.
const LinkXMLTCP = "xmltcp"

// Link is what requests come over, "" for HTTP.
func (d *Dialect) Link() string { return d.spec.Link }

// Method is the only one with which requests come.
func (d *Dialect) Method() string { return d.spec.Request.Method }

// NumberOnce reports whether only the first request of a connection tells who
// calls; the Party of a later one is empty then.
func (d *Dialect) NumberOnce() bool { return d.spec.Request.NumberOnce }

// Screen is how much the gateway is known to show, zero where it is the usual.
func (d *Dialect) Screen() Screen { return d.spec.Screen }

// Newline is what a line break costs on the screen: the characters that stand
// for it, or one where markup does.
func (d *Dialect) Newline() string {
	if d.spec.Reply.Type == "xml" {
		return ""
	}
	return d.spec.Reply.Newline
}

// Decode reads a request whose body has been read already; path is what
// follows the channel's secret in the address. It returns ErrUnreadable,
// together with what it could read for the sake of the reply.
func (d *Dialect) Decode(r *http.Request, path string, body []byte) (Request, error) {
	s := &d.spec.Request
	f, err := readers[s.Body](r, body)
	if err != nil {
		return Request{}, err
	}
	if !f.addPath(s.Path, path) {
		return Request{}, fmt.Errorf("%w: no such path", ErrUnreadable)
	}
	req := Request{fields: f, Phase: s.phase(f), number: f.first(s.Number)}
	req.Begin, req.Closed = req.Phase == Begin, req.Phase.Closed()
	req.Cumulative = s.Cumulative
	req.Party, req.Phone = party(req.number)
	if s.Opaque {
		req.Party, req.Phone = req.number, ""
	}
	if !d.spec.Messages {
		if req.Connection = f.first(s.Session); req.Connection == "" {
			req.Connection = req.Party
		}
		if req.Connection == "" {
			return req, fmt.Errorf("%w: neither session nor number", ErrUnreadable)
		}
		if req.Party == "" && !s.NumberOnce {
			req.Party = "session:" + req.Connection
		}
	} else if req.Party == "" {
		return req, fmt.Errorf("%w: no sender", ErrUnreadable)
	}
	if req.Closed {
		req.Event = req.Connection + "\x00closed"
		return req, nil
	}
	if err := d.input(&req); err != nil {
		return req, err
	}
	req.Event = d.event(&req)
	return req, nil
}

// phase tells where a request stands.
func (s *requestSpec) phase(f fields) Phase {
	switch {
	case s.Ended.holds(f):
		return Ended
	case s.Abort.holds(f):
		return Abort
	case s.Timeout.holds(f):
		return Timeout
	case s.Begin.holds(f):
		return Begin
	case len(s.Begin) > 0:
		return Answer
	default:
		return Ongoing
	}
}

// input takes what was typed, apart from the code that was dialled.
func (d *Dialect) input(req *Request) error {
	s, f := &d.spec.Request, req.fields
	text := decodeText(f.first(s.Input), f.first(s.Charset))
	code := d.o.Code
	if code == "" {
		code = f.first(s.Service)
	}
	ok := true
	switch {
	case s.Code == "first" && req.Phase != Answer:
		if rest, ok := afterCode(text, code); ok && rest != "" {
			req.Dialled = strings.Split(rest, "*")
		}
	case s.Code == "whole" && strings.HasPrefix(text, "*") && strings.HasSuffix(text, "#"):
		text, ok = afterCode(text, code)
	case s.Code == "whole":
		if rest, same := afterCode(text, code); same {
			text = rest
		}
	case s.Code == "tail" && d.o.Code != "":
		text, ok = afterCode(f.first(s.Service)+"*"+text, code)
	case s.Code == "tail":
		_, text, _ = strings.Cut(text, "*")
	}
	if !ok {
		return fmt.Errorf("%w: the code that was dialled is not the channel's; give its code in the configuration", ErrUnreadable)
	}
	if extra := f.first(s.Dialled); extra != "" && req.Phase != Answer {
		req.Dialled = strings.Split(extra, "*")
	}
	if req.Phase != Begin || s.Cumulative {
		req.Text = text
	}
	return nil
}

// afterCode is what was dialled after the code. It reports whether the text
// begins with the code at all.
func afterCode(text, code string) (string, bool) {
	trim := func(s string) string { return strings.TrimSuffix(strings.TrimPrefix(s, "*"), "#") }
	text, code = trim(text), trim(code)
	if text == code {
		return "", true
	}
	if code == "" {
		return "", false
	}
	return strings.CutPrefix(text, code+"*")
}

// event identifies a request: a gateway repeats it when it tries again. It is
// empty where only the order of requests can tell.
func (d *Dialect) event(req *Request) string {
	s := &d.spec.Request
	id := req.fields.first(s.Event)
	switch {
	case id != "" && d.spec.Messages:
		return id
	case id != "":
		return req.Connection + "/" + id
	case s.Cumulative:
		return req.Connection + "\x00" + req.Text
	default:
		return ""
	}
}

// Encode writes a reply, or an acknowledgement where replies are pushed or are
// messages. It returns an error if nobody took it.
func (d *Dialect) Encode(w http.ResponseWriter, req Request, reply sessions.Reply) error {
	t, value := d.reply(req, reply), d.values(req, reply)
	body := t.expand(value)
	t.setHeaders(w.Header(), value)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, err := io.WriteString(w, body)
	return err
}

// Body is what Encode writes, for links that are not HTTP.
func (d *Dialect) Body(req Request, reply sessions.Reply) string {
	return d.reply(req, reply).expand(d.values(req, reply))
}

// nothing is what a connection that is gone wants to hear.
var nothing = &template{typ: contentTypes["text"], pieces: []piece{{}}}

// reply is the template of a reply.
func (d *Dialect) reply(req Request, reply sessions.Reply) *template {
	switch {
	case req.Closed && d.closed == nil:
		return nothing
	case req.Closed:
		return d.closed
	case d.ack != nil:
		return d.ack
	case reply.End:
		return d.end
	default:
		return d.ask
	}
}

// values are what a template's places stand for.
func (d *Dialect) values(req Request, reply sessions.Reply) func(string) string {
	// No screen needs an empty line at its head, and Airtel's gateway takes one
	// for the end of the headers.
	text := strings.TrimLeft(reply.Text.String(), "\n")
	return func(name string) string {
		if field, is := strings.CutPrefix(name, "."); is {
			return req.fields[field]
		}
		switch name {
		case "text":
			return text
		case "title":
			line, _, _ := strings.Cut(text, "\n")
			return line
		case "session":
			return req.Connection
		case "number":
			return req.number
		default:
			return d.o.Parameters[name]
		}
	}
}
