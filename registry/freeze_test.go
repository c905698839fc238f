// SPDX-License-Identifier: Apache-2.0

package registry_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dialform/dialform/registry"
)

// household is a small submission with every kind of member.
func household() registry.Submission {
	return registry.Submission{
		ID: "01932e5e-7c00-7000-8000-000000000001", Ref: "041233810208", Kind: registry.KindRegister,
		Form:  registry.FormRef{ID: "household", Version: "2026-11", Hash: strings.Repeat("ab", 32)},
		Place: "KE.30", Channel: "at", Device: "0197", Language: "sw",
		By:       registry.Actor{Party: "+254700000001"},
		Started:  time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC),
		Finished: time.Date(2026, 11, 20, 9, 4, 5, 67e6, time.UTC),
		Notices:  []registry.Notice{{ID: "privacy", Version: "3", Language: "sw", TextHash: "cd", GivenBy: "at"}},
		Answers: registry.Object{
			{Name: "name", Value: "Amina \"Mama\" O'Neil\n"},
			{Name: "head", Value: registry.Object{{Name: "age", Value: "34"}}},
			{Name: "member", Value: []registry.Object{
				{{Name: "name", Value: "Juma"}},
				{{Name: "name", Value: "ዓለም \u2028😀"}},
			}},
			{Name: "none", Value: ""},
		},
		Typed: []registry.Typed{
			{Path: "/household/head/born", Text: "6 መጋቢት 1982", Calendar: "ethiopian"},
			{Path: "/household/member[2]/born", Text: "34", Precision: "age"},
		},
		Tasks:  []registry.Task{{Kind: "image", Path: "/household/photo", Label: "Photo"}},
		Files:  []registry.File{{Path: "/household/card", Name: "cdef.jpg", Type: "image/jpeg", Size: 1024, SHA256: "cdef"}},
		Fields: map[string]string{"head.age": "34", "\U0001F600": "after", "\uFB33": "last", "name": "Amina"},
	}
}

func TestFreezeWritesCanonicalJSON(t *testing.T) {
	t.Parallel()
	f, err := household().Freeze()
	require.NoError(t, err)
	want := `{"answers":[` +
		`{"name":"name","value":"Amina \"Mama\" O'Neil\n"},` +
		`{"group":[{"name":"age","value":"34"}],"name":"head"},` +
		`{"name":"member","repeat":[[{"name":"name","value":"Juma"}],[{"name":"name","value":"ዓለም ` + "\u2028" + `😀"}]]},` +
		`{"name":"none","value":""}],` +
		`"by":{"party":"+254700000001"},"channel":"at","device":"0197",` +
		// U+1F600 is D83D DE00 in UTF-16, so it sorts before U+FB33.
		`"fields":{"head.age":"34","name":"Amina","😀":"after","` + "\uFB33" + `":"last"},` +
		`"files":[{"name":"cdef.jpg","path":"/household/card","sha256":"cdef","size":1024,"type":"image/jpeg"}],` +
		`"finished":"2026-11-20T09:04:05.067Z",` +
		`"form":{"hash":"` + strings.Repeat("ab", 32) + `","id":"household","version":"2026-11"},` +
		`"id":"01932e5e-7c00-7000-8000-000000000001","kind":"register","language":"sw",` +
		`"notices":[{"given_by":"at","id":"privacy","language":"sw","text_hash":"cd","version":"3"}],` +
		`"place":"KE.30","ref":"041233810208","started":"2026-11-20T09:00:00.000Z",` +
		`"tasks":[{"kind":"image","label":"Photo","path":"/household/photo"}],` +
		`"typed":[{"calendar":"ethiopian","path":"/household/head/born","text":"6 መጋቢት 1982"},` +
		`{"path":"/household/member[2]/born","precision":"age","text":"34"}],"v":1}`
	require.Equal(t, want, string(f.Bytes))
	require.Equal(t, sha256.Sum256([]byte(want)), f.SHA256)
	require.True(t, json.Valid(f.Bytes))
}

func TestFreezeEscapesAsRFC8785(t *testing.T) {
	t.Parallel()
	s := registry.Submission{ID: "x", Answers: registry.Object{{Name: "a", Value: "\x00\b\t\n\f\r\x1f\"\\/<>&\x7f€"}}}
	f, err := s.Freeze()
	require.NoError(t, err)
	require.Contains(t, string(f.Bytes), `"value":"\u0000\b\t\n\f\r\u001f\"\\/<>&`+"\x7f€\"")
}

func TestFreezeRefuses(t *testing.T) {
	t.Parallel()
	secret := "\xffsecret"
	tests := []struct {
		name string
		in   registry.Submission
		want error
	}{
		{"no id", registry.Submission{}, registry.ErrIncomplete},
		{"answer not UTF-8", registry.Submission{ID: "x", Answers: registry.Object{{Name: "a", Value: secret}}}, registry.ErrNotText},
		{"field not UTF-8", registry.Submission{ID: "x", Fields: map[string]string{"a": secret}}, registry.ErrNotText},
		{"nil answer", registry.Submission{ID: "x", Answers: registry.Object{{Name: "a"}}}, registry.ErrNotAnswer},
		{"number", registry.Submission{ID: "x", Answers: registry.Object{{Name: "a", Value: 3}}}, registry.ErrNotAnswer},
		{"deep inside", registry.Submission{ID: "x", Answers: registry.Object{
			{Name: "r", Value: []registry.Object{{{Name: "a", Value: secret}}}},
		}}, registry.ErrNotText},
		{"too large", registry.Submission{ID: "x", Answers: registry.Object{
			{Name: "a", Value: strings.Repeat("x", registry.MaxBytes)},
		}}, registry.ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := tt.in.Freeze()
			require.ErrorIs(t, err, tt.want)
			require.NotContains(t, err.Error(), "secret")
		})
	}
}

func TestThawRefusesWhatFreezeDoesNotWrite(t *testing.T) {
	t.Parallel()
	f, err := household().Freeze()
	require.NoError(t, err)
	good := string(f.Bytes)
	tests := []struct {
		name string
		in   string
		want error
	}{
		{"empty", "", registry.ErrNotCanonical},
		{"null", "null", registry.ErrNotCanonical},
		{"space", strings.Replace(good, ":", ": ", 1), registry.ErrNotCanonical},
		{"trailing newline", good + "\n", registry.ErrNotCanonical},
		{"unknown member", strings.Replace(good, `"v":1`, `"v":1,"w":2`, 1), registry.ErrNotCanonical},
		{"doubled member", strings.Replace(good, `"v":1`, `"v":1,"v":1`, 1), registry.ErrNotCanonical},
		{"other case", strings.Replace(good, `"kind"`, `"Kind"`, 1), registry.ErrNotCanonical},
		{"empty member", strings.Replace(good, `"v":1`, `"subject":"","v":1`, 1), registry.ErrNotCanonical},
		{"empty list", strings.Replace(good, `"v":1`, `"typed":[],"v":1`, 1), registry.ErrNotCanonical},
		{"needless escape", strings.Replace(good, "Juma", `\u004auma`, 1), registry.ErrNotCanonical},
		{"lone surrogate", strings.Replace(good, "Juma", `\ud800`, 1), registry.ErrNotCanonical},
		{"not UTF-8", strings.Replace(good, "Juma", "\xff", 1), registry.ErrNotCanonical},
		{"value and group", strings.Replace(good, `"group":[`, `"value":"x","group":[`, 1), registry.ErrNotCanonical},
		{"time of another shape", strings.Replace(good, "09:00:00.000Z", "09:00:00Z", 1), registry.ErrNotCanonical},
		{"version 0", strings.Replace(good, `"v":1`, `"v":0`, 1), registry.ErrNotCanonical},
		{"later version", strings.Replace(good, `"v":1`, `"v":2`, 1), registry.ErrVersion},
		{"later version of another shape", `{"answers":{"a":1},"v":2}`, registry.ErrVersion},
		{"too large", strings.Repeat(" ", registry.MaxBytes+1), registry.ErrTooLarge},
		{"deep", strings.Repeat("[", 200_000), registry.ErrNotCanonical},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := registry.Thaw([]byte(tt.in))
			require.ErrorIs(t, err, tt.want)
			require.NotContains(t, err.Error(), "Juma")
		})
	}
}

func TestThawOfFreezeIsTheSubmission(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := submissions().Draw(t, "submission")
		f, err := s.Freeze()
		require.NoError(t, err)
		back, err := registry.Thaw(f.Bytes)
		require.NoError(t, err)
		require.Equal(t, s, back)
		again, err := back.Freeze()
		require.NoError(t, err)
		require.Equal(t, f, again)
		same, err := registry.Refreeze(f.Bytes)
		require.NoError(t, err)
		require.Equal(t, f, same)
	})
}

// The bytes are what any JSON library reads: the generic decoder and its
// re-encoding with sorted keys hold the same values.
func TestFrozenBytesAreOrdinaryJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := submissions().Draw(t, "submission")
		f, err := s.Freeze()
		require.NoError(t, err)
		var v map[string]any
		require.NoError(t, json.Unmarshal(f.Bytes, &v))
		require.Equal(t, s.ID, v["id"])
		require.Len(t, v["answers"], len(s.Answers))
		for k, want := range s.Fields {
			require.Equal(t, want, v["fields"].(map[string]any)[k])
		}
	})
}

func submissions() *rapid.Generator[registry.Submission] {
	return rapid.Custom(func(t *rapid.T) registry.Submission {
		text := rapid.String()
		at := func(label string) time.Time {
			return time.UnixMilli(rapid.Int64Range(0, 4102444800000).Draw(t, label)).UTC()
		}
		s := registry.Submission{
			ID: rapid.StringN(1, 36, -1).Draw(t, "id"), Ref: text.Draw(t, "ref"), Kind: text.Draw(t, "kind"),
			Form:    registry.FormRef{ID: text.Draw(t, "form"), Version: text.Draw(t, "version"), Hash: text.Draw(t, "hash")},
			Subject: text.Draw(t, "subject"), Prev: text.Draw(t, "prev"), Place: text.Draw(t, "place"),
			By: registry.Actor{
				Party: text.Draw(t, "party"), Operator: text.Draw(t, "operator"),
				Assisted: rapid.Bool().Draw(t, "assisted"),
			},
			Channel: text.Draw(t, "channel"), Device: text.Draw(t, "device"), Language: text.Draw(t, "language"),
			Started: at("started"), Finished: at("finished"),
			Answers: objects(3).Draw(t, "answers"),
		}
		if m := rapid.MapOfN(text, text, 0, 6).Draw(t, "fields"); len(m) > 0 {
			s.Fields = m
		}
		for i := range rapid.IntRange(0, 2).Draw(t, "notices") {
			s.Notices = append(s.Notices, registry.Notice{
				ID: fmt.Sprint(i), Version: text.Draw(t, "nv"), Language: text.Draw(t, "nl"),
				TextHash: text.Draw(t, "nh"), GivenBy: text.Draw(t, "ng"), ReadOut: rapid.Bool().Draw(t, "nr"),
			})
		}
		for range rapid.IntRange(0, 2).Draw(t, "typed") {
			s.Typed = append(s.Typed, registry.Typed{
				Path: text.Draw(t, "tp"), Text: text.Draw(t, "tt"), Calendar: text.Draw(t, "tc"), Precision: text.Draw(t, "tr"),
			})
		}
		return s
	})
}

// objects draws groups; an empty one is nil, as Thaw gives it.
func objects(depth int) *rapid.Generator[registry.Object] {
	return rapid.Custom(func(t *rapid.T) registry.Object {
		var o registry.Object
		for range rapid.IntRange(0, 3).Draw(t, "members") {
			m := registry.Member{Name: rapid.String().Draw(t, "name")}
			kind := 0
			if depth > 0 {
				kind = rapid.IntRange(0, 2).Draw(t, "kind")
			}
			switch kind {
			case 0:
				m.Value = rapid.String().Draw(t, "value")
			case 1:
				m.Value = objects(depth-1).Draw(t, "group")
			case 2:
				m.Value = rapid.SliceOfN(objects(depth-1), 0, 3).Draw(t, "repeat")
			}
			o = append(o, m)
		}
		return o
	})
}

func FuzzThaw(f *testing.F) {
	fr, err := household().Freeze()
	require.NoError(f, err)
	f.Add(fr.Bytes)
	f.Add([]byte(`{"answers":[],"id":"x","v":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := registry.Thaw(b)
		if err != nil {
			return
		}
		again, err := s.Freeze()
		require.NoError(t, err)
		require.True(t, bytes.Equal(b, again.Bytes))
	})
}

func BenchmarkFreeze(b *testing.B) {
	s := household()
	for b.Loop() {
		if _, err := s.Freeze(); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleSubmission_Freeze() {
	s := registry.Submission{
		ID: "01932e5e-7c00-7000-8000-000000000001",
		Answers: registry.Object{
			{Name: "village", Value: "Kisumu"},
			{Name: "head", Value: registry.Object{{Name: "age", Value: "34"}}},
		},
	}
	f, _ := s.Freeze()
	fmt.Println(string(f.Bytes))
	fmt.Println(hex.EncodeToString(f.SHA256[:4]))
	// Output:
	// {"answers":[{"name":"village","value":"Kisumu"},{"group":[{"name":"age","value":"34"}],"name":"head"}],"id":"01932e5e-7c00-7000-8000-000000000001","v":1}
	// 89051e4e
}
