// SPDX-License-Identifier: Apache-2.0

package formfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formfile"
)

const (
	markdown = "# A comment: here\n| survey |\n| | type | name | label |\n| | text | source | Where do you fetch water? |\n"
	csv      = "survey\n,type,name,label\n,text,source,Where do you fetch water?\n"
	xml      = `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Water</h:title><model><instance><data id="water"><source/></data></instance><bind nodeset="/data/source" type="string"/></model></h:head>
<h:body><input ref="/data/source"><label>Where do you fetch water?</label></input></h:body></h:html>`
	yaml = "# Any name: a comment\n\n---\nquestions:\n  - {name: source, type: text, label: Where do you fetch water?}\n"
	json = `{"questions": [{"name": "source", "type": "text", "label": "Where do you fetch water?"}]}`
)

// The names lie: only the content counts.
func TestContentTellsTheFormat(t *testing.T) {
	t.Parallel()
	workbook, err := os.ReadFile(filepath.Join("..", "..", "packs", "demo", "forms", "call_back.xlsx"))
	require.NoError(t, err)
	tests := []struct {
		name   string
		data   string
		origin forms.Origin
	}{
		{"workbook.xml", string(workbook), forms.OriginXLSForm},
		{"markdown.yaml", markdown, forms.OriginXLSForm},
		{"csv.yaml", csv, forms.OriginXLSForm},
		{"xform.xlsx", xml, forms.OriginXForm},
		{"xform with a mark.xlsx", "\ufeff\n" + xml[len(`<?xml version="1.0"?>`):], forms.OriginXForm},
		{"yaml.xlsx", yaml, forms.OriginNative},
		{"yaml from Windows.md", "\ufeff# id\r\nid: water\r\n" + yaml[len("# Any name: a comment\n\n---\n"):], forms.OriginNative},
		{"json.md", json, forms.OriginNative},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def, findings := formfile.Read(tt.name, []byte(tt.data), nil)
			require.NoError(t, findings.Err())
			require.Equal(t, tt.origin, def.Origin)
			_, findings = forms.Compile(def)
			require.NoError(t, findings.Err())
		})
	}
}

func TestNoForm(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "hello", "\x00\x01\x02", "<", "a:"} {
		def, findings := formfile.Read("form", []byte(data), nil)
		require.True(t, findings.HasErrors(), data)
		require.Nil(t, def, data)
	}
}

// TestUnknownJSONSaysWhatAFormHas, and what is one is read as what it is.
func TestUnknownJSONSaysWhatAFormHas(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, data string
		unknown    bool
	}{
		{"an object", `{"hello": 1}`, true},
		{"a list", " [1, 2]", true},
		{"half a list", `[{"type": `, true},
		{"a form of Form.io", `{"components": [{"type": "textfield", "key": "a", "input": true}]}`, false},
		{"its components", `[{"type": "textfield", "key": "a", "input": true}]`, false},
		{"dialform's own", json, false},
		{"dialform's own, with a slip", `{"questions": [], "asks": ""}`, false},
		{"YAML between braces", `{questions: []}`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def, findings := formfile.Read("form.json", []byte(tt.data), nil)
			const said = "form.json: this JSON is no form that is known here, a form of Form.io has \"components\", each with a \"type\" and a \"key\"; dialform's own has \"questions\""
			if !tt.unknown {
				require.NotContains(t, fmt.Sprint(findings.Err()), said)
				return
			}
			require.Nil(t, def)
			require.EqualError(t, findings.Err(), said)
		})
	}
}
