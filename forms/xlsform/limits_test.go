// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/dialform/dialform/forms/xlsform"
)

// withSheet is a workbook whose only sheet is replaced by rows.
func withSheet(t *testing.T, rows string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // in memory
	require.NoError(t, f.SetSheetName("Sheet1", "survey"))
	var book bytes.Buffer
	require.NoError(t, f.Write(&book))
	parts, err := zip.NewReader(bytes.NewReader(book.Bytes()), int64(book.Len()))
	require.NoError(t, err)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range parts.File {
		if part.Name != "xl/worksheets/sheet1.xml" {
			require.NoError(t, w.Copy(part))
		}
	}
	sheet, err := w.Create("xl/worksheets/sheet1.xml")
	require.NoError(t, err)
	_, err = fmt.Fprintf(sheet, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>`, rows)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

func TestHostileWorkbooks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		rows string
		want string
	}{
		{"unpacks to too much", `<row r="1"><c r="A1" t="str"><v>` + strings.Repeat("a", 40<<20) + `</v></c></row>`, "workbook too large"},
		{"too many rows", strings.Repeat(`<row><c t="str"><v>type</v></c></row>`, 150_000), "more than 100000 rows"},
		{"far columns", strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 100_000), "cells"},
		{"an entity", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><row><c t="str"><v>&e;</v></c></row>`, "the sheet is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := withSheet(t, tt.rows)
			require.Less(t, len(data), 5<<20)
			begun := time.Now()
			_, findings := xlsform.Read("form.xlsx", data, nil)
			require.True(t, findings.HasErrors())
			require.Contains(t, findings.Err().Error(), tt.want)
			require.Less(t, time.Since(begun), 10*time.Second)
		})
	}
}
