// SPDX-License-Identifier: Apache-2.0

package rehearsal_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/rehearsal"
)

var update = flag.Bool("update", false, "write the transcripts anew")

// dataDir is the folder of official cases and real forms, which lie outside
// the repository.
func dataDir() string {
	if dir := os.Getenv("DIALFORM_DATA"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "shared", "data")
}

// load makes a pack of a form, or skips where the form is not at hand.
func load(t *testing.T, file string) *packs.Pack {
	t.Helper()
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		t.Skipf("%s is not here; set DIALFORM_DATA to the folder that holds the real forms", filepath.Base(file))
	}
	require.NoError(t, err)
	pack, found := packs.Single(filepath.Base(file), data, os.DirFS(filepath.Dir(file)))
	require.False(t, found.HasErrors(), "%v", found)
	return pack
}

func answers(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".answers"))
	require.NoError(t, err)
	return strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
}

// TestRealForms plays real workbooks to their submission on every channel. The
// transcripts can be read by anyone; a page over its limit fails the test.
func TestRealForms(t *testing.T) {
	t.Parallel()
	forms := []struct{ name, file string }{
		{"socio-economic", "web-forms__packages__common__src__fixtures__preview-service__xlsforms__socio-economic-survey-v20240515.xlsx"},
		{"census", "bohemia__forms__census__census.xlsx"},
		{"baseline", "bohemia__misc__forms_external__openhds_modified__xlsx__baseline.xlsx"},
	}
	for _, f := range forms {
		for _, channel := range []rehearsal.Channel{rehearsal.USSD, rehearsal.SMS, rehearsal.Plain} {
			t.Run(f.name+"/"+string(channel), func(t *testing.T) {
				t.Parallel()
				pack := load(t, filepath.Join(dataDir(), "xlsform", f.file))
				var out bytes.Buffer
				outcome, err := rehearsal.Play(t.Context(), pack, answers(t, f.name), rehearsal.Options{
					Channel: channel, Language: "en", Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC),
				}, &out)
				require.NoError(t, err)
				require.True(t, outcome.Submitted, out.String())
				out.WriteString("\n" + strings.ReplaceAll(string(outcome.XML), "><", ">\n<") + "\n")
				golden(t, filepath.Join("testdata", f.name+"."+string(channel)+".txt"), out.Bytes())
				withinLimit(t, out.String())
				s, err := registry.Thaw(outcome.JSON)
				require.NoError(t, err)
				require.Equal(t, channel == rehearsal.Plain, s.By.Assisted)
			})
		}
	}
}

// golden compares with a file, or writes it with -update.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	wanted, written := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range min(len(wanted), len(written)) {
		require.Equal(t, wanted[i], written[i], "%s:%d", file, i+1)
	}
	require.Len(t, written, len(wanted), "%s", file)
}

// withinLimit reads the sizes in a transcript: " [63/160]" after a screen.
func withinLimit(t *testing.T, transcript string) {
	t.Helper()
	for _, line := range strings.Split(transcript, "\n") {
		open := strings.LastIndex(line, " [")
		if open < 0 || !strings.HasSuffix(line, "]") {
			continue
		}
		used, limit, ok := strings.Cut(line[open+2:len(line)-1], "/")
		if !ok {
			continue
		}
		require.LessOrEqual(t, atoi(t, used), atoi(t, limit), line)
	}
}

func atoi(t *testing.T, s string) int {
	t.Helper()
	n := 0
	for _, c := range s {
		require.True(t, c >= '0' && c <= '9', "no number: %q", s)
		n = n*10 + int(c-'0')
	}
	return n
}

// TestTheSameScriptGivesTheSameTranscript holds the promise of the package.
func TestTheSameScriptGivesTheSameTranscript(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "bench", "r10", "forms", "r10.xlsx"))
	require.NoError(t, err)
	pack, found := packs.Single("r10.xlsx", data, nil)
	require.False(t, found.HasErrors(), "%v", found)
	script := []string{"1", "Amina Hassan", "1", "01012030", "15031990", "1", "12345678", "9", "5", "1000", "1", "1"}
	o := rehearsal.Options{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)}
	var first, second bytes.Buffer
	one, err := rehearsal.Play(t.Context(), pack, script, o, &first)
	require.NoError(t, err)
	require.True(t, one.Submitted, first.String())
	two, err := rehearsal.Play(t.Context(), pack, script, o, &second)
	require.NoError(t, err)
	require.Equal(t, first.String(), second.String())
	require.Equal(t, one, two)
	golden(t, filepath.Join("testdata", "r10.ussd.txt"), first.Bytes())
}
