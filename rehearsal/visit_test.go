// SPDX-License-Identifier: Apache-2.0

package rehearsal_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/rehearsal"
)

// country is a list of places that nobody pages through: 3 regions, and 300
// villages, some of which have one name.
func country() []byte {
	var b strings.Builder
	b.WriteString("code,parent,name,name::sw,alias,to,level\nKL,,Kilimanjaro,,,,region\nKG,,Kigoma,,,,region\nTA,,Tanga,,,,region\n")
	names := strings.Fields("Mwanga Kileo Lembeni Kifula Usangi Ugweno Shighatini Kirya Jipe Toloha")
	for i := range 300 {
		region := []string{"KL", "KG", "TA"}[i%3]
		name := names[i%len(names)]
		if i >= len(names)*3 {
			name = fmt.Sprintf("%s %d", name, i)
		}
		alias := ""
		if i == 4 {
			alias = "Usangi Madukani"
		}
		fmt.Fprintf(&b, "%s%03d,%s,%s,,%s,,village\n", region, i, region, name, alias)
	}
	b.WriteString("KL999,KL,Mwangoni,,,2001-12-31,village\n")
	return []byte(b.String())
}

// TestAVisit: a list of villages is searched, a village is not listed, and what
// a phone can't give is brought to a desk.
func TestAVisit(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("testdata", "visit.md"))
	require.NoError(t, err)
	for _, lang := range []string{"en", "sw"} {
		for _, channel := range []rehearsal.Channel{rehearsal.USSD, rehearsal.SMS, rehearsal.Plain} {
			t.Run(lang+"/"+string(channel), func(t *testing.T) {
				t.Parallel()
				pack, found := packs.Single("visit.md", data, fstest.MapFS{"places.csv": {Data: country()}})
				require.Empty(t, found)
				script := []string{
					"Amina", "2", "mwang", "0", "mwngoni", "mwanga", "98", "usangi madu", "4", "4", "mikocheni", "1", "Mikocheni B", "1",
				}
				if lang == "sw" {
					script = []string{"Amina", "2", "lembn", "1", "4", "1"}
				}
				var out bytes.Buffer
				outcome, err := rehearsal.Play(t.Context(), pack, script, rehearsal.Options{
					Channel: channel, Language: lang, Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC),
				}, &out)
				require.NoError(t, err)
				require.True(t, outcome.Submitted, out.String())
				golden(t, filepath.Join("testdata", "visit."+lang+"."+string(channel)+".txt"), out.Bytes())
				withinLimit(t, out.String())
				s, err := registry.Thaw(outcome.JSON)
				require.NoError(t, err)
				require.Contains(t, s.Tasks, registry.Task{Kind: "signature", Path: "/data/sign", Label: map[string]string{"en": "Signature", "sw": "Sahihi"}[lang]})
			})
		}
	}
}
