// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

func start(t *testing.T, md string) *forms.Instance {
	t.Helper()
	def, findings := xlsform.Read("household.md", []byte(md), nil)
	require.NoError(t, findings.Err())
	form, findings := forms.Compile(def)
	require.NoError(t, findings.Err())
	return form.New(forms.Env{
		Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC), InstanceID: "uuid:5c4e9f1c-8d5c-4c52-a1ff-8e3a1a3c7f10",
		DeviceID: "kiosk\x1b[31m\x00 7",
	})
}

func answer(t *testing.T, in *forms.Instance, path string, scope int32, value string) {
	t.Helper()
	i := in.Form().Index(path)
	require.GreaterOrEqual(t, i, 0, path)
	require.True(t, in.Answer(forms.At{Node: int32(i), Scope: scope}, value).OK(), path)
}

const members = `
	| survey   |              |      |         |              |          |
	|          | type         | name | label   | relevant     | compact_tag |
	|          | text         | head | Head    |              | hd       |
	|          | integer      | age  | Age     | ${head} = '' |          |
	|          | begin repeat | m    | Member  |              |          |
	|          | text         | n    | Name    |              |          |
	|          | end repeat   |      |         |              |          |
	|          | begin group  | g    | Group   | ${head} = '' |          |
	|          | text         | x    | X       |              |          |
	|          | end group    |      |         |              |          |
	|          | deviceid     | d    |         |              |          |
	| settings |              |      |         |              |          |
	|          | form_id      | version | instance_name | namespaces   | attribute::df:channel |
	|          | hh           | 7    | ${head} | df="https://dialform.org/xforms" | ussd |`

func TestSubmission(t *testing.T) {
	t.Parallel()
	in := start(t, members)
	answer(t, in, "/data/head", 0, "A <b> & \"c\"")
	repeat := forms.At{Node: int32(in.Form().Index("/data/m"))}
	in.Add(repeat)
	scopes := in.Repeats(repeat)
	require.Len(t, scopes, 2)
	answer(t, in, "/data/m/n", scopes[0], "Ali")
	in.Finish(time.Date(2026, 11, 20, 10, 31, 0, 0, time.UTC))

	var out strings.Builder
	require.NoError(t, xform.WriteSubmission(&out, in))
	require.Equal(t, `<?xml version="1.0" encoding="UTF-8"?>`+
		`<data xmlns:df="https://dialform.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms" df:channel="ussd" id="hh" version="7">`+
		`<head odk:tag="hd">A &lt;b&gt; &amp; "c"</head>`+
		`<m><n>Ali</n></m><m><n/></m><d>kiosk[31m 7</d>`+
		`<meta><instanceID>uuid:5c4e9f1c-8d5c-4c52-a1ff-8e3a1a3c7f10</instanceID>`+
		`<instanceName>A &lt;b&gt; &amp; "c"</instanceName></meta></data>`, out.String())
	require.NoError(t, xml.Unmarshal([]byte(out.String()), new(struct{})))
}

func TestSubmissionNamesAPrefixWithoutNamespace(t *testing.T) {
	t.Parallel()
	in := start(t, `
		| survey |      |      |       |                 |
		|        | type | name | label | instance::zz:a  |
		|        | text | head | Head  | 1               |`)
	require.ErrorContains(t, xform.WriteSubmission(new(strings.Builder), in), `prefix "zz" has no namespace`)
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestSubmissionReturnsTheWritersError(t *testing.T) {
	t.Parallel()
	require.ErrorIs(t, xform.WriteSubmission(full{}, start(t, members)), errFull)
}
