// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// element is an XML element without its text.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
}

func (e element) attr(name string) (string, bool) {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value, true
		}
	}
	return "", false
}

// paths are the paths of e's descendants in document order, repeat templates
// left out.
func (e element) paths(parent string, visit func(path string)) {
	path := parent + "/" + e.XMLName.Local
	visit(path)
	for _, c := range e.Children {
		if _, template := c.attr("template"); !template {
			c.paths(path, visit)
		}
	}
}

// primary is the primary instance that the reference converter wrote for a
// workbook.
func primary(t *testing.T, dir, file string) element {
	t.Helper()
	out := strings.TrimSuffix(file, ".xlsx") + "_xlsx.xml"
	var found []string
	for _, folder := range []string{"out", "out-v1.12.2"} {
		matches, err := filepath.Glob(filepath.Join(dir, "expected", folder, "*"+out))
		require.NoError(t, err)
		found = append(found, matches...)
	}
	if len(found) == 0 {
		t.Skip("no XForm to compare with")
	}
	data, err := os.ReadFile(found[0])
	require.NoError(t, err)
	var doc struct {
		Instances []struct {
			Root element `xml:",any"`
		} `xml:"head>model>instance"`
	}
	require.NoError(t, xml.Unmarshal(data, &doc))
	require.NotEmpty(t, doc.Instances)
	return doc.Instances[0].Root
}

// TestStructure holds that a submission has the elements of the reference
// converter's primary instance, in its order, and lacks only those that are
// not relevant.
func TestStructure(t *testing.T) {
	t.Parallel()
	data := os.Getenv("DIALFORM_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	dir := filepath.Join(data, "xlsform")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no corpus of workbooks: set DIALFORM_DATA")
	}
	for _, file := range []string{
		"socio-economic-survey-v20240515.xlsx",
		"bohemia__forms__census__census.xlsx",
		"bohemia__misc__forms_external__openhds_modified__xlsx__baseline.xlsx",
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			books, err := filepath.Glob(filepath.Join(dir, "*"+file))
			require.NoError(t, err)
			if len(books) == 0 {
				t.Skip("the workbook is absent")
			}
			book, err := os.ReadFile(books[0])
			require.NoError(t, err)
			def, findings := xlsform.Read(filepath.Base(books[0]), book, nil)
			require.NoError(t, findings.Err())
			form, findings := forms.Compile(def)
			require.NoError(t, findings.Err())
			in := form.New(forms.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)})

			want := primary(t, dir, file)
			var expected []string
			want.paths("", func(path string) {
				node := form.Index(path)
				require.GreaterOrEqual(t, node, 0, "the form lacks %s", path)
				if shown(in, node) {
					expected = append(expected, path)
				}
			})

			var out bytes.Buffer
			require.NoError(t, xform.WriteSubmission(&out, in))
			var got element
			require.NoError(t, xml.Unmarshal(out.Bytes(), &got))
			var written []string
			got.paths("", func(path string) { written = append(written, path) })
			require.Equal(t, expected, written)
			for _, name := range []string{"id", "version"} {
				wantValue, wantHas := want.attr(name)
				gotValue, gotHas := got.attr(name)
				require.Equal(t, wantHas, gotHas, name)
				require.Equal(t, wantValue, gotValue, name)
			}
		})
	}
}

// shown tells whether a node is relevant in an instance that was just begun,
// when every repeat has at most one instance.
func shown(in *forms.Instance, node int) bool {
	visible := false
	in.Walk(func(at forms.At, _ int) bool {
		visible = int(at.Node) == node
		return !visible
	})
	return visible
}
