// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// maxCellText is the longest text of a cell (Excel's specifications and limits).
const maxCellText = 32_767

// Write writes a form as an XLSForm workbook (.xlsx). Of a form that was read
// from a workbook, Read gives the same definition back, but for positions, hash
// and file name; what a row stood for (or_other, a loop, an included form) is
// written out.
//
// An XForm's instances become choice lists, its itext columns of each language,
// its actions triggers and defaults, and its paths ${name} where these are the
// same.
//
// XLSForm says less than a definition can. What differs a little in the workbook
// is a warning. Write returns the writer's error, or one that names everything in
// the form that has no place in a workbook.
func Write(w io.Writer, def *forms.Definition) (forms.Findings, error) {
	b := &bookWriter{
		survey: newSheet(sheetSurvey, "type", "name"), choices: newSheet(sheetChoices, "list_name", "name"),
		external: newSheet(sheetExternal, "list_name", "name"), osm: newSheet(sheetOSM, "list_name", "name"),
		entities: newSheet(sheetEntities, "list_name"), settings: newSheet(sheetSettings, "form_title", "form_id"),
	}
	if b.def = def; def.Origin != forms.OriginXLSForm { // which has these words already
		b.def = Restate(def)
	}
	b.writeSettings()
	b.writeLists()
	b.entity = entityIn(b.def.Root, "")
	b.writeNodes(b.def.Root, true)
	b.writeFiles()
	if def.Outline != nil {
		b.warn("questions are asked in the order of the data, and groups that only show things together are left out",
			"move the rows to where they should be asked")
	}
	b.leftOut()
	b.rememberSpaces()
	b.declare()
	if err := errors.Join(b.errs...); err != nil {
		return b.warnings, fmt.Errorf("write workbook: %w", err)
	}
	if err := b.readable(); err != nil {
		return b.warnings, fmt.Errorf("write workbook: %w", err)
	}
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // in memory
	if err := b.fill(f); err != nil {
		return b.warnings, fmt.Errorf("write workbook: %w", err)
	}
	if err := f.Write(w); err != nil {
		return b.warnings, fmt.Errorf("write workbook: %w", err)
	}
	return b.warnings, nil
}

// bookWriter is the state of one Write.
type bookWriter struct {
	def                       *forms.Definition
	survey, choices, settings *sheetWriter
	external, osm, entities   *sheetWriter
	own                       map[string][]forms.ItemDef // lists that are written for the questions that offer them
	entity                    string                     // list that the questions here are saved to
	channel                   bool                       // a column is in the namespace of this program
	errs                      []error
	warnings                  forms.Findings
}

// refuse notes something that no workbook can say.
func (b *bookWriter) refuse(format string, args ...any) {
	b.errs = append(b.errs, fmt.Errorf(format, args...))
}

// warn notes what the workbook says a little differently.
func (b *bookWriter) warn(msg, hint string) {
	for _, f := range b.warnings {
		if f.Msg == msg {
			return
		}
	}
	b.warnings = append(b.warnings, forms.Finding{Severity: forms.Warning, Pos: forms.Position{File: b.def.File}, Msg: msg, Hint: hint})
}

// leftOut refuses the parts of a form that have no sheet.
func (b *bookWriter) leftOut() {
	def := b.def
	for _, part := range []struct {
		what string
		has  bool
	}{
		{"texts of jr:itext()", len(def.Texts) > 0},
		{"scripts", len(def.Functions) > 0},
		{"a condition for the whole form", def.Relevant.Text != ""},
		{"a whole form that is read only", def.ReadOnly.Text != ""},
	} {
		if part.has {
			b.refuse("a workbook has no place for %s", part.what)
		}
	}
	for i := range def.Actions {
		b.refuse("a workbook has no place for the action that sets %s to %q", def.Actions[i].Target.Text, cut(def.Actions[i].Value.Text))
	}
	for _, id := range sortedKeys(def.Documents) {
		if def.Documents[id].Element() == xpath.NoNode {
			b.warn(fmt.Sprintf("the instance %q is empty and left out", id), "who puts something into it also adds it")
			continue
		}
		b.refuse("the instance %q is no table; keep it in an xml file beside the form", id)
	}
}

// fill puts the sheets into a workbook.
func (b *bookWriter) fill(f *excelize.File) error {
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, s := range []*sheetWriter{b.survey, b.choices, b.external, b.osm, b.entities, b.settings} {
		switch {
		case i == 0:
			err = f.SetSheetName("Sheet1", s.name)
		case len(s.rows) == 0:
			continue
		default:
			_, err = f.NewSheet(s.name)
		}
		if err == nil {
			err = s.fill(f, bold, b.languages())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// languages are the languages of the form in its order.
func (b *bookWriter) languages() []string {
	var names []string
	for _, l := range b.def.Languages {
		names = append(names, l.Name)
	}
	return names
}

// sheetWriter collects the rows of a sheet, cells by their headers.
type sheetWriter struct {
	name    string
	headers []string
	known   map[string]bool
	rows    []map[string]string
}

func newSheet(name string, headers ...string) *sheetWriter {
	s := &sheetWriter{name: name, known: map[string]bool{}}
	for _, header := range headers {
		s.column(header)
	}
	return s
}

func (s *sheetWriter) column(header string) {
	if !s.known[header] {
		s.known[header] = true
		s.headers = append(s.headers, header)
	}
}

// rowWriter is one row of a sheet.
type rowWriter struct {
	book  *bookWriter
	sheet *sheetWriter
	cells map[string]string
}

func (b *bookWriter) row(s *sheetWriter) *rowWriter {
	r := &rowWriter{book: b, sheet: s, cells: map[string]string{}}
	s.rows = append(s.rows, r.cells)
	return r
}

// put fills a cell; an empty text leaves it empty.
func (r *rowWriter) put(header, text string) {
	if text == "" {
		return
	}
	if utf8.RuneCountInString(text) > maxCellText {
		r.book.refuse("%s of %q is longer than a cell", header, r.cells["name"])
	}
	r.sheet.column(header)
	r.cells[header] = text
}

// fill writes the rows with their columns in the usual order.
func (s *sheetWriter) fill(f *excelize.File, bold int, languages []string) error {
	slices.SortStableFunc(s.headers, func(a, b string) int {
		return slices.Compare(columnRank(a, languages), columnRank(b, languages))
	})
	w, err := f.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	cells := make([]any, len(s.headers))
	for i, header := range s.headers {
		cells[i] = excelize.Cell{StyleID: bold, Value: header}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := w.SetRow("A1", cells); err != nil {
		return err
	}
	for number, row := range s.rows {
		for i, header := range s.headers {
			cells[i] = nil
			if text, ok := row[header]; ok {
				cells[i] = text
			}
		}
		if err := w.SetRow(fmt.Sprintf("A%d", number+2), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

// usualOrder is the order in which authors write columns; others follow.
var usualOrder = []string{
	"list_name", "type", "name", "label", "short", "hint", "guidance_hint", "media", "required", "required_message",
	"relevant", "read_only", "constraint", "constraint_message", "calculation", "trigger", "default", "appearance",
	"parameters", "choice_filter", "repeat_count", "save_to",
	"form_title", "form_id", "version", "default_language",
}

func columnRank(header string, languages []string) []int {
	base, rest, _ := strings.Cut(header, "::")
	rank := slices.Index(usualOrder, base)
	if rank < 0 {
		rank = len(usualOrder)
	}
	if base == "media" {
		_, rest, _ = strings.Cut(rest, "::")
	}
	return []int{rank, slices.Index(languages, rest)}
}
