// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// sameAfterWorkbook and sameWorkbooks may only rise.
const (
	sameAfterWorkbook = 120 // of 136 XForms
	sameWorkbooks     = 106
)

// TestXFormsThroughWorkbooks writes every XForm there is as a workbook, reads
// that, and writes the XForm again. What no workbook says is refused by name, or
// a warning.
func TestXFormsThroughWorkbooks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(corpus(t), "..", "xform", "*.xml"))
	require.NoError(t, err)
	exclude := conformance.Excluded(t, "xforms")
	equal, total := 0, 0
	for _, file := range files {
		if exclude[filepath.Base(file)] != "" {
			continue
		}
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		def, findings := xform.Read(filepath.Base(file), source, nil)
		require.NoError(t, findings.Err(), file)
		total++
		if err := throughWorkbook(def, sameForm); err != nil {
			t.Logf("%s: %v", filepath.Base(file), err)
			continue
		}
		equal++
	}
	t.Logf("%d of %d XForms are the same after they were a workbook", equal, total)
	require.GreaterOrEqual(t, equal, sameAfterWorkbook)
}

// TestWorkbooksThroughXForms writes every workbook as an XForm, that as a
// workbook, and that as an XForm again, which must be the first to the letter.
func TestWorkbooksThroughXForms(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(corpus(t), "*.xls*"))
	require.NoError(t, err)
	equal, total := 0, 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		def, findings := xlsform.Read(filepath.Base(file), data, nil)
		if findings.HasErrors() {
			continue
		}
		total++
		var out bytes.Buffer
		require.NoError(t, xform.WriteForm(&out, def), file)
		again, findings := xform.Read(filepath.Base(file)+".xml", out.Bytes(), itemsets(def))
		require.NoError(t, findings.Err(), file)
		if err := throughWorkbook(again, func(_, got string) error { return equalForms(out.String(), got) }); err != nil {
			t.Logf("%s: %v", filepath.Base(file), err)
			continue
		}
		equal++
	}
	t.Logf("%d of %d workbooks are the same after they were an XForm", equal, total)
	require.GreaterOrEqual(t, equal, sameWorkbooks)
}

func throughWorkbook(def *forms.Definition, compare func(want, got string) error) error {
	def.Outline = nil // no workbook has one; see TestWriteWarnsOfAnOutline
	var first, second, book bytes.Buffer
	if err := xform.WriteForm(&first, def); err != nil {
		return err
	}
	warnings, err := xlsform.Write(&book, def)
	if err != nil {
		return err
	}
	again, findings := xlsform.Read("form.xlsx", book.Bytes(), nil)
	if err := findings.Err(); err != nil {
		return fmt.Errorf("written so that it cannot be read: %w", err)
	}
	if err := xform.WriteForm(&second, again); err != nil {
		return err
	}
	if err := compare(first.String(), second.String()); err != nil {
		return fmt.Errorf("%v%w", strings.Join(texts(warnings), "; "), err)
	}
	return nil
}

// itemsets is the file with the choices that an XForm leaves out.
func itemsets(def *forms.Definition) fstest.MapFS {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	columns := map[string]bool{}
	for _, list := range def.Lists {
		for _, c := range list.Columns {
			columns[c] = columns[c] || list.External
		}
	}
	own := slices.Sorted(maps.Keys(columns))
	rows := [][]string{append([]string{"list_name", "name", "label"}, own...)}
	for _, list := range def.Lists {
		for _, item := range list.Items {
			row := []string{list.Name, item.Value, ""}
			for _, c := range own {
				row = append(row, item.Columns[c])
			}
			if list.External {
				rows = append(rows, row)
			}
		}
	}
	_ = w.WriteAll(rows) // to memory
	return fstest.MapFS{"itemsets.csv": {Data: out.Bytes()}}
}

func texts(f forms.Findings) (all []string) {
	for _, x := range f {
		all = append(all, x.Msg)
	}
	return all
}
