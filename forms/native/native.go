// SPDX-License-Identifier: Apache-2.0

package native

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// Read reads a form from YAML. name is used in findings and, without its
// ending, as the id of a form that gives none. files holds the data files
// beside the form; it may be nil, and what is missing reads as empty.
//
// The definition is nil when nothing could be read. A definition that comes
// with errors is incomplete and good only for showing more findings.
func Read(name string, data []byte, files fs.FS) (*forms.Definition, forms.Findings) {
	c := &codec{file: name, files: files}
	v, err := parse(data)
	if err != nil {
		var m *mistake
		if !errors.As(err, &m) {
			m = &mistake{msg: err.Error()}
		}
		c.fail(value{line: m.line}, m.msg, m.hint)
		return nil, c.findings
	}
	def := &forms.Definition{
		ID: named(name), File: name, Hash: sha256.Sum256(data), Settings: map[string]string{},
		Lists: map[string]*forms.ListDef{}, Datasets: map[string]*forms.DatasetDef{},
		Documents: map[string]*xpath.Document{}, Texts: map[string]forms.Text{},
	}
	if v.shape != mapping {
		c.fail(v, "this is no form: a form is a mapping of keys", "see docs/example-form.yaml")
		return nil, c.findings
	}
	titled := slices.ContainsFunc(v.pairs, func(p pair) bool { return p.key == "title" })
	c.readFields(v, "a form", c.definition(def))
	if !titled {
		def.Title = def.ID
	}
	if len(def.Root) == 0 {
		c.warn(v, "the form asks nothing", "write its questions under \"questions:\"")
	}
	slices.SortStableFunc(c.findings, func(a, b forms.Finding) int { return a.Pos.Row - b.Pos.Row })
	return def, c.findings
}

// Write writes a form as YAML. Read gives the same definition back, but for
// positions, hash and file name.
//
// Write returns the writer's error, or one that names what has no spelling: a
// script of another language, a language with the name of a key of texts, or text
// that is not UTF-8.
func Write(w io.Writer, def *forms.Definition) error {
	c := &codec{}
	v := writeFields(c.definition(def))
	p := printer{}
	p.document(v)
	if err := errors.Join(slices.Concat(scripts(def), c.refused, p.errs)...); err != nil {
		return fmt.Errorf("write form: %w", err)
	}
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("write form: %w", err)
	}
	return nil
}
