// SPDX-License-Identifier: Apache-2.0

package datafile

import (
	"bytes"
	"errors"
	"path"
	"strings"

	"github.com/dialform/dialform/forms/xpath"
)

// Limits of a file; columns beyond the last are left out. The longest list of 200 real forms has 5,320 rows.
const (
	maxBytes   = 16 << 20
	maxRows    = 200_000
	maxColumns = 1000
)

// ErrTooLarge says that a file has more bytes or rows than are read.
var ErrTooLarge = errors.New("file is too large")

// Content is what a file holds: a table, and of XML the document that the table
// was made of.
type Content struct {
	Columns  []string
	Rows     [][]string      // a short row has empty last columns
	Document *xpath.Document // nil for other formats
}

// Read reads a file. The ending of its name tells the format, else its first
// character; csv is what is neither of the others.
func Read(name string, data []byte) (Content, error) {
	if len(data) > maxBytes {
		return Content{}, ErrTooLarge
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".xml":
		return readXML(data)
	case ".geojson":
		return readGeoJSON(data)
	case ".csv":
		return readCSV(data)
	}
	switch start := bytes.TrimLeft(data, "\ufeff \t\r\n"); {
	case bytes.HasPrefix(start, []byte("<")):
		return readXML(data)
	case bytes.HasPrefix(start, []byte("{")):
		return readGeoJSON(data)
	}
	return readCSV(data)
}
