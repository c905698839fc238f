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
		{"type": "textfield", "key": "city", "label": "City", "input": true, "customConditional": "show = data.home.street === 'Moi Avenue'"}]}`, nil)
	require.Empty(t, findings)
	street, city := at(t, in, "home/street"), at(t, in, "home/city")
	require.True(t, in.Relevant(street))
	require.False(t, in.Relevant(city))
	require.True(t, in.Answer(street, "Moi Avenue").OK())
	require.True(t, in.Relevant(city))
	require.True(t, in.Answer(city, "Nairobi").OK())
	require.Equal(t, `{"home":{"street":"Moi Avenue","city":"Nairobi"}}`, jsvalue.JSON(formio.Data(in)))
}
