// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// spec is a dialect's file.
type spec struct {
	Name     string      `yaml:"name"`
	About    string      `yaml:"about"`    // whose it is, and how sure we are of it
	Messages bool        `yaml:"messages"` // SMS: the reply is a message of its own
	Link     string      `yaml:"link"`     // xmltcp, where requests don't come over HTTP
	Screen   Screen      `yaml:"screen"`
	Request  requestSpec `yaml:"request"`
	Reply    replySpec   `yaml:"reply"`
	Push     pushSpec    `yaml:"push"`
	Send     sendSpec    `yaml:"send"`
	// Parameters are values of a site that templates use, with their defaults;
	// one without a default must be configured.
	Parameters map[string]string `yaml:"parameters"`
	Vectors    []any             `yaml:"vectors"` // read by tests
}

// Screen is what a gateway is known to show. Zero means the usual.
type Screen struct {
	Septets int  `yaml:"septets"`
	UCS2    int  `yaml:"ucs2"`
	Latin   bool `yaml:"latin"` // it can't carry UCS-2
}

// requestSpec says where a request holds what.
type requestSpec struct {
	Method string `yaml:"method"` // defaults to GET for a query, else POST
	Body   string `yaml:"body"`   // query, form, json, xml, xmlrpc
	Path   string `yaml:"path"`   // fields in the path after the secret: session/{session}/{action}

	Session names  `yaml:"session"` // without one, the number stands for it
	Number  names  `yaml:"number"`
	Input   names  `yaml:"input"`
	Event   names  `yaml:"event"`   // what a repeated request repeats
	Service names  `yaml:"service"` // the code that was dialled
	Dialled names  `yaml:"dialled"` // digits dialled after the code
	Charset names  `yaml:"charset"` // names the character set of the input
	Code    string `yaml:"code"`    // how the dialled code stands in the input; see codeKinds

	Cumulative bool   `yaml:"cumulative"`  // the input holds everything typed, joined by "*"
	NumberOnce bool   `yaml:"number_once"` // only the first request of a connection has the number
	Opaque     bool   `yaml:"opaque"`      // the number is a hash even where it has only digits
	Signature  string `yaml:"signature"`   // twilio, android

	Begin   condition `yaml:"begin"`
	Abort   condition `yaml:"abort"`
	Timeout condition `yaml:"timeout"`
	Ended   condition `yaml:"ended"`
}

// replySpec are templates of replies. A dialect whose replies go out as
// requests of their own has only Ack.
type replySpec struct {
	Type    string `yaml:"type"` // text, json, xml
	Newline string `yaml:"newline"`
	Ask     part   `yaml:"ask"`
	End     part   `yaml:"end"`
	Closed  part   `yaml:"closed"` // to a connection that is gone; defaults to nothing
	Ack     part   `yaml:"ack"`
}

// pushSpec is the request in which an asynchronous dialect takes its replies.
type pushSpec struct {
	Type   string `yaml:"type"`
	Digest string `yaml:"digest"` // what ${digest} is the MD5 of
	Ask    part   `yaml:"ask"`
	End    part   `yaml:"end"`
}

// sendSpec is how a dialect sends messages.
type sendSpec struct {
	Method   string    `yaml:"method"` // defaults to POST; GET has the body as its query
	Type     string    `yaml:"type"`
	Basic    bool      `yaml:"basic"` // the account goes in an Authorization header
	Body     part      `yaml:"body"`
	Accepted condition `yaml:"accepted"` // on the answer, where its status tells nothing
}

// part is a template, or a template with headers.
type part struct {
	Headers map[string]string
	Body    string
	given   bool
}

// UnmarshalYAML reads text, or {headers, body}.
func (p *part) UnmarshalYAML(read func(any) error) error {
	p.given = true
	if read(&p.Body) == nil {
		return nil
	}
	var long struct {
		Headers map[string]string `yaml:"headers"`
		Body    string            `yaml:"body"`
	}
	err := read(&long)
	p.Headers, p.Body = long.Headers, long.Body
	return err
}

// names are the fields that may hold a value; the first that is there does.
type names []string

// UnmarshalYAML reads a name or a list of names.
func (n *names) UnmarshalYAML(read func(any) error) error {
	var one string
	if read(&one) == nil {
		*n = names{one}
		return nil
	}
	return read((*[]string)(n))
}

// condition holds if every field has one of its values. "*" stands for any
// text, and at the end of a value for any ending.
type condition map[string]names

func (c condition) holds(f fields) bool {
	for name, values := range c {
		if !slices.ContainsFunc(values, func(want string) bool { return matches(f[name], want) }) {
			return false
		}
	}
	return len(c) > 0
}

func matches(got, want string) bool {
	if head, open := strings.CutSuffix(want, "*"); open {
		return got != "" && strings.HasPrefix(got, head)
	}
	return strings.EqualFold(got, want)
}

//go:embed dialects/*.yaml
var files embed.FS

// Names lists the dialects that come with the program.
func Names() []string {
	found, _ := fs.Glob(files, "dialects/*.yaml") // the pattern is valid
	for i, name := range found {
		found[i] = strings.TrimSuffix(strings.TrimPrefix(name, "dialects/"), ".yaml")
	}
	slices.Sort(found)
	return found
}

// New returns a dialect that comes with the program. It returns an error that
// says what is wrong with the name or the options.
func New(name string, o Options) (*Dialect, error) {
	data, err := files.ReadFile("dialects/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("unknown dialect %q; there are %s", name, strings.Join(Names(), ", "))
	}
	return Read(name+".yaml", data, o)
}

// Read reads a dialect's file. Errors name the file and the key.
func Read(file string, data []byte, o Options) (*Dialect, error) {
	var s spec
	if err := yaml.UnmarshalWithOptions(data, &s, yaml.Strict()); err != nil {
		var at yaml.Error
		if errors.As(err, &at) && at.GetToken() != nil {
			return nil, fmt.Errorf("%s:%d: %s", file, at.GetToken().Position.Line, at.GetMessage())
		}
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	d, err := newDialect(&s, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

// codeKinds are the ways in which the dialled code may stand in the input:
// never; as the first input; at the head of every cumulative input; or what the
// service number lacks of it ("3" of *167*3#) at the head of every input.
var codeKinds = []string{"", "first", "whole", "tail"}

// check says which key is wrong.
func (s *spec) check() error {
	r := &s.Request
	if r.Method == "" {
		r.Method = http.MethodPost
		if r.Body == "query" {
			r.Method = http.MethodGet
		}
	}
	for _, name := range slices.Concat(values, pushValues) {
		if _, taken := s.Parameters[name]; taken {
			return fmt.Errorf("parameters: %s: is the name of a value", name)
		}
	}
	for _, c := range []struct {
		key   string
		wrong bool
		what  string
	}{
		{"name", s.Name == "", "is missing"},
		{"about", s.About == "", "is missing; say whose dialect it is and where that is written"},
		{"link", s.Link != "" && s.Link != LinkXMLTCP, "is not " + LinkXMLTCP},
		{"request: method", r.Method != http.MethodGet && r.Method != http.MethodPost, "is neither GET nor POST"},
		{"request: body", !slices.Contains([]string{"query", "form", "json", "xml", "xmlrpc"}, r.Body), "is none of query, form, json, xml, xmlrpc"},
		{"request: number", len(r.Number) == 0, "is missing"},
		{"request: input", len(r.Input) == 0, "is missing"},
		{"request: code", !slices.Contains(codeKinds, r.Code), "is none of first, whole, tail"},
		{"request: code", (r.Code == "whole" || r.Code == "tail") && !r.Cumulative, "is for a cumulative dialect; use first"},
		{"request: code", r.Code == "first" && r.Cumulative, "is not for a cumulative dialect; use whole or tail"},
		{"request: number_once", r.NumberOnce && len(r.Session) == 0, "needs a session to remember the number by"},
		{"request: signature", r.Signature != "" && signatures[r.Signature] == nil, "is none of " + strings.Join(slices.Sorted(maps.Keys(signatures)), ", ")},
		{"reply: ack", s.Messages && !s.Reply.Ack.given, "is missing; a message is answered by another"},
		{"reply: ack", s.Push.Ask.given && !s.Reply.Ack.given, "is missing; replies are pushed"},
		{"reply: ask", s.Reply.Ask.given == s.Reply.Ack.given, "is needed where there is no ack, and only there"},
		{"reply: end", s.Reply.End.given != s.Reply.Ask.given, "and ask need each other"},
		{"send", s.Messages != s.Send.Body.given, "is for messages, and they need it"},
		{"send: method", s.Send.Method != "" && s.Send.Method != http.MethodGet && s.Send.Method != http.MethodPost, "is neither GET nor POST"},
		{"send: type", s.Send.Method == http.MethodGet && s.Send.Type != "form", "is not form; a query is one"},
		{"push: end", s.Push.End.given != s.Push.Ask.given, "and ask need each other"},
		{"reply: closed", s.Reply.Closed.given && len(r.Abort)+len(r.Timeout)+len(r.Ended) == 0, "is never used; no request tells that a connection is gone"},
	} {
		if c.wrong {
			return fmt.Errorf("%s: %s", c.key, c.what)
		}
	}
	return nil
}
