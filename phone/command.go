// SPDX-License-Identifier: Apache-2.0

package phone

import "strings"

// verb is what a person, or a line of a script, does with the phone.
type verb string

const (
	answer  verb = ">" // types an answer
	dial    verb = "dial"
	drop    verb = "drop"   // the network ends the session; with text, while that answer is on its way
	repeat  verb = "repeat" // the gateway sends the last request again
	hangUp  verb = "hangup"
	sendSMS verb = "sms"
	waitSMS verb = "wait-sms" // until the next message is there
	expect  verb = "expect"   // what was last shown holds this text
	help    verb = "help"
	quit    verb = "quit"
)

type command struct {
	verb verb
	text string
}

// parse reads one line. A line that begins with none of the verbs is an answer,
// or, between sessions, a code to dial; "> hangup" answers with a word that would
// be a verb, and keeps its spaces.
func parse(line string, inSession bool, verbs ...verb) command {
	if line == string(answer) {
		return command{verb: answer}
	}
	if text, ok := strings.CutPrefix(line, "> "); ok {
		return command{answer, text}
	}
	line = strings.TrimSpace(line)
	word, rest, _ := strings.Cut(line, " ")
	for _, v := range verbs {
		if word == string(v) {
			return command{v, strings.TrimSpace(rest)}
		}
	}
	if !inSession && strings.HasPrefix(line, "*") && strings.HasSuffix(line, "#") {
		return command{dial, line}
	}
	return command{answer, line}
}
