// SPDX-License-Identifier: Apache-2.0

// Package native reads and writes forms in dialform's own format: YAML that
// says everything a forms.Definition holds, one key for each of its fields.
//
//	id: water
//	questions:
//	  - {name: source, type: text, label: Where do you fetch water?}
//	  - name: minutes
//	    type: integer
//	    label: "How many minutes is it to ${source}?"
//	    check: . >= 0 and . <= 600
//	    message: From 0 to 600.
//
// Each object of a form has one table of its keys, a list of fields, that both
// the reader and the writer follow: what is written is what is read, and a
// definition that is written and read again is the same definition. The JSON
// Schema in docs/form.schema.json is held to the same tables by a test.
//
// Reading is strict. A key that is not known, a word that is none of the words
// of its place, a key twice: each is a mistake of the author and is reported
// with its line. YAML's own means of abbreviation, anchors and tags, are
// refused: a form reads the same from top to bottom.
//
// The package imports forms, forms/datafile and forms/xpath and nothing else
// of this module. It does no I/O but to read the files beside a form from the
// fs.FS it is given.
package native
