// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// TestAddressesAreTyped: in a browser the parts of an address show when a map has
// not found it. A phone has no map, so they are asked.
func TestAddressesAreTyped(t *testing.T) {
	t.Parallel()
	in, findings := open(t, `{"type": "address", "key": "home", "label": "Home", "input": true, "enableManualMode": true, "components": [
		{"type": "textfield", "key": "street", "label": "Street", "input": true, "customConditional": "show = _.get(instance, 'parent.manualMode', false);"},
		{"type": "textfield", "key": "city", "label": "City", "input": true, "customConditional": "show = data.home.address.street === 'Moi Avenue'"}]}`, nil)
	require.Empty(t, findings)
	street, city := at(t, in, "home/street"), at(t, in, "home/city")
	require.True(t, in.Relevant(street))
	require.False(t, in.Relevant(city))
	require.True(t, in.Answer(street, "Moi Avenue").OK())
	require.True(t, in.Relevant(city))
	require.True(t, in.Answer(city, "Nairobi").OK())
	const sent = `{"home":{"mode":"manual","address":{"street":"Moi Avenue","city":"Nairobi"}}}`
	require.Equal(t, sent, jsvalue.JSON(formio.Data(in)))
	again, _, err := formio.Open(in.Form(), []byte(sent), in.Env())
	require.NoError(t, err)
	require.Equal(t, sent, jsvalue.JSON(formio.Data(again)), "a person goes on with it")
}

// TestConditionsOnAPartOfAnAddress, beside a question with the same key.
func TestConditionsOnAPartOfAnAddress(t *testing.T) {
	t.Parallel()
	in, findings := open(t, `{"type": "textfield", "key": "street", "label": "Where do you work?", "input": true},
		{"type": "address", "key": "home", "label": "Home", "input": true, "enableManualMode": true, "components": [{"type": "textfield", "key": "street", "label": "Street", "input": true}]},
		{"type": "textfield", "key": "floor", "label": "Floor", "input": true, "conditional": {"show": true, "when": "home.address.street", "eq": "Moi Avenue"}}`, nil)
	require.Empty(t, findings)
	floor := at(t, in, "floor")
	require.True(t, in.Answer(at(t, in, "street"), "Moi Avenue").OK())
	require.False(t, in.Relevant(floor))
	require.True(t, in.Answer(at(t, in, "home/street"), "Moi Avenue").OK())
	require.True(t, in.Relevant(floor))
}
