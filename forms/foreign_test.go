// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

// TestForeign runs expressions of another language: they are evaluated when
// what they name is answered, see the candidate of a constraint, and do no harm
// when they fail.
func TestForeign(t *testing.T) {
	t.Parallel()
	calls := 0
	question := func(name string) *forms.NodeDef {
		return &forms.NodeDef{Name: name, Kind: forms.Question, Control: forms.Input}
	}
	first, second, third := question("first"), question("second"), question("third")
	second.Calculate = forms.Source{Text: "twice(/data/first)"}
	second.Constraint = forms.Source{Text: "broken()"}
	third.Relevant = forms.Source{Text: "twice(/data/first)"}
	third.Constraint = forms.Source{Text: "short()"}
	f, findings := forms.Compile(&forms.Definition{
		ID: "foreign", Origin: forms.OriginFormio, Root: []*forms.NodeDef{first, second, third},
		Functions: map[string]forms.Foreign{
			"twice": func(in *forms.Instance, _ forms.At) (string, error) {
				calls++
				v := in.Value(forms.At{Node: int32(in.Form().Index("/data/first"))})
				return v + v, nil
			},
			"short": func(in *forms.Instance, at forms.At) (string, error) {
				if len(in.Value(at)) < 3 {
					return "1", nil
				}
				return "", nil
			},
			"broken": func(*forms.Instance, forms.At) (string, error) { return "", errors.New("no value") },
		},
	})
	require.NoError(t, findings.Err())
	at := func(name string) forms.At { return forms.At{Node: int32(f.Index("/data/" + name))} }

	in := f.New(forms.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)})
	require.False(t, in.Relevant(at("third")))
	before := calls
	require.True(t, in.Answer(at("first"), "ab").OK())
	require.Equal(t, before+2, calls)
	require.Equal(t, "abab", in.Value(at("second")))
	require.True(t, in.Relevant(at("third")))
	require.Equal(t, forms.ViolationConstraint, in.Answer(at("third"), "long").Kind)
	require.True(t, in.Answer(at("third"), "ok").OK())
	require.Equal(t, before+2, calls, "nothing else was evaluated again")
	require.True(t, in.Violation(at("second")).OK(), "what fails is absent")
}
