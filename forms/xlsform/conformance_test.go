// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// markdownCase is a line of pyxform-md-cases.jsonl.
type markdownCase struct {
	Test   string
	Name   string // of the root element
	MD     string
	Sheets json.RawMessage
	XForm  string
	Error  *string
}

func TestConformanceMd(t *testing.T) {
	dir := corpus(t)
	exclude := conformance.Excluded(t, "md")
	data, err := os.ReadFile(filepath.Join(dir, "pyxform-md-cases.jsonl"))
	require.NoError(t, err)
	score := conformance.Set(t, "md")
	seen := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		id := conformance.ID([]byte(line))
		if line == "" || seen[id] || exclude[id] != "" {
			continue
		}
		seen[id] = true
		var c markdownCase
		require.NoError(t, json.Unmarshal([]byte(line), &c))
		score.Count(id+" "+c.Test[strings.LastIndexByte(c.Test, '.')+1:], c.run(t))
	}
	score.Finish()
}

func (c *markdownCase) run(t *testing.T) error {
	book := xlsform.ReadMarkdown("data.md", c.MD)
	if c.Sheets != nil {
		book = &xlsform.Workbook{File: "data", Sheets: sheetsOf(t, c.Sheets)}
	}
	def, findings := xlsform.ReadWorkbook(book, nil)
	var out bytes.Buffer
	err := findings.Err()
	if err == nil {
		if def.RootName == "" {
			def.RootName = c.Name
		}
		err = xform.WriteForm(&out, def)
	}
	if c.Error != nil {
		if err == nil {
			return fmt.Errorf("accepted, but must fail: %s", *c.Error)
		}
		return saysWhere(*c.Error, findings)
	}
	if err != nil {
		return err
	}
	return equalForms(c.XForm, out.String())
}

var rowOfError = regexp.MustCompile(`^\[row : (\d+)\](?: On the '(\w+)' sheet)?`)

// saysWhere tells whether an error stands in the row, and sheet, where the
// recorded one is. A fault that lies between two rows may stand in the other one
// if its message names this one.
func saysWhere(recorded string, findings forms.Findings) error {
	m := rowOfError.FindStringSubmatch(recorded)
	if m == nil {
		return nil
	}
	row, _ := strconv.Atoi(m[1])
	named := regexp.MustCompile(`\brow ` + m[1] + `\b`)
	for _, f := range findings {
		if f.Severity != forms.Error || m[2] != "" && f.Pos.Sheet != m[2] {
			continue
		}
		if f.Pos.Row == row || m[2] == "settings" && (f.Pos.Row == 1 || f.Pos.Row == 2) || named.MatchString(f.Msg) {
			return nil
		}
	}
	return fmt.Errorf("refused elsewhere:\n%w\nrecorded: %s", findings.Err(), recorded)
}

// sheetsOf reads sheets that are recorded as objects by column. Columns stand in
// the order in which they occur.
func sheetsOf(t *testing.T, recorded json.RawMessage) []xlsform.Sheet {
	t.Helper()
	var sheets []xlsform.Sheet
	for _, sheet := range members(t, recorded) {
		var rows []json.RawMessage
		require.NoError(t, json.Unmarshal(sheet.value, &rows))
		var header []string
		cells := make([]map[string]string, len(rows))
		for i, row := range rows {
			cells[i] = map[string]string{}
			for _, cell := range members(t, row) {
				var text string
				require.NoError(t, json.Unmarshal(cell.value, &text))
				cells[i][cell.name] = text
				if !slices.Contains(header, cell.name) {
					header = append(header, cell.name)
				}
			}
		}
		out := xlsform.Sheet{Name: sheet.name, Rows: []xlsform.Row{{Number: 1, Cells: header}}}
		for i, row := range cells {
			texts := make([]string, len(header))
			for j, name := range header {
				texts[j] = row[name]
			}
			out.Rows = append(out.Rows, xlsform.Row{Number: i + 2, Cells: texts})
		}
		sheets = append(sheets, out)
	}
	return sheets
}

type member struct {
	name  string
	value json.RawMessage
}

// members are the members of a JSON object in their order.
func members(t *testing.T, object json.RawMessage) []member {
	t.Helper()
	var all []member
	decoder := json.NewDecoder(bytes.NewReader(object))
	_, err := decoder.Token()
	require.NoError(t, err)
	for decoder.More() {
		name, err := decoder.Token()
		require.NoError(t, err)
		m := member{name: fmt.Sprint(name)}
		require.NoError(t, decoder.Decode(&m.value))
		all = append(all, m)
	}
	return all
}

func TestConformanceWorkbooks(t *testing.T) {
	dir := corpus(t)
	exclude := conformance.Excluded(t, "workbooks")
	accepted := converted(t, dir)
	files, err := filepath.Glob(filepath.Join(dir, "*.xls*"))
	require.NoError(t, err)
	score := conformance.Set(t, "workbooks")
	for _, file := range files {
		name := filepath.Base(file)
		if exclude[name] != "" {
			continue
		}
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		expected := ""
		if accepted[name] {
			out, err := os.ReadFile(filepath.Join(dir, "expected", "out", strings.Replace(name, ".xls", "_xls", 1)+".xml"))
			require.NoError(t, err)
			expected = string(out)
		}
		score.Count(name, convert(name, data, expected))
	}
	score.Finish()
}

// convert reads a workbook, and writes it where the reference converter does.
func convert(name string, data []byte, expected string) error {
	def, findings := xlsform.Read(name, data, nil)
	if expected == "" {
		for _, f := range findings {
			if f.Pos.File != "" && (f.Severity == forms.Error || !findings.HasErrors()) {
				return nil
			}
		}
		return errors.New("accepted without a warning, or refused without a place")
	}
	if err := findings.Err(); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := xform.WriteForm(&out, def); err != nil {
		return err
	}
	return equalForms(expected, out.String())
}
