// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/search"
)

// placesFile is the list of a country's places, beside service.yaml or beside a
// form. A form asks for one of them with "select_one_from_file places.csv".
const placesFile = "places.csv"

// Columns of places.csv beside the names, "name" and "name::<language>".
const (
	columnCode   = "code"   // what an answer holds: unique, without spaces, never given to another place
	columnParent = "parent" // code of the place that this one lies in
	columnName   = "name"
	columnAlias  = "alias" // further names that people look for, separated by "|"
	columnFrom   = "from"  // first and last day on which it is a place, 2026-11-20; empty for open
	columnTo     = "to"
)

// Places is a list of places that was read: immutable, and shared by all forms
// of a pack. What a language needs (labels, and the index of its names) is made
// when it is first asked for.
type Places struct {
	columns []string
	rows    [][]string
	parents []int32 // row of the place around each, -1 for none
	from    int     // columns, -1 if absent
	to      int
	alias   int
	names   []nameColumn
	tongues []tongue // by place in names
}

// nameColumn is a column of names.
type nameColumn struct {
	column   int
	language string // as in the header: "Swahili (sw)", "sw"; "" for the column "name"
}

// tongue is the places in one language.
type tongue struct {
	once   sync.Once
	labels []string // names told apart
	index  *search.Index
}

// Label implements [forms.Places].
func (p *Places) Label(row int, lang forms.Language) string { return p.in(lang).labels[row] }

// Current implements [forms.Places].
func (p *Places) Current(row int, day string) bool {
	from, to := p.cell(row, p.from), p.cell(row, p.to)
	return (from == "" || from <= day) && (to == "" || day <= to)
}

// Find implements [forms.Places].
func (p *Places) Find(typed string, lang forms.Language) ([]int, bool) {
	return p.in(lang).index.Find(typed)
}

// in is what there is for a language: the column of its own, else "name", else
// the first column of names.
func (p *Places) in(lang forms.Language) *tongue {
	best := 0
	for i, n := range p.names {
		if n.language == "" {
			best = i
		}
	}
	for i, n := range p.names {
		if n.language != "" && (n.language == lang.Name || lang.Tag != "" && tagOf(n.language) == lang.Tag) {
			best = i
			break
		}
	}
	t := &p.tongues[best]
	t.once.Do(func() { p.prepare(t, p.names[best].column) })
	return t
}

// tagOf is the tag of a language as XLSForm writes it, "Swahili (sw)" or "sw".
func tagOf(language string) string {
	if open := strings.LastIndexByte(language, '('); open >= 0 && strings.HasSuffix(language, ")") {
		return language[open+1 : len(language)-1]
	}
	return language
}

// prepare makes the labels and the index of a language. Namesakes are told apart
// by the place around them, and if that does not help by the one around that.
func (p *Places) prepare(t *tongue, column int) {
	t.labels = make([]string, len(p.rows))
	for row := range p.rows {
		t.labels[row] = p.name(row, column)
	}
	p.tellApart(t.labels, column)
	var names search.Names
	for row := range p.rows {
		names.Add(row, p.name(row, column))
		names.Add(row, t.labels[row])
		for alias := range strings.SplitSeq(p.cell(row, p.alias), "|") {
			names.Add(row, alias)
		}
	}
	t.index = names.Index()
}

// tellApart adds to the labels of namesakes the names of what they lie in, as far
// as that is needed.
func (p *Places) tellApart(labels []string, column int) {
	around := slices.Clone(p.parents)
	for range maxDepth {
		count := make(map[string]int, len(labels))
		for _, label := range labels {
			count[label]++
		}
		changed := false
		for row, label := range labels {
			if count[label] > 1 && around[row] >= 0 {
				labels[row] = label + ", " + p.name(int(around[row]), column)
				around[row] = p.parents[around[row]]
				changed = true
			}
		}
		if !changed {
			return
		}
	}
}

// name is the name of a place in a column, or in any other one that has it.
func (p *Places) name(row, column int) string {
	if name := p.cell(row, column); name != "" {
		return name
	}
	for _, n := range p.names {
		if name := p.cell(row, n.column); name != "" {
			return name
		}
	}
	return ""
}

// cell is a cell without the space around it, "" for a column that is absent.
func (p *Places) cell(row, column int) string {
	if column < 0 || column >= len(p.rows[row]) {
		return ""
	}
	return p.rows[row][column]
}

// places finds the list for the forms of a folder within the pack: the one beside
// them if it is a list of places, else the one of the pack. nil if there is none.
func (b *builder) places(dir string) *Places {
	for _, at := range []string{dir, "."} {
		p, read := b.lists[at]
		if !read {
			p = b.readPlaces(path.Join(at, placesFile))
			b.lists[at] = p
		}
		if p != nil {
			return p
		}
	}
	return nil
}

// readPlaces reads a list. A file without the column of codes is a list of
// choices like any other, and its form's own affair.
func (b *builder) readPlaces(file string) *Places {
	if b.folder == nil {
		return nil
	}
	data, err := fs.ReadFile(b.folder, file)
	if err != nil || !hasCodes(data) {
		return nil
	}
	p, found := ReadPlaces(file, data)
	b.found = append(b.found, found...)
	return p
}

// attach gives the datasets of a form that are called places.csv their places.
func (p *Places) attach(def *forms.Definition) {
	for _, set := range def.Datasets {
		if path.Base(set.Src) == placesFile {
			set.Columns, set.Rows, set.Places = p.columns, p.rows, p
		}
	}
}

// beside is a folder in which places.csv is the list of the pack, without its
// rows: a reader of forms learns the columns, and the rows are read once for all.
type beside struct {
	fs.FS
	places *Places
}

// ReadFile implements [fs.ReadFileFS].
func (f beside) ReadFile(name string) ([]byte, error) {
	if name == placesFile {
		return []byte(strings.Join(f.places.columns, ",") + "\n"), nil
	}
	return fs.ReadFile(f.FS, name)
}
