// SPDX-License-Identifier: Apache-2.0

package gateway_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd/gateway"
)

const small = `
name: small
about: a dialect of a test
request: {body: xml, session: s, number: n, input: i, begin: {t: "1"}}
reply: {type: xml, ask: '<r>${text}</r>', end: <r/>}
`

func TestAMistakeInADialectIsToldWithFileAndKey(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, old, with, want string
	}{
		{"a key that there is not", "about:", "abuot:", `small.yaml:3: unknown field "abuot"`},
		{"a key that there is not in a reply", "end: <r/>", "end: {bdoy: <r/>}", `small.yaml:5: unknown field "bdoy"`},
		{"a condition of no text", `begin: {t: "1"}`, "begin: {t: {a: b}}", "small.yaml:4: "},
		{"no name", "name: small", "name: ''", "small.yaml: name: is missing"},
		{"a kind of body that there is not", "body: xml", "body: yaml", "small.yaml: request: body: is none of query, form, json, xml, xmlrpc"},
		{"another method", "body: xml", "body: xml, method: PUT", "small.yaml: request: method: is neither GET nor POST"},
		{"no number", "number: n,", "", "small.yaml: request: number: is missing"},
		{"no input", "input: i,", "", "small.yaml: request: input: is missing"},
		{"a code that can't be", "input: i", "input: i, code: tail", "small.yaml: request: code: is for a cumulative dialect; use first"},
		{"a number without a session to keep it for", "session: s, number: n", "number: n, number_once: true", "small.yaml: request: number_once: needs a session to remember the number by"},
		{"a signature that there is not", "input: i", "input: i, signature: rsa", "small.yaml: request: signature: is none of android, twilio"},
		{"no reply", "ask: '<r>${text}</r>', ", "", "small.yaml: reply: ask: is needed where there is no ack, and only there"},
		{"no closing reply", ", end: <r/>", "", "small.yaml: reply: end: and ask need each other"},
		{"a reply that is no XML", "<r>${text}</r>", "<r>${text}", "small.yaml: reply: ask: is not well-formed XML: "},
		{"a reply that is no JSON", "type: xml", "type: json", "small.yaml: reply: ask: is not valid JSON"},
		{"a type that there is not", "type: xml", "type: pdf", "small.yaml: reply: ask: type: is none of form, json, text, xml"},
		{"a value that there is not", "${text}", "${txet}", "small.yaml: reply: ask: ${txet} is not known; there are ${text}, ${title}, ${session}, ${number}, and ${.field}"},
		{"a value without an end", "${text}</r>", "${text</r>", "small.yaml: reply: ask: ${text</r> has no end"},
		{"a screen that is sent", "name: small", "name: small\nsend: {type: form, body: a}", "small.yaml: send: is for messages, and they need it"},
		{"a message that is no JSON", "reply: {type: xml, ask: '<r>${text}</r>', end: <r/>}", "messages: true\nreply: {type: text, ack: ''}\nsend: {type: json, body: '{${text}}'}", "small.yaml: send: is not valid JSON"},
		{"messages without an acknowledgement", "name: small", "name: small\nmessages: true", "small.yaml: reply: ack: is missing; a message is answered by another"},
		{"a reply to what never comes", "end: <r/>", "end: <r/>, closed: <r/>", "small.yaml: reply: closed: is never used"},
		{"a parameter of the name of a value", "name: small", "name: small\nparameters: {text: x}", `small.yaml: parameters: text: is the name of a value`},
		{"a parameter without a value", "name: small", "name: small\nparameters: {account: ''}", `small.yaml: parameter "account" is missing`},
		{"a push without an address", "ask: '<r>${text}</r>', end: <r/>}", "ack: <r/>}\npush: {type: json, ask: '{}', end: '{}'}", "small.yaml: replies are pushed; the address they go to is missing"},
	}
	_, err := gateway.Read("small.yaml", []byte(small), gateway.Options{})
	require.NoError(t, err)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Contains(t, small, tt.old)
			_, err := gateway.Read("small.yaml", []byte(strings.Replace(small, tt.old, tt.with, 1)), gateway.Options{})
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestNew(t *testing.T) {
	t.Parallel()
	_, err := gateway.New("telepathy", gateway.Options{})
	require.ErrorContains(t, err, `unknown dialect "telepathy"; there are advanta, africastalking, africastalking-sms, airtel,`)
	_, err = gateway.New("twilio", gateway.Options{})
	require.ErrorContains(t, err, "twilio.yaml: the gateway signs its requests; a signing key is missing")
	_, err = gateway.New("twilio", gateway.Options{SigningKey: "k"})
	require.ErrorContains(t, err, "twilio.yaml: the gateway signs our address with its requests; our public address is missing")
	_, err = gateway.New("nalo", gateway.Options{Parameters: map[string]string{"account": "x"}})
	require.ErrorContains(t, err, `nalo.yaml: parameter "account" is not known`)
}

func TestTextOfOtherAlphabets(t *testing.T) {
	t.Parallel()
	d, err := gateway.Read("small.yaml", []byte(small), gateway.Options{})
	require.NoError(t, err)
	req, err := d.Decode(nil, "", []byte("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><n>254711000111</n><i>Ren\xe9</i></a>"))
	require.NoError(t, err)
	require.Equal(t, "René", req.Text)
	require.Equal(t, "+254711000111", req.Connection, "without a session the number stands for it")
}

func TestWhatARequestSaysNeverBreaksTheReply(t *testing.T) {
	t.Parallel()
	d, err := gateway.New("nalo", gateway.Options{})
	require.NoError(t, err)
	req, err := d.Decode(nil, "", []byte(`{"USERID":"a\",\"MSGTYPE\":true,\"x\":\"","MSISDN":"233244000000","USERDATA":"</div>\u0000\u001b[2J","MSGTYPE":false}`))
	require.NoError(t, err)
	w := httptest.NewRecorder()
	require.NoError(t, d.Encode(w, req, sessions.Reply{Text: safetext.Text(`"}`), End: true}))
	require.JSONEq(t, `{"USERID":"a\",\"MSGTYPE\":true,\"x\":\"","MSISDN":"233244000000","USERDATA":"</div>[2J","MSG":"\"}","MSGTYPE":false}`, w.Body.String())
	require.Contains(t, w.Body.String(), "</div>", "gateways need not know \\u003c")
}

func TestDeepAndLongRequests(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"a":`, 9000) + `"x"` + strings.Repeat("}", 9000)
	d, err := gateway.New("hubtel", gateway.Options{})
	require.NoError(t, err)
	_, err = d.Decode(nil, "", []byte(deep))
	require.ErrorIs(t, err, gateway.ErrUnreadable)
	d, err = gateway.New("truroute", gateway.Options{})
	require.NoError(t, err)
	req, err := d.Decode(nil, "", []byte("<ussd><sessionid>s</sessionid>"+strings.Repeat("<a>", 5000)+strings.Repeat("</a>", 5000)+"</ussd>"))
	require.NoError(t, err)
	require.Equal(t, "s", req.Connection)
}

func TestPushTriesAgain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		status []int // of one try after the other
		tries  int
		sent   bool
	}{
		{"taken at once", []int{200}, 1, true},
		{"taken in the end", []int{503, 503, 200}, 3, true},
		{"never taken", []int{500, 500, 500}, 3, false},
		{"refused", []int{401}, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tries := 0
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				tries++
				w.WriteHeader(tt.status[tries-1])
			}))
			defer srv.Close()
			o := options()
			o.PushURL, o.Client = srv.URL+"/secret-path", srv.Client()
			d, err := gateway.New("mtn-parlayx", o)
			require.NoError(t, err)
			err = d.Push(t.Context(), gateway.Request{}, sessions.Reply{Text: safetext.Text("Habari")})
			require.Equal(t, tt.tries, tries)
			require.Equal(t, tt.sent, err == nil)
			if err != nil {
				require.NotContains(t, err.Error(), "secret-path")
			}
		})
	}
}
