// SPDX-License-Identifier: Apache-2.0

package rehearsal_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/rehearsal"
)

// lists are what the registry fills into the selects that its forms leave empty.
var lists = fstest.MapFS{
	"resources/relationship.json": {Data: []byte(`[{"label": "Head", "value": "1"}, {"label": "Spouse", "value": "2"}, {"label": "Child", "value": "3"}]`)},
	"resources/gender.json":       {Data: []byte(`[{"label": "Female", "value": "female"}, {"label": "Male", "value": "male"}]`)},
	"resources/id_type.json":      {Data: []byte(`[{"label": "National ID", "value": "nid"}, {"label": "Passport", "value": "passport"}]`)},
	"resources/bank_name.json":    {Data: []byte(`[{"label": "Equity", "value": "equity"}, {"label": "KCB", "value": "kcb"}]`)},
}

// TestFormioForms plays two forms of a registry to their submission on every
// channel. In the household nobody is the head at first: the menu of its members
// does not let go.
func TestFormioForms(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"individual", "household"} {
		for _, channel := range []rehearsal.Channel{rehearsal.USSD, rehearsal.SMS, rehearsal.Plain} {
			t.Run(name+"/"+string(channel), func(t *testing.T) {
				t.Parallel()
				file := filepath.Join(dataDir(), "formio", "idpass-data-collect__website__docs__examples__sample_config__"+name+".json")
				data, err := os.ReadFile(file)
				if os.IsNotExist(err) {
					t.Skipf("%s is not here; set DIALFORM_DATA to the folder that holds the real forms", filepath.Base(file))
				}
				require.NoError(t, err)
				pack, found := packs.Single(name+".json", data, lists)
				require.Empty(t, found)
				var out bytes.Buffer
				outcome, err := rehearsal.Play(t.Context(), pack, answers(t, name), rehearsal.Options{
					Channel: channel, Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC), Zone: time.UTC,
				}, &out)
				require.NoError(t, err)
				require.True(t, outcome.Submitted, out.String())
				out.WriteString("\n" + strings.ReplaceAll(string(outcome.XML), "><", ">\n<") + "\n")
				golden(t, filepath.Join("testdata", name+"."+string(channel)+".txt"), out.Bytes())
				withinLimit(t, out.String())
			})
		}
	}
}
