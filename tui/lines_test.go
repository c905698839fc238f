// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/tui"
)

// talk runs the line mode on a script and returns what it said.
func talk(t testing.TB, desk tui.Desk, script string) string {
	var out bytes.Buffer
	tui.Lines(t.Context(), config(desk), amina(t, "enumerator"), strings.NewReader(script), &out, nil)
	return out.String()
}

func TestLines(t *testing.T) {
	t.Parallel()
	desk := newFakeDesk()
	out := talk(t, desk, "1\nAmina\n1\n1\nMusa\n4\n1\n7\n")
	golden(t, "lines", out)
	sent := desk.submissions()
	require.Len(t, sent, 1)
	require.Equal(t, "Amina", sent[0][atName])
}

func TestLinesEverywhere(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, script string
		shows        []string
	}{
		{"the end of input is a clean end", "", []string{"Signed in as Amina Bangura.", "You are signed out."}},
		{"in the middle of a form too", "1\nAmina", []string{"Your answers are kept", "Saved. Reference 1000 0000 0010", "You are signed out."}},
		{"the last line needs no end", "7", []string{"You are signed out."}},
		{"lines may end as on Windows or a Mac", "1\r\nAmina\r1\n", []string{"Members: 0"}},
		{"no such line", "77\nx\n\n7\n", []string{"You are signed out."}},
		{"a draft by its reference", "1\nAmina\n0\n", []string{"Your answers"}},
		{"nothing under a reference", "2\n12\n7\n", []string{"Nothing is known under this reference."}},
		{"no drafts", "3\n7\n", []string{"There are no unfinished forms."}},
		{"no tasks", "4\n7\n", []string{"Nothing waits to be completed."}},
		{"sync", "5\n7\n", []string{"Waiting to be sent: 3\nLast sent: 2026-11-20 09:41\nThe centre was reached."}},
		{"language", "6\n2\n7\n", []string{"Ungependa kufanya nini?", "Umeondoka."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out := talk(t, newFakeDesk(), tt.script)
			for _, s := range tt.shows {
				require.Contains(t, out, s)
			}
		})
	}
}

// TestLinesResume: a form that was begun elsewhere is found and finished.
func TestLinesResume(t *testing.T) {
	t.Parallel()
	desk := newFakeDesk()
	talk(t, desk, "1\nAmina\n")
	out := talk(t, desk, "2\n1000-0000-0010\n1\n1\n2\n1\n7\n")
	require.Contains(t, out, "Continue this form")
	require.Len(t, desk.submissions(), 1, out)

	talk(t, desk, "1\nMusa\n")
	out = talk(t, desk, "3\n1\n1\n2\n1\n7\n")
	require.Len(t, desk.submissions(), 2, out)
}

func TestLinesOfTasks(t *testing.T) {
	t.Parallel()
	desk := newFakeDesk()
	talk(t, desk, "1\nAmina\n")
	require.Contains(t, talk(t, desk, "4\n1\n"), "To be completed\n1 1000 0000 0010 Register my household: Photo\n2 back\n> \nYour answers are kept")
}

func TestLinesOfARoleThatMayNot(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	tui.Lines(t.Context(), config(newFakeDesk()), amina(t, "admin"), strings.NewReader("1\n2\n3\n4\n5\n"), &out, nil)
	require.Equal(t, 4, strings.Count(out.String(), "your role does not allow this"))
	require.Contains(t, out.String(), "Waiting to be sent")
}

// TestAnyBytesGiveAScreen: whatever is typed, every line is answered, nothing
// of it comes back as a control, and the end is clean.
func TestAnyBytesGiveAScreen(t *testing.T) {
	t.Parallel()
	account, cfg := amina(t, "enumerator"), config(newFakeDesk())
	rapid.Check(t, func(rt *rapid.T) {
		line := rapid.OneOf(rapid.SliceOf(rapid.Byte()), rapid.SampledFrom([][]byte{
			[]byte("1"), []byte("Amina"), []byte("0"), []byte("00"), []byte("98"), []byte("7"), []byte("1000 0000 0010"),
			[]byte("\x1b]52;c;AAAA\x07"), []byte("\xff\xfe"), bytes.Repeat([]byte("9"), 9000),
		}))
		cfg.Desk = newFakeDesk()
		script := bytes.Join(rapid.SliceOfN(line, 0, 12).Draw(rt, "lines"), []byte("\n"))
		for _, echo := range []bool{false, true} {
			var out bytes.Buffer
			var shown io.Writer
			if echo {
				shown = &out
			}
			tui.Lines(t.Context(), cfg, account, bytes.NewReader(script), &out, shown)
			require.Regexp(rt, `You are signed out\.|Umeondoka\.`, out.String())
			for _, r := range out.String() {
				require.True(rt, r == '\n' || echo && r == '\b' || !unicode.IsControl(r), "%q", out.String())
			}
		}
	})
}

// TestFailingDesk: a node that fails never traps a person.
func TestFailingDesk(t *testing.T) {
	t.Parallel()
	out := talk(t, brokenDesk{newFakeDesk()}, "1\nAmina\nAmina\nAmina\n5\n7\n")
	require.Equal(t, 3, strings.Count(out, "That did not work."))
	require.Contains(t, out, "Waiting to be sent")
}

// brokenDesk opens forms whose steps fail.
type brokenDesk struct{ *fakeDesk }

func (d brokenDesk) Begin(ctx context.Context, who identity.Account, lang, item string) (tui.Conversation, flows.Screen, error) {
	c, s, err := d.fakeDesk.Begin(ctx, who, lang, item)
	return brokenTalk{c}, s, err
}

type brokenTalk struct{ tui.Conversation }

func (brokenTalk) Step(context.Context, flows.Input) (flows.Screen, error) {
	return flows.Screen{}, io.ErrUnexpectedEOF
}

func TestFailingDeskOnScreen(t *testing.T) {
	t.Parallel()
	d := openDesk(t, brokenDesk{newFakeDesk()})
	d.keys("1", "Amina", "<enter>")
	require.Contains(t, d.screen(), "That did not work.")
	require.Contains(t, d.screen(), "Amina", "what was typed is still there")
	d.keys("<esc>", "<esc>")
	require.Contains(t, d.screen(), "What would you like to do?")
}

// TestLineDiscipline: a terminal without cursor movement is shown what it
// types, and can rub it out.
func TestLineDiscipline(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, in string
		lines    []string
		echo     string
	}{
		{"typed", "ab\r", []string{"ab"}, "ab\n"},
		{"rubbed out", "ab\x7fc\r", []string{"ac"}, "ab\b \bc\n"},
		{"nothing to rub out", "\x08a\r", []string{"a"}, "a\n"},
		{"a rune at a time", "aé\x7f\r", []string{"a"}, "aé\b \b\n"},
		{"the whole line", "ab\x15c\r", []string{"c"}, "ab\b \b\b \bc\n"},
		{"Ctrl-D ends", "a\r\x04", []string{"a"}, "a\n"},
		{"Ctrl-C ends", "a\x03", nil, "a"},
		{"controls are not shown", "\x1b[Aa\r", []string{"\x1b[Aa"}, "[Aa\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var echo bytes.Buffer
			next := tui.LineReader(strings.NewReader(tt.in), &echo)
			var lines []string
			for {
				line, err := next()
				if err != nil {
					require.ErrorIs(t, err, io.EOF)
					break
				}
				lines = append(lines, line)
			}
			require.Equal(t, tt.lines, lines)
			require.Equal(t, tt.echo, echo.String())
		})
	}
}
