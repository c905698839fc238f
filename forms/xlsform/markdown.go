// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"regexp"
	"strings"
)

var (
	// pyxform's own grammar of Markdown forms (xls2json_backends.py).
	mdTrailingComment = regexp.MustCompile(`^(.*)#[^|]+$`)
	mdRule            = regexp.MustCompile(`^[|-]+$`)
)

// ReadMarkdown reads sheets written as tables: lines of cells between bars.
//
//	| survey |
//	|        | type | name | label |
//	|        | note | hi   | Hello |
//
// A filled first cell starts the sheet of that name. Rows without any cell are
// dropped and not counted, so that the header of every sheet is its row 1. `\|`
// is a bar inside a cell; `#` starts a comment at the beginning of a line and
// after its last bar.
func ReadMarkdown(name, text string) *Workbook {
	w := &Workbook{File: name}
	var sheet *Sheet
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		if m := mdTrailingComment.FindStringSubmatch(line); m != nil {
			line = m[1]
		}
		line = strings.TrimSpace(line)
		if len(line) < 2 || line[0] != '|' {
			continue
		}
		end := strings.LastIndexByte(line, '|')
		if end == 0 || mdRule.MatchString(line[1:end]) {
			continue
		}
		cells := splitBars(line[1:end])
		if first := cells[0]; first != "" {
			w.Sheets = append(w.Sheets, Sheet{Name: first})
			sheet = &w.Sheets[len(w.Sheets)-1]
		}
		if sheet != nil && len(sheet.Rows) < maxRows {
			sheet.add(len(sheet.Rows)+1, cells[1:])
		}
	}
	return w
}

// splitBars cuts a row at the bars that are not escaped.
func splitBars(s string) []string {
	var cells []string
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '|' && (i == 0 || s[i-1] != '\\') {
			cells = append(cells, s[start:i])
			start = i + 1
		}
	}
	cells = append(cells, s[start:])
	for i, c := range cells {
		cells[i] = cellText(strings.ReplaceAll(strings.TrimSpace(c), `\|`, `|`))
	}
	return cells
}

// looksLikeMarkdown tells whether text can be a form at all: the smallest table
// has five bars (pyxform's threshold).
func looksLikeMarkdown(data []byte) bool {
	head := data[:min(len(data), 5000)]
	return strings.Count(string(head), "|") >= 5
}
