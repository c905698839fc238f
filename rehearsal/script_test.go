// SPDX-License-Identifier: Apache-2.0

package rehearsal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/rehearsal"
)

const sessions = `# app.yml
url: http://localhost:7654
dial: "*1234*1234#"
phoneNumber: 265888123456
sessions:
  - id: 12345678910
    description: "Says the name"
    steps:
      - expect: "1/2 Your name? 00 Options"
      - userInput: "Zikani"
        expect: |-
          2/2 Sex
          1 Woman
          2 Man
          0 Back
          00 Home
      - userInput: "2"
  - id: 2
    steps:
      - text: "Amina"
        expect: "something else"
`

const small = `| survey |
| | type | name | label | required |
| | text | name | Your name? | yes |
| | select_one sex | sex | Sex | yes |
| choices |
| | list_name | name | label |
| | sex | f | Woman |
| | sex | m | Man |
`

func form(t *testing.T) *packs.Pack {
	t.Helper()
	pack, found := packs.Single("small.md", []byte(small), nil)
	require.False(t, found.HasErrors(), "%v", found)
	return pack
}

func TestReadScripts(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []rehearsal.Script
	}{
		{"a line a line", "1\n\nAmina\n", []rehearsal.Script{{Typed: []string{"1", "", "Amina"}}}},
		{"line ends of other systems", "\ufeff1\r\n2", []rehearsal.Script{{Typed: []string{"1", "2"}}}},
		{"nothing", "", []rehearsal.Script{{}}},
		{
			"a transcript", "> (*384*96#)\n< CON Name? [5/160]\n> \n< CON Please write.\n  > no [9/160]\n> > x\n< END Bye [3/160]\n\n<data>\n> 9\n</data>\n",
			[]rehearsal.Script{{Typed: []string{"", "> x"}}},
		},
		{"dialoguss", sessions, []rehearsal.Script{
			{
				Name: "Says the name", Typed: []string{"Zikani", "2"},
				Expect: []string{"1/2 Your name? 00 Options", "2/2 Sex\n1 Woman\n2 Man\n0 Back\n00 Home", ""},
			},
			{Name: "2", Typed: []string{"Amina"}, Expect: []string{"", "something else"}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := rehearsal.ReadScripts([]byte(tt.text))
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestScriptsThatAreNotUnderstood(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"sessions: []\n": "no sessions with steps",
		"sessions:\n  - steps:\n      - expect: a\n      - expect: b\n": "session 1, step 2: userInput is missing",
		"url: x\nsessions:\n  - steps: 7\n":                             "line 3: ",
	} {
		_, err := rehearsal.ReadScripts([]byte(text))
		require.ErrorContains(t, err, want)
	}
}

// TestExpectations plays a dialoguss file: what is said as expected goes on, what
// is not ends there and names both.
func TestExpectations(t *testing.T) {
	t.Parallel()
	scripts, err := rehearsal.ReadScripts([]byte(sessions))
	require.NoError(t, err)
	for _, channel := range []rehearsal.Channel{rehearsal.USSD, rehearsal.SMS} {
		var out bytes.Buffer
		_, err = rehearsal.Play(t.Context(), form(t), scripts[0].Typed, rehearsal.Options{Channel: channel, Expect: scripts[0].Expect}, &out)
		require.NoError(t, err, out.String())
		_, err = rehearsal.Play(t.Context(), form(t), scripts[1].Typed, rehearsal.Options{Channel: channel, Expect: scripts[1].Expect}, &out)
		var unexpected *rehearsal.UnexpectedError
		require.ErrorAs(t, err, &unexpected)
		require.Equal(t, 2, unexpected.Screen)
		require.Equal(t, "something else", unexpected.Want)
		require.ErrorContains(t, err, `screen 2 says "2/2 Sex 1 Woman 2 Man 0 Back 00 Home", and not "something else"`)
	}
}

// TestConverse asks for a line only when the screen before it was written, on
// the phone and at the desk.
func TestConverse(t *testing.T) {
	t.Parallel()
	for _, channel := range []rehearsal.Channel{rehearsal.USSD, rehearsal.Plain} {
		var out bytes.Buffer
		seen := []string{}
		typed := func(yield func(string) bool) {
			for _, answer := range []struct{ after, line string }{{"Your name?", "Zikani"}, {"2 Man", "2"}, {"Send", "1"}} {
				require.Contains(t, out.String(), answer.after)
				seen = append(seen, answer.line)
				if !yield(answer.line) {
					return
				}
			}
			require.Fail(t, "the form was sent, and a line is asked for")
		}
		outcome, err := rehearsal.Converse(t.Context(), form(t), typed, rehearsal.Options{Channel: channel}, &out)
		require.NoError(t, err)
		require.True(t, outcome.Submitted, out.String())
		require.Equal(t, []string{"Zikani", "2", "1"}, seen)
	}
}

// TestTranscriptsPlayAgain: the typed lines of every transcript here give that
// transcript.
func TestTranscriptsPlayAgain(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile(filepath.Join("testdata", "r10.ussd.txt"))
	require.NoError(t, err)
	scripts, err := rehearsal.ReadScripts(want)
	require.NoError(t, err)
	data, err := os.ReadFile(filepath.Join("..", "bench", "r10", "forms", "r10.xlsx"))
	require.NoError(t, err)
	pack, found := packs.Single("r10.xlsx", data, nil)
	require.False(t, found.HasErrors(), "%v", found)
	var out bytes.Buffer
	_, err = rehearsal.Converse(t.Context(), pack, slices.Values(scripts[0].Typed), rehearsal.Options{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)}, &out)
	require.NoError(t, err)
	require.Equal(t, string(want), out.String())
}
