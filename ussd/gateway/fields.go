// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf16"
)

// fields are the values of a request by name. A value within others has the
// names on the way to it, joined by "."; the root of XML has none.
type fields map[string]string

// first is the first of the named fields that is there.
func (f fields) first(n names) string {
	for _, name := range n {
		if v := f[name]; v != "" {
			return v
		}
	}
	return ""
}

// maxDepth bounds how deep a value may lie. The deepest of any dialect is four
// down, in an envelope of SOAP; what lies deeper is no value of ours.
const maxDepth = 8

// readers read a request by the kind of its body.
var readers = map[string]func(r *http.Request, body []byte) (fields, error){
	"query":  func(r *http.Request, _ []byte) (fields, error) { return readForm(r.URL.RawQuery) },
	"form":   func(_ *http.Request, body []byte) (fields, error) { return readForm(string(body)) },
	"json":   func(_ *http.Request, body []byte) (fields, error) { return readJSON(body) },
	"xml":    func(_ *http.Request, body []byte) (fields, error) { return readXML(body) },
	"xmlrpc": func(_ *http.Request, body []byte) (fields, error) { return readXMLRPC(body) },
}

// readForm keeps what it can read of a form: gateways have been seen to leave
// a % as it is.
func readForm(text string) (fields, error) {
	f := make(fields, strings.Count(text, "&")+1)
	broken := false
	for pair := range strings.SplitSeq(text, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, bad := url.QueryUnescape(name)
		value, worse := url.QueryUnescape(value)
		if bad != nil || worse != nil || strings.Contains(pair, ";") {
			broken = true
			continue
		}
		if _, twice := f[name]; !twice && pair != "" {
			f[name] = value
		}
	}
	if broken && len(f) == 0 {
		return nil, fmt.Errorf("%w: not a form", ErrUnreadable)
	}
	return f, nil
}

func readJSON(body []byte) (fields, error) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber() // a session's id may have more digits than a float keeps
	var v map[string]any
	if d.Decode(&v) != nil || v == nil {
		return nil, fmt.Errorf("%w: not a JSON object", ErrUnreadable)
	}
	f := fields{}
	f.addJSON("", v, 0)
	return f, nil
}

func (f fields) addJSON(name string, v any, depth int) {
	switch v := v.(type) {
	case string:
		f[name] = v
	case json.Number:
		f[name] = v.String()
	case bool:
		f[name] = strconv.FormatBool(v)
	case map[string]any:
		for key, inner := range v {
			if depth < maxDepth {
				f.addJSON(join(name, key), inner, depth+1)
			}
		}
	case []any:
		for i, inner := range v {
			if depth < maxDepth {
				f.addJSON(join(name, strconv.Itoa(i)), inner, depth+1)
			}
		}
	}
}

func join(outer, inner string) string {
	if outer == "" {
		return inner
	}
	return outer + "." + inner
}

// readXML keeps the text of each element that holds no other.
func readXML(body []byte) (fields, error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = charsetReader
	f := fields{}
	var path []string
	var text strings.Builder
	depth, leaf := 0, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && depth == 0 && len(f) > 0 {
			return f, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: not XML", ErrUnreadable)
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			leaf = true
			text.Reset()
			if depth > 1 && depth <= maxDepth {
				path = append(path, token.Name.Local)
			}
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			if depth > 1 && depth <= maxDepth {
				name := strings.Join(path, ".")
				if _, there := f[name]; leaf && !there {
					f[name] = text.String()
				}
				path = path[:len(path)-1]
			}
			depth--
			leaf = false
		}
	}
}

// readXMLRPC keeps the members of the call's struct, and the method's name as
// methodName.
func readXMLRPC(body []byte) (fields, error) {
	var call struct {
		XMLName xml.Name `xml:"methodCall"`
		Method  string   `xml:"methodName"`
		Members []struct {
			Name  string `xml:"name"`
			Value struct {
				Bare  string `xml:",chardata"` // a value without a type is a string
				Typed []struct {
					Text string `xml:",chardata"`
				} `xml:",any"`
			} `xml:"value"`
		} `xml:"params>param>value>struct>member"`
	}
	d := xml.NewDecoder(bytes.NewReader(body))
	d.CharsetReader = charsetReader
	if d.Decode(&call) != nil {
		return nil, fmt.Errorf("%w: not an XML-RPC call", ErrUnreadable)
	}
	f := fields{"methodName": call.Method}
	for _, m := range call.Members {
		f[m.Name] = m.Value.Bare
		if len(m.Value.Typed) > 0 {
			f[m.Name] = m.Value.Typed[0].Text
		}
	}
	return f, nil
}

// addPath takes fields from a path, as a pattern such as session/{session}
// names them. It reports whether the path is of the pattern.
func (f fields) addPath(pattern, path string) bool {
	if !strings.Contains(pattern, "{") {
		return path == pattern
	}
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i, w := range want {
		name, is := strings.CutPrefix(w, "{")
		switch {
		case is:
			f[strings.TrimSuffix(name, "}")] = got[i]
		case w != got[i]:
			return false
		}
	}
	return true
}

// decodeText reads text in the character set that a gateway names; what is
// none of ours is taken as it stands.
func decodeText(text, charset string) string {
	switch strings.ToLower(charset) {
	case "utf-16be", "ucs-2", "iso-10646-ucs-2":
		units := make([]uint16, len(text)/2)
		for i := range units {
			units[i] = uint16(text[2*i])<<8 | uint16(text[2*i+1])
		}
		return string(utf16.Decode(units))
	case "iso-8859-1", "latin1":
		return latin1(text)
	default:
		return text
	}
}

func latin1(text string) string {
	runes := make([]rune, len(text))
	for i := range len(text) {
		runes[i] = rune(text[i])
	}
	return string(runes)
}

// charsetReader lets encoding/xml read what TruTeq and others still send.
func charsetReader(charset string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "iso-8859-1", "latin1", "us-ascii":
		text, err := io.ReadAll(in) // bounded with the body
		return strings.NewReader(latin1(string(text))), err
	default:
		return nil, fmt.Errorf("%w: unknown character set", ErrUnreadable)
	}
}
