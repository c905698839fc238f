// SPDX-License-Identifier: Apache-2.0

package phone_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/phone"
)

func TestScript(t *testing.T) {
	t.Parallel()
	g := open(t, household)
	g.inbox = `[{"id":1,"from":"96384","to":"+254700000001","text":"Reference 1234"}]`
	const script = `
# A registration, with what a network does to it.
dial *384*96#
expect CON Welcome 1. Register
repeat
1
drop
*384*96*1#
> Amina
a*b
expect END Thank you

sms STATUS
wait-sms
expect Reference 1234
`
	const transcript = `> dial *384*96#
< CON Welcome
  1. Register
  2. Status [29/160]
> repeat
< CON Welcome
  1. Register
  2. Status [29/160]
> 1
< CON Your name? [10/160]
> drop
> *384*96*1#
< CON Your name? [10/160]
> Amina
< CON የቤተሰብ ብዛት? [10/70 ucs2]
> a*b
< END Thank you [9/160]
> sms STATUS
> wait-sms
< SMS 96384: Reference 1234 [14/160]
`
	var out bytes.Buffer
	s := phone.Script{Phone: g.phone(), Out: &out}
	require.NoError(t, s.Run(t.Context(), "script", strings.NewReader(script)))
	require.Equal(t, transcript, out.String())
	require.Equal(t, "STATUS", g.sent(0).Get("text"))
}

func TestScriptFails(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, script string
		line         int
		err          error
	}{
		{"expect", "dial *384*96#\nexpect Goodbye\n1", 2, phone.ErrUnexpected},
		{"expect the wrong kind", "dial *384*96#\nexpect END Welcome", 2, phone.ErrUnexpected},
		{"over the limit", "# too long\n\ndial *384*96*2#", 3, phone.ErrTooLong},
		{"no session", "1", 1, phone.ErrNoSession},
		{"session closed", "dial *384*96*1*Amina*a*b#\n1", 2, phone.ErrNoSession},
		{"dropped", "dial *384*96#\ndrop\n1", 3, phone.ErrNoSession},
		{"dropped on the way", "dial *384*96#\ndrop 1\nAmina", 3, phone.ErrNoSession},
		{"unknown code", "dial *100#", 1, phone.ErrNotACode},
		{"no screen", "dial *384*96#\n7", 2, phone.ErrNotAScreen},
		{"dials twice", "dial *384*96#\ndial *384*96#", 2, phone.ErrInSession},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			s := phone.Script{Phone: open(t, household).phone(), Out: &out}
			err := s.Run(t.Context(), "script", strings.NewReader(tt.script))
			require.ErrorIs(t, err, tt.err)
			var at *phone.ScriptError
			require.ErrorAs(t, err, &at)
			require.Equal(t, tt.line, at.Line)
			require.NotContains(t, out.String(), "CON  [0/", "what did not come is not shown")
		})
	}
}

// A lost answer has reached the service: only its reply is missing.
func TestDropOnTheWay(t *testing.T) {
	t.Parallel()
	g := open(t, household)
	s := phone.Script{Phone: g.phone(), Out: &bytes.Buffer{}}
	require.NoError(t, s.Run(t.Context(), "script", strings.NewReader("dial *384*96#\ndrop 1\ndial *384*96#")))
	require.Equal(t, []string{"", "1", ""}, g.texts())
}

func TestScriptTypesAnything(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, line, answer string }{
		{"a word that is a verb", "> hangup", "hangup"},
		{"an expectation", "> expect more", "expect more"},
		{"spaces", ">   two  ", "  two  "},
		{"nothing", ">", ""},
		{"nothing after the mark", "> ", ""},
		{"a comment's sign", "> # 1", "# 1"},
		{"a code", "*100#", "*100#"},
		{"an answer that begins like a verb", "smsing", "smsing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			g := open(t, map[string]string{"": "CON ?", "1": "CON ?", "1*" + tt.answer: "END !"})
			s := phone.Script{Phone: g.phone(), Out: &bytes.Buffer{}}
			require.NoError(t, s.Run(t.Context(), "script", strings.NewReader("*384*96*1#\n"+tt.line+"\nexpect END !")))
		})
	}
}

func TestTranscriptHoldsNoControlByte(t *testing.T) {
	t.Parallel()
	g := open(t, household)
	var out bytes.Buffer
	s := phone.Script{Phone: g.phone(), Out: &out}
	require.NoError(t, s.Run(t.Context(), "script", strings.NewReader("*384*96*1#\n> \x1b]52;c;x\a")))
	require.NotContains(t, strings.ReplaceAll(out.String(), "\n", ""), "\x1b")
	require.NotContains(t, out.String(), "\a")
}
