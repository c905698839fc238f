// SPDX-License-Identifier: Apache-2.0

package rehearsal_test

import (
	"bytes"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/rehearsal"
)

// TestDemo plays a registration of the demonstration in each of its languages,
// with a mistake, a page turned and the actions opened on the way, and with the
// digits of the language where it has its own. The transcripts are read by eye.
func TestDemo(t *testing.T) {
	t.Parallel()
	pack, found := packs.Demo()
	require.False(t, found.HasErrors(), "%v", found)
	for _, lang := range pack.Service.Languages {
		for _, channel := range []rehearsal.Channel{rehearsal.USSD, rehearsal.SMS} {
			t.Run(lang.Tag+"/"+string(channel), func(t *testing.T) {
				t.Parallel()
				var out bytes.Buffer
				outcome, err := rehearsal.Play(t.Context(), pack, answers(t, "demo."+lang.Tag), rehearsal.Options{
					Channel: channel, Language: lang.Tag, Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC),
				}, &out)
				require.NoError(t, err)
				require.True(t, outcome.Submitted, out.String())
				golden(t, filepath.Join("testdata", "demo."+lang.Tag+"."+string(channel)+".txt"), out.Bytes())
				withinLimit(t, out.String())
				requireHousehold(t, outcome.JSON, lang.Tag)
			})
		}
	}
}

// requireHousehold: whatever the language, the registry gets the same record but
// for the names.
func requireHousehold(t *testing.T, frozen []byte, lang string) {
	t.Helper()
	s, err := registry.Thaw(frozen)
	require.NoError(t, err)
	require.Equal(t, lang, s.Language)
	names := 0
	for _, field := range []string{"household.head_name", "member[1].name"} {
		if s.Fields[field] != "" {
			names++
		}
		delete(s.Fields, field)
	}
	require.Equal(t, 2, names)
	require.Equal(t, map[string]string{
		"consent.share": "yes", "household.head_sex": "female", "household.head_birth_date": "1990-03-15",
		"household.head_has_phone": "yes", "member[1].relationship": "child", "member[1].sex": "male", "member[1].age": "7",
		"household.dwelling": "earth", "household.livelihood": "farming",
		"household.region": "marani", "household.district": "bora", "household.village": "njiani",
		"household.contact_phone": "0712345678", "household.payment_phone": "0712345678",
	}, s.Fields)
}
