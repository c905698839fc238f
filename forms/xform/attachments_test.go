// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"testing"
	"time"

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
	in := form.New(forms.Env{Now: time.Unix(0, 0)})
	require.Empty(t, xform.Attachments(in))

	at := func(path string, scope int32) forms.At { return forms.At{Node: int32(form.Index(path)), Scope: scope} }
	name := form.Nodes[0].Path
	answer := func(path string, scope int32, value string) {
		t.Helper()
		require.True(t, in.Answer(at(name+path, scope), value).OK(), path)
	}
	answer("/name", 0, "Amina")
	answer("/house", 0, "house.jpg")
	first := in.Repeats(at(name+"/kid", 0))[0]
	answer("/kid/face", first, "kid.jpg")
	answer("/kid/face", in.Add(at(name+"/kid", 0)), "kid.jpg")
	answer("/deed", 0, "deed.pdf")
	require.Equal(t, []string{"house.jpg", "kid.jpg", "deed.pdf"}, xform.Attachments(in))

	answer("/name", 0, "")
	require.Equal(t, []string{"house.jpg", "kid.jpg"}, xform.Attachments(in), "what is not relevant is not sent")
}
