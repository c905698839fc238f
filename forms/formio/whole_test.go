// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/screens"
)

// TestTheMenuOfAGridDoesNotLetGo: what a grid wants of its rows is asked for when a
// person leaves it, and once more before the form is sent, since another answer may
// have changed it.
func TestTheMenuOfAGridDoesNotLetGo(t *testing.T) {
	t.Parallel()
	def, findings := formio.Read("f.json", []byte(`{"components": [
		{"type": "number", "key": "n", "label": "How many plots?", "input": true},
		{"type": "datagrid", "key": "g", "label": "Plots", "input": true, "components": [`+textField("name")+`],
			"validate": {"custom": "valid = data.g.length >= data.n ? true : 'Name every plot'"}},
		{"type": "container", "key": "c", "label": "C", "input": true, "components": [`+textField("three")+`],
			"validate": {"custom": "valid = data.c.three !== '3' || 'Never three'"}}]}`), nil)
	require.NoError(t, findings.Err())
	form, compiled := forms.Compile(def)
	require.NoError(t, compiled.Err())
	for channel, begin := range map[string]flows.Input{"ussd": flows.Dial{}, "plain": flows.Begin{Item: "form"}} {
		p := newPerson(form, channel)
		require.NoError(t, p.take(begin))
		for _, step := range []struct{ typed, shows string }{
			{"2", "Plots: 0"},
			{"2", "Name every plot\nPlots: 0"},
			{"1", "T"},
			{"Hill", "Plots: 1"},
			{"4", "Name every plot\nPlots: 1"},
			{"1", "T"},
			{"Lake", "Plots: 2"},
			{"4", "T"},
			{"3", "Never three"},
			{"4", "Check your answers"},
			{"2", "How many plots?"},
			{"3", "Name every plot\nPlots: 2"}, // by now there is one more
			{"1", "T"},
			{"Sea", "Check your answers"},
			{"1", "sent"},
		} {
			require.NoError(t, p.take(screens.Read(p.catalog, p.screen, "en", step.typed, p.layout)))
			require.Contains(t, screens.Linear(p.catalog, p.screen, "en", p.layout).String(), step.shows, step.typed)
		}
		require.Equal(t, `{"n":3,"g":[{"name":"Hill"},{"name":"Lake"},{"name":"Sea"}],"c":{"three":"4"}}`, jsvalue.JSON(formio.Data(p.sent)))
	}
}
