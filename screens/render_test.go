// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

func render(s flows.Screen, l screens.Layout) string {
	return screens.Render(screens.System(), s, "en", l).Text.String()
}

// TestWhatGoesFirst: title, progress and hint give way, in this order, where
// they would cost a page.
func TestWhatGoesFirst(t *testing.T) {
	t.Parallel()
	s := flows.Screen{
		Title: flows.Literal("TITLE"), Hint: flows.Literal("HINT"),
		Progress: flows.Progress{Step: 3, Of: 10}, Expect: flows.Expect{Kind: flows.ExpectText},
	}
	tests := []struct {
		name string
		room int // septets that the question leaves of 160
		want string
	}{
		{"room for all", 16, "TITLE\n3/10 %s\nHINT"},
		{"no room for the title", 15, "3/10 %s\nHINT"},
		{"room for the rest", 10, "3/10 %s\nHINT"},
		{"no room for the progress", 9, "%s\nHINT"},
		{"room for the hint", 5, "%s\nHINT"},
		{"room for nothing", 4, "%s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			body := strings.Repeat("a", 160-tt.room)
			s.Body = flows.Literal(body)
			require.Equal(t, fmt.Sprintf(tt.want, body), render(s, screens.Layout{}))
		})
	}
	s.Body = flows.Literal("TITLE")
	require.Equal(t, "3/10 TITLE\nHINT", render(s, screens.Layout{}), "a title that repeats the question says nothing")
}

// TestExtrasCostNoPage: on several pages, too.
func TestExtrasCostNoPage(t *testing.T) {
	t.Parallel()
	with := 0
	for room := range 400 {
		s := expect(flows.ExpectOne, strings.Split(strings.Repeat("option ", 20)+"x", " ")...)
		s.Body = flows.Literal(strings.Repeat("b", room))
		bare := screens.Render(screens.System(), s, "en", screens.Layout{})
		s.Title, s.Hint, s.Progress = flows.Literal("Dwelling"), flows.Literal("Choose"), flows.Progress{Step: 12, Of: 34}
		full := screens.Render(screens.System(), s, "en", screens.Layout{})
		require.Equal(t, bare.Of, full.Of, "%d", room)
		if strings.Contains(full.Text.String(), "12/34") {
			with++
		}
	}
	require.Positive(t, with)
}

func TestNoticeComesFirst(t *testing.T) {
	t.Parallel()
	s := expect(flows.ExpectOne, "Yes", "No")
	s.Title, s.Body = flows.Literal("Consent"), flows.Literal("May we?")
	s.Notice, s.Can = flows.Message("unreadable.choice", "2"), flows.CanBack
	require.Equal(t, "Please choose a number from 1 to 2.\nConsent\nMay we?\n1 Yes\n2 No\n0 Back", render(s, screens.Layout{}))
}

func TestKeysOfEachScreen(t *testing.T) {
	t.Parallel()
	all := flows.CanBack | flows.CanHome | flows.CanSkip | flows.CanActions | flows.CanHelp | flows.CanSave
	body := flows.Literal("B")
	tests := []struct {
		name   string
		screen flows.Screen
		want   string
	}{
		{"a menu", flows.Screen{Body: body, Expect: flows.Expect{Kind: flows.ExpectOne}, Can: all}, "B\n99 Skip\n0 Back\n00 Home"},
		{"a note", flows.Screen{Body: body, Expect: flows.Expect{Kind: flows.ExpectContinue}, Can: flows.CanBack}, "B\n1 Next\n0 Back"},
		{"a number", flows.Screen{Body: body, Expect: flows.Expect{Kind: flows.ExpectInteger}, Can: all}, "B\n00 Options"},
		{"a range", flows.Screen{Body: body, Expect: flows.Expect{Kind: flows.ExpectInteger, Min: "0", Max: "9"}}, "B (0 to 9)"},
		{"the end", flows.Screen{Body: body, End: true, Can: all}, "B"},
		{"nothing at all", flows.Screen{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, render(tt.screen, screens.Layout{}))
		})
	}
}

// TestPageOutOfRange: a page that a screen no longer has is its last one.
func TestPageOutOfRange(t *testing.T) {
	t.Parallel()
	s := flows.Screen{Body: flows.Literal(strings.Repeat("word ", 60)), Expect: flows.Expect{Kind: flows.ExpectContinue}}
	for page, number := range map[int]int{-1: 1, 0: 1, 1: 2, 2: 3, 3: 3, 1 << 40: 3} {
		s.Page = page
		got := screens.Render(screens.System(), s, "en", screens.Layout{})
		require.Equal(t, number, got.Number, "page %d", page)
		require.Equal(t, 3, got.Of)
	}
}

func TestCoding(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body, text string
		latin            bool
		coding           screens.Coding
		size             int
	}{
		{"7-bit", "Où {a}€", "Où {a}€", false, screens.GSM7, 10},
		{"respelled, since that reads the same", "Contrôle", "Controle", false, screens.GSM7, 8},
		{"another script", "ስም?", "ስም?", false, screens.UCS2, 3},
		{"an accent beside it is kept", "ê ስም", "ê ስም", false, screens.UCS2, 4},
		{"beyond the basic plane", "😀", "😀", false, screens.UCS2, 2},
		{"letters that are not respelled", "mạnh", "mạnh", false, screens.UCS2, 4},
		{"unless the channel needs it", "mạnh ስም", "manh ??", true, screens.GSM7, 7},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			page := screens.Render(screens.System(), flows.Screen{Body: flows.Literal(tt.body), End: true}, "en", screens.Layout{Latin: tt.latin})
			require.Equal(t, tt.text, page.Text.String())
			require.Equal(t, tt.coding, page.Coding)
			require.Equal(t, tt.size, page.Size)
			if !tt.latin {
				size, coding := screens.Measure(tt.body)
				require.Equal(t, page.Size, size)
				require.Equal(t, page.Coding, coding)
			}
		})
	}
}

// TestLongRespelling: an ellipsis is three septets but one unit, so a page of
// them travels in UCS-2.
func TestLongRespelling(t *testing.T) {
	t.Parallel()
	s := flows.Screen{Body: flows.Literal(strings.Repeat("…", 70)), End: true}
	page := screens.Render(screens.System(), s, "en", screens.Layout{})
	require.Equal(t, screens.UCS2, page.Coding)
	require.Equal(t, 1, page.Of)
	require.Equal(t, s.Body.Text, page.Text.String())
}

// TestNewline: a channel that writes CR LF pays for two characters.
func TestNewline(t *testing.T) {
	t.Parallel()
	s := expect(flows.ExpectOne, "aaaa", "bbbb")
	s.Body = flows.Literal(strings.Repeat("x", 146))
	require.Equal(t, 1, screens.Render(screens.System(), s, "en", screens.Layout{}).Of)
	crlf := screens.Layout{Newline: "\r\n"}
	require.Equal(t, 2, screens.Render(screens.System(), s, "en", crlf).Of)
	s.Body = flows.Literal(strings.Repeat("x", 144))
	page := screens.Render(screens.System(), s, "en", crlf)
	require.Equal(t, 1, page.Of)
	require.Equal(t, 160, page.Size)
	require.NotContains(t, page.Text.String(), "\r")
}

// TestWordyKeys: a pack's words for the keys never crowd out the question.
func TestWordyKeys(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("very long ", 10)
	c, err := screens.System().With("", map[string]map[string]string{"en": {"nav.back": long, "nav.home": long, "nav.more": long}})
	require.NoError(t, err)
	s := expect(flows.ExpectOne, strings.Split(strings.Repeat("option ", 40)+"x", " ")...)
	s.Body, s.Can = flows.Literal("Which?"), flows.CanBack|flows.CanHome
	page := screens.Render(c, s, "en", screens.Layout{})
	require.True(t, strings.HasSuffix(page.Text.String(), "\n0 00 98"), page.Text.String())
	require.LessOrEqual(t, page.Size, 160)
}

// TestKeysWiderThanThePage: nothing can fit beside such keys, but every page
// takes something, so there is an end of them.
func TestKeysWiderThanThePage(t *testing.T) {
	t.Parallel()
	s := expect(flows.ExpectOne, "", "a", "", strings.Repeat("b ", 20)+"b")
	s.Can = flows.CanBack
	l := screens.Layout{Keys: screens.Keys{Back: strings.Repeat("*", 200)}}
	require.Positive(t, screens.Render(screens.System(), s, "en", l).Of)
}

// TestManyOptions: option 98 is not lost behind the key for more.
func TestManyOptions(t *testing.T) {
	t.Parallel()
	labels := make([]string, 5320) // the longest list seen in a real form
	for i := range labels {
		labels[i] = fmt.Sprintf("Village %d", i)
	}
	s := expect(flows.ExpectOne, labels...)
	seen := 0
	for s.Page = range 12 {
		page := screens.Render(screens.System(), s, "en", screens.Layout{})
		require.True(t, page.More)
		for _, line := range strings.Split(page.Text.String(), "\n") {
			if number, label, _ := strings.Cut(line, " "); strings.HasPrefix(label, "Village") {
				require.Equal(t, labels[seen], label)
				require.Equal(t, flows.Choose{Index: seen}, read(s, number))
				seen++
			}
		}
	}
	require.Greater(t, seen, 97, "beyond the numbers that are keys")
	require.Equal(t, flows.Choose{Index: 96}, read(s, "97"))
	require.Equal(t, flows.Choose{Index: 97}, read(s, "100"))
	require.Equal(t, flows.Choose{Index: 5319}, read(s, "5322"))
	require.Equal(t, why("unreadable.choice", "5322"), read(s, "5323"))
}

func TestLinear(t *testing.T) {
	t.Parallel()
	s := expect(flows.ExpectMany, strings.Split(strings.Repeat("option ", 99)+"x", " ")...)
	s.Notice, s.Title, s.Body = flows.Literal("N"), flows.Literal("T"), flows.Literal("Contrôle ስም?")
	s.Hint, s.Progress, s.Can = flows.Literal("H"), flows.Progress{Step: 1, Of: 2}, flows.CanBack
	text := screens.Linear(screens.System(), s, "en", screens.Layout{}).String()
	require.True(t, strings.HasPrefix(text, "N\nT\n1/2 Contrôle ስም? (e.g. 1 3)\nH\n1 option\n2 option\n"), text)
	require.True(t, strings.HasSuffix(text, "\n97 option\n100 option\n101 option\n102 x\n0 Back"), text)
	require.NotContains(t, text, "98")
}

func TestHostileText(t *testing.T) {
	t.Parallel()
	s := expect(flows.ExpectOne, "Yes\x1b[2J", "No\u202e")
	s.Body = flows.Literal("\x1b]52;c;cm0=\x07Hello\u009b31m\x00")
	require.Equal(t, "]52;c;cm0=Hello31m\n1 Yes[2J\n2 No", render(s, screens.Layout{}))
	require.Equal(t, "]52;c;cm0=Hello31m\n1 Yes[2J\n2 No", screens.Linear(screens.System(), s, "en", screens.Layout{}).String())
}
