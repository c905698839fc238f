// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/tui"
)

var update = flag.Bool("update", false, "write the goldens anew")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// driver runs a model by hand: every command at once, in order.
type driver struct {
	t testing.TB
	m tea.Model
}

func amina(t testing.TB, roles ...string) identity.Account {
	t.Helper()
	d, err := identity.NewDirectory([]identity.Registration{{
		ID: "amina", Name: "Amina Bangura", Keys: []string{"SHA256:" + strings.Repeat("A", 43)}, Roles: roles,
	}})
	require.NoError(t, err)
	a, ok := d.Account("amina")
	require.True(t, ok)
	return a
}

func config(desk tui.Desk) tui.Config {
	return tui.Config{
		Desk: desk, Catalog: screens.System(), Device: "Kenema-12",
		Now: func() time.Time { return time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC) },
	}
}

func open(t testing.TB, desk *fakeDesk) *driver {
	t.Helper()
	return openDesk(t, desk)
}

func openDesk(t testing.TB, desk tui.Desk) *driver {
	t.Helper()
	d := &driver{t: t, m: tui.NewModel(t.Context(), config(desk), amina(t, "enumerator"))}
	d.run(d.m.Init())
	return d
}

// run executes a command and what follows from it. The tick of the status line
// is left out.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	select {
	case msg := <-done:
		if batch, ok := msg.(tea.BatchMsg); ok {
			for _, c := range batch {
				d.run(c)
			}
			return
		}
		d.send(msg)
	case <-time.After(time.Second):
	}
}

func (d *driver) send(msg tea.Msg) {
	if _, quit := msg.(tea.QuitMsg); quit || msg == nil {
		return
	}
	_, isTick := msg.(time.Time)
	require.False(d.t, isTick)
	m, cmd := d.m.Update(msg)
	d.m = m
	if strings.Contains(strings.ToLower(typeName(msg)), "syncmsg") {
		return // what follows is the tick
	}
	d.run(cmd)
}

// keys presses keys by name, and types everything else.
func (d *driver) keys(keys ...string) {
	for _, k := range keys {
		if code, ok := named[k]; ok {
			d.send(tea.KeyPressMsg(code))
			continue
		}
		for _, r := range k {
			d.send(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
}

var named = map[string]tea.Key{
	"<enter>": {Code: tea.KeyEnter}, "<esc>": {Code: tea.KeyEscape}, "<tab>": {Code: tea.KeyTab},
	"<shift+tab>": {Code: tea.KeyTab, Mod: tea.ModShift}, "<up>": {Code: tea.KeyUp}, "<down>": {Code: tea.KeyDown},
	"<space>": {Code: tea.KeySpace, Text: " "}, "<backspace>": {Code: tea.KeyBackspace}, "<f1>": {Code: tea.KeyF1},
	"<ctrl+s>": {Code: 's', Mod: tea.ModCtrl}, "<ctrl+q>": {Code: 'q', Mod: tea.ModCtrl}, "<ctrl+w>": {Code: 'w', Mod: tea.ModCtrl},
	"<left>": {Code: tea.KeyLeft}, "<pgdown>": {Code: tea.KeyPgDown},
}

// screen is what is shown, without styles and trailing spaces.
func (d *driver) screen() string {
	lines := strings.Split(ansi.Strip(d.m.View().Content), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

func golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

// TestRegistration walks through the whole form and keeps every screen.
func TestRegistration(t *testing.T) {
	t.Parallel()
	desk := newFakeDesk()
	d := open(t, desk)
	golden(t, "home", d.screen())
	d.keys("1")
	golden(t, "page", d.screen())
	d.keys("Amina", "<enter>", "130", "<enter>")
	golden(t, "refused", d.screen())
	d.keys("<backspace>", "<backspace>", "<backspace>", "31", "<enter>")
	golden(t, "list", d.screen())
	d.keys("1")
	golden(t, "checklist", d.screen())
	d.keys("13", "<enter>", "ken")
	golden(t, "filter", d.screen())
	d.keys("<enter>")
	golden(t, "notice", d.screen())
	d.keys("<enter>")
	require.Contains(t, d.screen(), "an answer is needed", "a notice is never passed by Enter alone")
	d.keys("1", "a", "Musa", "<enter>", "a", "Fatu", "<enter>")
	golden(t, "table", d.screen())
	d.keys("2", "d")
	golden(t, "removing", d.screen())
	d.keys("d", "1", "e", "<backspace>", "e", "<enter>")
	require.Contains(t, d.screen(), "Muse")
	require.NotContains(t, d.screen(), "Fatu")
	d.keys("<enter>")
	golden(t, "review", d.screen())
	d.keys("1")
	golden(t, "receipt", d.screen())
	d.keys("<enter>")
	require.Contains(t, d.screen(), "What would you like to do?")
	require.Contains(t, d.screen(), "sent. Your reference: 100000000010")

	sent := desk.submissions()
	require.Len(t, sent, 1)
	require.Equal(t, "Amina", sent[0][atName])
	require.Equal(t, "31", sent[0][atAge])
	require.Equal(t, "c1", sent[0][atSex])
	require.Equal(t, "c1 c3", sent[0][atNeeds])
	require.Equal(t, "c3", sent[0][atVillage])
}

func TestEveryTextInEveryLanguage(t *testing.T) {
	t.Parallel()
	for lang, texts := range tui.Translations() {
		for name, text := range stringFields(texts) {
			require.NotEmpty(t, text, "%s: %s", lang, name)
			require.Equal(t, strings.Count(stringFields(tui.Translations()["en"])[name], "{"), strings.Count(text, "{"), "%s: %s", lang, name)
		}
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		keys  []string
		shows []string
		lacks []string
	}{
		{"guide and back", []string{"?"}, []string{"Keys", "Shift-Tab"}, []string{"What would"}},
		{"a question mark in a text is text", []string{"1", "?"}, []string{"   ?"}, []string{"Shift-Tab:"}},
		{"F1 in a text is the guide", []string{"1", "<f1>"}, []string{"Shift-Tab"}, nil},
		{"esc drops what was typed, then leaves", []string{"1", "Ami", "<esc>"}, []string{">* Name"}, []string{"Ami"}},
		{"esc on the first page leads home", []string{"1", "<esc>"}, []string{"What would you like to do?"}, nil},
		{"esc goes back a page", []string{"1", "Ami", "<enter>", "<shift+tab>", "<tab>", "<tab>", "<tab>", "<tab>", "<enter>", "<esc>"}, []string{"Age in years"}, nil},
		{"missing answers are named at their field", []string{"1", "<tab>", "<tab>", "<tab>", "<tab>", "<enter>"}, []string{">* Name", " ! "}, nil},
		{"what is no number is refused", []string{"1", "<tab>", "abc", "<enter>"}, []string{"abc", " ! "}, nil},
		{"save leads home and names the reference", []string{"1", "Ami", "<ctrl+s>"}, []string{"100000000010", "What would you like to do?"}, nil},
		{"drafts", []string{"1", "<esc>", "3"}, []string{"1000 0000 0010  09:41  Register"}, nil},
		{"a draft is opened again", []string{"1", "Ami", "<enter>", "<esc>", "3", "1"}, []string{">* Name", "Ami"}, nil},
		{"tasks", []string{"1", "<esc>", "4"}, []string{"To be completed", "1000 0000 0010  09:41  Register my household: Photo"}, nil},
		{"a task is opened", []string{"1", "<esc>", "4", "1"}, []string{">* Name"}, nil},
		{"find says nothing of what it does not know", []string{"2", "123", "<enter>"}, []string{"Nothing is known under this reference."}, nil},
		{"find opens a draft", []string{"1", "<esc>", "2", "1000-0000 0010", "<enter>", "<enter>"}, []string{">* Name"}, nil},
		{"sync state", []string{"5"}, []string{"Waiting to be sent: 3", "Last sent: 09:41", "The centre was reached."}, nil},
		{"language", []string{"6", "2"}, []string{"Ungependa kufanya nini?", "foleni 3"}, nil},
		{"long lists are narrowed by typing", []string{"1", "<tab>", "<tab>", "<tab>", "<tab>", "mo"}, []string{"/ mo", "Moyamba"}, []string{"Waterloo"}},
		{"and say when nothing matches", []string{"1", "<tab>", "<tab>", "<tab>", "<tab>", "xyz"}, []string{"No line matches."}, nil},
		{"nothing is chosen by Enter alone", []string{"1", "<tab>", "<tab>", "<enter>", "<shift+tab>"}, nil, []string{"* Female"}},
		{"backspace clears a choice", []string{"1", "<tab>", "<tab>", "1", "<shift+tab>", "<backspace>"}, nil, []string{"* Female"}},
		{"ctrl-w takes a letter with its marks", []string{"1", "कि", "<ctrl+w>", "x"}, []string{"   x"}, []string{"क"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := open(t, newFakeDesk())
			d.keys(tt.keys...)
			for _, s := range tt.shows {
				require.Contains(t, d.screen(), s)
			}
			for _, s := range tt.lacks {
				require.NotContains(t, d.screen(), s)
			}
		})
	}
}

// TestTypedAhead checks that keys typed while a step is committed are neither
// lost nor out of order.
func TestTypedAhead(t *testing.T) {
	t.Parallel()
	desk := newFakeDesk()
	d := open(t, desk)
	d.keys("1")
	m, work := d.m.Update(tea.KeyPressMsg{Code: 'A', Text: "A"})
	require.Nil(t, work)
	_, work = m.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	require.NotNil(t, work)
	d.keys("4", "2", "<enter>", "1")
	require.NotContains(t, d.screen(), "42")
	d.run(work)
	require.Contains(t, d.screen(), "42")
	require.Contains(t, d.screen(), "Female")
}

func TestRolesAreKept(t *testing.T) {
	t.Parallel()
	d := &driver{t: t, m: tui.NewModel(t.Context(), config(newFakeDesk()), amina(t, "auditor"))}
	d.run(d.m.Init())
	require.Contains(t, d.screen(), "1 Register my household - your role does not allow this")
	d.keys("1", "3")
	require.Contains(t, d.screen(), "What would you like to do?")
}

// TestTinyAndHugeTerminals checks that any size gives a screen that fits.
func TestTinyAndHugeTerminals(t *testing.T) {
	t.Parallel()
	for _, size := range []tea.WindowSizeMsg{{Width: 0, Height: 0}, {Width: 1, Height: 1}, {Width: 20, Height: 5}, {Width: 40, Height: 12}, {Width: 5000, Height: 5000}, {Width: -1, Height: -1}} {
		d := open(t, newFakeDesk())
		d.send(size)
		for _, k := range []string{"1", "Amina", "<enter>", "<tab>", "<down>", "<tab>", "<tab>", "<pgdown>"} {
			d.keys(k)
			lines := strings.Split(d.screen(), "\n")
			require.LessOrEqual(t, len(lines)-1, 100)
			for _, line := range lines {
				require.LessOrEqual(t, ansi.StringWidthWc(line), 250)
			}
		}
	}
}

func TestStatusLine(t *testing.T) {
	t.Parallel()
	d := open(t, newFakeDesk())
	d.keys("1")
	lines := strings.Split(strings.TrimRight(d.screen(), "\n"), "\n")
	require.Len(t, lines, 24)
	require.Equal(t, "amina · Kenema-12 · queue 3 · last sync 09:41 · ref 1000 0000 0010", lines[23])
}
