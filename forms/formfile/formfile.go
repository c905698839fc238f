// SPDX-License-Identifier: Apache-2.0

package formfile

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"regexp"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/native"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// Read reads a form: a workbook (.xlsx, .xls), a form in tables of text (.md,
// .csv), an XForm, a form of Form.io, or dialform's own YAML. name is used in findings and,
// without its ending, as the id of a form that gives none. files holds the data
// files beside the form; it may be nil, and what is missing reads as empty.
//
// The definition is nil when nothing could be read. A definition that comes
// with errors is incomplete and good only for showing more findings.
func Read(name string, data []byte, files fs.FS) (*forms.Definition, forms.Findings) {
	switch text := bytes.TrimPrefix(data, []byte("\ufeff")); {
	case bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("<")):
		return xform.Read(name, data, files)
	case formio.Is(data):
		return formio.Read(name, data, files)
	case unknownJSON(text):
		return nil, forms.Findings{{
			Severity: forms.Error, Pos: forms.Position{File: name}, Msg: "this JSON is no form that is known here",
			Hint: `a form of Form.io has "components", each with a "type" and a "key"; dialform's own has "questions"`,
		}}
	case beginsWithKey.Match(text[:min(len(text), head)]):
		return native.Read(name, data, files)
	default:
		return xlsform.Read(name, data, files)
	}
}

// head is how far comments may go before the first key of a form in YAML.
const head = 64 << 10

// beginsWithKey finds "key:" after comments and the mark of a document. Tables
// in text begin with a bar or the name of a sheet.
var beginsWithKey = regexp.MustCompile(`\A(?:[ \t]*(?:#[^\n]*|---[ \t]*)?\r?\n)*(?:\{|["']?[A-Za-z_]+["']?[ \t]*:(?:\s|\z))`)

// unknownJSON reports whether a file is JSON, but no form of dialform's own: a list,
// or an object without questions.
func unknownJSON(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	if bytes.HasPrefix(text, []byte("[")) {
		return true
	}
	var keys map[string]json.RawMessage
	if !bytes.HasPrefix(text, []byte("{")) || json.Unmarshal(text, &keys) != nil {
		return false
	}
	_, own := keys["questions"]
	return !own
}
