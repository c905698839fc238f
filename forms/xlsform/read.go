// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/dialform/dialform/forms"
)

// maxFindings ends a report that nobody would read to the end.
const maxFindings = 200

// Read reads a form from the bytes of a workbook. The format is told by its
// first bytes, never by its name. name is used in findings and, without its
// ending, as the id of a form whose settings give none. files holds what lies
// beside the workbook (csv files, itemsets.csv); it may be nil.
//
// The definition is nil when nothing could be read. A definition that comes
// with errors is incomplete and good only for showing more findings.
func Read(name string, data []byte, files fs.FS) (*forms.Definition, forms.Findings) {
	w, err := open(name, data)
	if err != nil {
		return nil, forms.Findings{{
			Severity: forms.Error, Pos: forms.Position{File: name}, Msg: openMessage(err), Hint: openHint(err),
		}}
	}
	def, findings := ReadWorkbook(w, files)
	if def != nil {
		def.Hash = sha256.Sum256(data)
	}
	return def, findings
}

func open(name string, data []byte) (*Workbook, error) {
	switch {
	case len(data) > maxFileBytes:
		return nil, fmt.Errorf("%w: the file has %d bytes, at most %d are read", errTooLarge, len(data), maxFileBytes)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(name, data)
	case bytes.HasPrefix(data, []byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}):
		return readXLS(name, data)
	case looksLikeCSV(string(data)):
		return ReadCSV(name, string(data))
	case looksLikeMarkdown(data):
		return ReadMarkdown(name, string(data)), nil
	}
	return nil, fmt.Errorf("%w: it is neither an Excel workbook nor a table in text", errNotWorkbook)
}

// openMessage is the error as one line without control characters: parts of it
// may come from the file.
func openMessage(err error) string {
	line := strings.Join(strings.Fields(cellText(err.Error())), " ")
	return cut("not an XLSForm: " + strings.TrimPrefix(line, errNotWorkbook.Error()+": "))
}

func openHint(err error) string {
	if errors.Is(err, errTooLarge) {
		return "split the form, or move long choice lists to a csv file"
	}
	return "open it in a spreadsheet program and save it as Excel Workbook (.xlsx)"
}

// reader turns one workbook into one definition.
type reader struct {
	book     *Workbook
	files    fs.FS
	def      *forms.Definition
	findings forms.Findings

	seenLanguage map[string]bool
	external     map[string]*forms.ListDef // lists of external_choices
	osm          map[string]*forms.ListDef // tags of OpenStreetMap

	settingsTable, choiceTable, entityTable *table

	declarations []*entity // of the sheet entities
}

// ReadWorkbook reads a form from sheets that are already text. See [Read].
func ReadWorkbook(w *Workbook, files fs.FS) (*forms.Definition, forms.Findings) {
	base := path.Base(strings.ReplaceAll(w.File, `\`, "/"))
	id := strings.TrimSuffix(base, path.Ext(base))
	r := &reader{
		book: w, files: files, seenLanguage: map[string]bool{}, external: map[string]*forms.ListDef{}, osm: map[string]*forms.ListDef{},
		def: &forms.Definition{
			ID: id, File: w.File, Origin: forms.OriginXLSForm, Settings: map[string]string{},
			Lists: map[string]*forms.ListDef{}, Datasets: map[string]*forms.DatasetDef{},
		},
	}
	sheet := w.sheet(sheetSurvey)
	if sheet == nil {
		hint := "name the sheet with the questions \"survey\""
		if near := nearest(sheetSurvey, w.names()); near != "" {
			hint = fmt.Sprintf("rename the sheet %q to \"survey\"", near)
		}
		r.fail(forms.Position{File: w.File}, "not an XLSForm: there is no sheet \"survey\"", hint)
		return nil, r.findings
	}
	if len(sheet.Rows) == 0 {
		r.fail(w.at(sheet), "the sheet is empty", "write the names of the columns in its first row and a question in each row below")
		return nil, r.findings
	}
	r.sheetNames()
	r.settings()
	clean := r.def.Settings["clean_text_values"]
	survey := r.readTable(w, sheet, &surveyDialect, clean == "" || yes(clean))
	r.unknownColumns(survey)
	r.choices()
	r.entities()
	if survey.has(keyType) {
		r.survey(survey)
	}
	r.def.Title = firstOf(r.def.Title, r.def.ID)
	r.languages()
	return r.def, r.findings
}

// sheetNames warns of sheets that are not read although they were probably
// meant to be.
func (r *reader) sheetNames() {
	all := []string{sheetChoices, sheetSettings, sheetExternal, sheetEntities}
	for i := range r.book.Sheets {
		s := &r.book.Sheets[i]
		lower := strings.ToLower(strings.TrimSpace(s.Name))
		if strings.HasPrefix(lower, "_") || wanted(lower) {
			continue
		}
		if near := nearest(lower, all); near != "" && r.book.sheet(near) == nil {
			r.warn(r.book.at(s), "this sheet is not read",
				fmt.Sprintf("rename it to %q if it is meant to be, or to \"_%s\" if not", near, s.Name))
		}
	}
}

// unknownColumns warns of headers that are close to one that means something.
func (r *reader) unknownColumns(t *table) {
	known := append(sortedKeys(surveyDialect.aliases), surveyDialect.known...)
	for _, c := range t.columns {
		first, _, _ := strings.Cut(c.header, ":")
		snake := snakeCase(first)
		if c.key != c.header || len(snake) < 4 || surveyDialect.knows(snake) || surveyDialect.aliases[snake] != "" {
			continue
		}
		if near := nearest(snake, known); near != "" {
			r.warn(t.at(t.header, c.index+1), fmt.Sprintf("column %q is not read", c.header),
				fmt.Sprintf("did you mean %q?", near))
		}
	}
}

// languages adds the default language, which texts without a language are in.
func (r *reader) languages() {
	def := r.def
	if name := def.DefaultLanguage; name != "" && !r.seenLanguage[name] {
		def.Languages = append([]forms.Language{{Name: name, Tag: languageTag(name)}}, def.Languages...)
	}
}

func (r *reader) fail(pos forms.Position, msg, hint string) { r.find(forms.Error, pos, msg, hint) }
func (r *reader) warn(pos forms.Position, msg, hint string) { r.find(forms.Warning, pos, msg, hint) }

// cut shortens a message that quotes a cell as long as a letter.
func cut(s string) string {
	const most = 240
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

func (r *reader) find(severity forms.Severity, pos forms.Position, msg, hint string) {
	// Warnings leave room for the errors that may follow.
	if len(r.findings) < maxFindings || severity == forms.Error && len(r.findings) < 2*maxFindings {
		r.findings = append(r.findings, forms.Finding{Severity: severity, Pos: pos, Msg: cut(msg), Hint: cut(hint)})
	}
}
