// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"testing"

	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// FuzzWrite writes whatever XForm as a workbook. What is written can be read.
func FuzzWrite(f *testing.F) {
	f.Add([]byte(household))
	f.Add([]byte(`<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model><instance><a id="a"><b/></a></instance>` +
		`<instance id="x"><root><item><name>1</name></item></root></instance></model></h:head><h:body><select ref="/a/b">` +
		`<itemset nodeset="randomize(instance('x')/root/item[name = ../b], 3)"><value ref="name"/><label ref="label"/></itemset></select></h:body></h:html>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		def, findings := xform.Read("form.xml", data, nil)
		if def == nil || findings.HasErrors() {
			return
		}
		var book bytes.Buffer
		if _, err := xlsform.Write(&book, def); err != nil {
			return
		}
		if _, findings := xlsform.Read("form.xlsx", book.Bytes(), nil); findings.HasErrors() {
			t.Fatal(findings.Err())
		}
	})
}
