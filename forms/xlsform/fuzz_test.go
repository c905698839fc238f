// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// FuzzRead holds that any bytes give a definition or an error, never a panic,
// and that a definition can be written.
func FuzzRead(f *testing.F) {
	book := excelize.NewFile()
	for cell, text := range map[string]string{"A1": "type", "B1": "name", "C1": "label", "A2": "text", "B2": "a", "C2": "A"} {
		require.NoError(f, book.SetCellStr("Sheet1", cell, text))
	}
	var out bytes.Buffer
	require.NoError(f, book.Write(&out))
	f.Add(out.Bytes())
	f.Add([]byte("PK\x03\x04"))
	f.Add(xlsFile(func(b *biff) { b.record(0x00bd, uint16(1), uint16(0), uint16(1), uint32(7<<2|2), uint16(1)) }))
	f.Add([]byte("survey\n,type,name,label,save_to\n,begin repeat,r,R,\n,text,a,${b} instance('l')/root/item[name = ${a}]/label,p\n" +
		",text,b,B,\n,end repeat,,,\nentities\n,list_name,label\n,e,${a}\n"))
	f.Add([]byte("| survey |\n| | type | name | label |\n| | begin loop over l | x | %(name)s |\n| | end group | | |\n| | end loop | | |\n" +
		"| choices |\n| | list_name | name | label |\n| | l | a | A |\n| | l | b | B |\n"))
	f.Add([]byte("| survey |\n| | type | name | parameters | default | trigger |\n| | range | a | start==,; | ${b | ${a},${ |\n" +
		"| settings |\n| | namespaces | version |\n| | a=\"b\" | 1 |\n"))
	f.Add([]byte("| survey |\n| | type | name | label | appearance |\n| | begin group | g | G | table-list |\n| | select_one l or_other | a | A | minimal |\n| | end repeat |\n" +
		"| choices |\n| | list_name | name | label::fr | x:y:z |\n| | l | a | A | 1 |\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		def, findings := xlsform.Read("form", data, nil)
		if def == nil {
			require.True(t, findings.HasErrors())
			return
		}
		if !findings.HasErrors() {
			// What was read without errors can be written, or it is said why not.
			_ = xform.WriteForm(io.Discard, def)
		}
	})
}
