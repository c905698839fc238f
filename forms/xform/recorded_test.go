// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
)

func TestAttachments(t *testing.T) {
	t.Parallel()
	form, found := forms.Compile(formOf(t, `
		| survey |              |       |       |              |
		|        | type         | name  | label | relevant     |
		|        | text         | name  | Name  |              |
		|        | image        | house | House |              |
		|        | begin repeat | kid   | Kid   |              |
		|        | image        | face  | Face  |              |
		|        | end repeat   |       |       |              |
		|        | file         | deed  | Deed  | ${name} != '' |`))
	require.False(t, found.HasErrors(), "%v", found)
	require.Empty(t, xform.Attachments(form, forms.GivenDef{}))
	require.Equal(t, []string{"house.jpg", "kid.jpg", "deed.pdf"}, xform.Attachments(form, forms.GivenDef{
		Values: map[string]string{"name": "Amina", "house": "house.jpg", "deed": "deed.pdf"},
		Repeats: map[string][]forms.GivenDef{"kid": {
			{Values: map[string]string{"face": "kid.jpg"}}, {Values: map[string]string{"face": "kid.jpg"}}, {},
		}},
	}))
}
