// SPDX-License-Identifier: Apache-2.0

package gateway_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd/gateway"
)

// dialectName is what we call a dialect of the official vectors.
var dialectName = map[string]string{
	"safaricom-vumi": "safaricom", "airtel-flares": "airtel", "infobip-ussd": "infobip", "vodacom-messaging": "vodacom",
	"mtn-parlayx-notify": "mtn-parlayx", "kannel-mo": "kannel", "twilio-sms-signature": "twilio",
}

// screenField is where a dialect's JSON holds the screen.
var screenField = map[string]string{
	"hubtel": "Message", "nalo": "MSG", "arkesel": "message", "korba": "message", "hollatags": "session_msg",
	"dmark": "responseString", "infobip": "ussdMenu", "mtn-madapi": "inboundResponse", "moolre": "message",
}

type official struct {
	ID         string            `json:"id"`
	Style      string            `json:"style"`
	Cumulative bool              `json:"cumulative"`
	Vectors    []*officialVector `json:"vectors"`
}

type officialVector struct {
	Request struct {
		Method string          `json:"method"`
		Path   string          `json:"path"`
		Query  string          `json:"query"`
		Body   string          `json:"body"`
		JSON   json.RawMessage `json:"json"`
	} `json:"request"`
	Phase        string   `json:"phase"`
	Input        string   `json:"input"`
	PreviousText string   `json:"previous_text"`
	Event        string   `json:"event"`
	Dialled      []string `json:"dialled"`

	ContinueText    string            `json:"reply_continue"`
	EndText         string            `json:"reply_end"`
	ContinueBody    string            `json:"reply_continue_body"`
	EndBody         string            `json:"reply_end_body"`
	ContinueJSON    map[string]any    `json:"reply_continue_json"`
	EndJSON         map[string]any    `json:"reply_end_json"`
	ContinueHeaders map[string]string `json:"reply_continue_headers"`
	EndHeaders      map[string]string `json:"reply_end_headers"`
	Body            *string           `json:"reply_body"`
	JSON            map[string]any    `json:"reply_json"`
	AckBody         string            `json:"reply_ack_body"`
	Push            *struct {
		Namespace string         `json:"ns"`
		Header    []string       `json:"header"`
		Body      map[string]any `json:"body"`
	} `json:"then_we_post_sendUssd"`

	Token     string            `json:"token"`
	URL       string            `json:"url"`
	Params    map[string]string `json:"params"`
	Signature string            `json:"signature"`
}

func TestConformanceUSSD(t *testing.T) {
	t.Parallel()
	var file struct {
		Dialects []official `json:"dialects"`
	}
	text, err := os.ReadFile(filepath.Join(conformance.Dir(t, "ussd_dialects.json"), "ussd_dialects.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &file))
	score := conformance.Set(t, "ussd")
	for _, o := range file.Dialects {
		for i, v := range o.Vectors {
			score.Count(fmt.Sprintf("%s: vector %d", o.ID, i), v.run(t, &o, i))
		}
	}
	score.Finish()
}

// run reads the request and writes every reply that the vector holds.
func (v *officialVector) run(t *testing.T, o *official, i int) error {
	name := o.ID
	if ours, ok := dialectName[o.ID]; ok {
		name = ours
	}
	if v.Signature != "" {
		return v.verify(name)
	}
	opt := options()
	if name == "vodacom" {
		opt.Parameters = map[string]string{"callback": "http://host/path"}
	}
	d, err := gateway.New(name, opt)
	if err != nil {
		return err
	}
	if d.Method() != v.Request.Method {
		return fmt.Errorf("comes with %s", v.Request.Method)
	}
	req, err := v.decode(d, v.Request.Query, v.body())
	if err != nil {
		return err
	}
	if err := v.compare(d, o, i, req); err != nil {
		return err
	}
	return v.replies(t, d, opt, req)
}

func (v *officialVector) body() string {
	if v.Request.JSON != nil {
		return string(v.Request.JSON)
	}
	return v.Request.Body
}

func (v *officialVector) decode(d *gateway.Dialect, query, body string) (gateway.Request, error) {
	r := httptest.NewRequest(d.Method(), "/?"+query, nil)
	return d.Decode(r, strings.TrimPrefix(v.Request.Path, "/"), []byte(body))
}

// compare looks at session, number, phase and input.
func (v *officialVector) compare(d *gateway.Dialect, o *official, i int, req gateway.Request) error {
	before := ""
	if v.PreviousText != "" {
		// The request before was the same with a shorter text.
		cut := func(form string) string {
			for _, star := range []string{"*", "%2A"} {
				if newest := star + v.Input; strings.Contains(form, v.PreviousText+newest) {
					return strings.Replace(form, v.PreviousText+newest, v.PreviousText, 1)
				}
			}
			return form
		}
		earlier, err := v.decode(d, cut(v.Request.Query), cut(v.Request.Body))
		if err != nil {
			return err
		}
		before = earlier.Text
	}
	phase, input := req.Phase.String(), req.Text
	if req.Phase == gateway.Ongoing { // the first of a connection begins it
		phase = "answer"
		if i == 0 && v.PreviousText == "" {
			phase = "begin"
		}
	}
	if req.Cumulative && phase == "answer" {
		newest, ok := sessions.Unwind(before, req.Text)
		if !ok {
			return fmt.Errorf("%q does not continue %q", req.Text, before)
		}
		input = newest
	} else if phase == "begin" && !d.Messages() {
		input = strings.Join(req.Dialled, "*")
		if len(v.Dialled) > 0 {
			input = ""
		}
	}
	if d.Messages() {
		phase = v.Phase // a message has none
	}
	want := []any{v.Phase, v.Input, true, true}
	got := []any{phase, input, d.Messages() || slices.Contains(v.values(), req.Connection), req.Party == "" && d.NumberOnce() || slices.Contains(v.values(), strings.TrimPrefix(req.Phone, "+"))}
	if v.Event != "" && req.Event != v.Event {
		return fmt.Errorf("event %q", req.Event)
	}
	if v.Dialled != nil && !slices.Equal(v.Dialled, req.Dialled) {
		return fmt.Errorf("dialled %q", req.Dialled)
	}
	if !reflect.DeepEqual(want, got) {
		return fmt.Errorf("read %q instead of %q", got, want)
	}
	return nil
}

// values are all values of the request, so that session and number can be seen
// to be among them.
func (v *officialVector) values() []string {
	out := strings.Split(v.Request.Path, "/")
	for _, form := range []string{v.Request.Query, v.Request.Body} {
		q, _ := url.ParseQuery(form)
		for _, values := range q {
			out = append(out, strings.TrimPrefix(values[0], "+"))
		}
	}
	var object map[string]any
	_ = json.Unmarshal(v.Request.JSON, &object)
	for _, value := range object {
		out = append(out, fmt.Sprint(value))
	}
	d := xml.NewDecoder(strings.NewReader(v.Request.Body))
	for token, err := d.Token(); err == nil; token, err = d.Token() {
		if text, ok := token.(xml.CharData); ok {
			out = append(out, string(text))
		}
	}
	return out
}

// replies writes the screens found in the replies.
func (v *officialVector) replies(t *testing.T, d *gateway.Dialect, opt gateway.Options, req gateway.Request) error {
	for _, r := range []struct {
		end     bool
		text    string
		body    string
		object  map[string]any
		headers map[string]string
	}{
		{false, v.ContinueText, v.ContinueBody, v.ContinueJSON, v.ContinueHeaders},
		{true, v.EndText, v.EndBody, v.EndJSON, v.EndHeaders},
	} {
		if r.text+r.body == "" && r.object == nil && r.headers == nil {
			continue
		}
		screen, err := v.screen(d, &req, r.text, r.body, r.object)
		if err != nil {
			return err
		}
		w := encode(t, d, req, sessions.Reply{Text: safetext.Text(screen), End: r.end})
		switch {
		case r.text != "" && w.Body.String() != r.text:
			return fmt.Errorf("wrote %q", w.Body)
		case r.body != "" && !slices.Equal(flat(t, r.body), flat(t, w.Body.String())):
			return fmt.Errorf("wrote %s", w.Body)
		case r.object != nil && !sameJSON(r.object, w.Body.Bytes()):
			return fmt.Errorf("wrote %s", w.Body)
		}
		for name, value := range r.headers {
			if w.Header().Get(name) != value {
				return fmt.Errorf("wrote %s: %s", name, w.Header().Get(name))
			}
		}
	}
	if v.Body != nil || v.JSON != nil {
		w := encode(t, d, req, sessions.Reply{End: true})
		if v.Body != nil && w.Body.String() != *v.Body || v.JSON != nil && !sameJSON(v.JSON, w.Body.Bytes()) {
			return fmt.Errorf("wrote %s", w.Body)
		}
	}
	if v.AckBody != "" {
		w := encode(t, d, req, sessions.Reply{Text: safetext.Text("Welcome")})
		if !slices.Equal(flat(t, v.AckBody), flat(t, w.Body.String())) {
			return fmt.Errorf("acknowledged with %s", w.Body)
		}
	}
	return v.push(t, d, opt, req)
}

// screen is the text within a reply. Where a reply repeats what other requests
// held, or an id of our own making, request and reply are made to fit.
func (v *officialVector) screen(d *gateway.Dialect, req *gateway.Request, text, body string, object map[string]any) (string, error) {
	switch {
	case object != nil:
		if d.Name() == "mtn-madapi" {
			object["transactionId"] = req.Connection // which we use for one
		}
		if d.Name() == "nalo" && object["USERDATA"] != "*920*1801#" { // the reply to a later request
			later := strings.NewReplacer("*920*1801#", object["USERDATA"].(string)).Replace(v.body())
			var err error
			if *req, err = v.decode(d, "", later); err != nil {
				return "", err
			}
		}
		if data, ok := object["data"].(map[string]any); ok {
			object = data
		}
		screen, ok := object[screenField[d.Name()]].(string)
		if !ok {
			return "", errors.New("no screen in the reply")
		}
		return screen, nil
	case body != "":
		var page struct {
			Header string `xml:"headertext"`
			Div    struct {
				Inner string `xml:",innerxml"`
			} `xml:"div"`
		}
		if err := xml.Unmarshal([]byte(body), &page); err != nil {
			return "", err
		}
		return page.Header + strings.NewReplacer("<br />", "\n", "&lt;", "<").Replace(page.Div.Inner), nil
	default:
		_, screen, _ := strings.Cut(text, " ") // after CON or END
		return screen, nil
	}
}

func encode(t *testing.T, d *gateway.Dialect, req gateway.Request, reply sessions.Reply) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	require.NoError(t, d.Encode(w, req, reply))
	require.Equal(t, http.StatusOK, w.Code)
	return w
}

func sameJSON(want map[string]any, got []byte) bool {
	var object map[string]any
	return json.Unmarshal(got, &object) == nil && reflect.DeepEqual(want, object)
}

// push compares the request that carries the screen.
func (v *officialVector) push(t *testing.T, d *gateway.Dialect, opt gateway.Options, req gateway.Request) error {
	if v.Push == nil {
		return nil
	}
	_, body := pushed(t, d.Name(), opt, req, sessions.Reply{Text: safetext.Text(v.Push.Body["ussdString"].(string))})
	for _, name := range v.Push.Header {
		if !strings.Contains(body, ":"+name+">") {
			return fmt.Errorf("pushed no %s", name)
		}
	}
	tokens := flat(t, body)
	for name, value := range v.Push.Body {
		want := fmt.Sprint(value)
		if number, ok := value.(float64); ok {
			want = strconv.FormatFloat(number, 'f', -1, 64)
		}
		at := slices.Index(tokens, "<"+v.Push.Namespace+" "+name)
		if at < 0 || tokens[at+1] != want {
			return fmt.Errorf("pushed another %s", name)
		}
	}
	return nil
}

func (v *officialVector) verify(name string) error {
	address, err := url.Parse(v.URL)
	if err != nil {
		return err
	}
	d, err := gateway.New(name, gateway.Options{SigningKey: v.Token, PublicURL: address.Scheme + "://" + address.Host})
	if err != nil {
		return err
	}
	form := url.Values{}
	for key, value := range v.Params {
		form.Set(key, value)
	}
	r := httptest.NewRequest(http.MethodPost, address.RequestURI(), nil)
	r.Header.Set("X-Twilio-Signature", v.Signature)
	return d.Verify(r, []byte(form.Encode()))
}
