// SPDX-License-Identifier: Apache-2.0

package datafile

import (
	"fmt"

	"github.com/dialform/dialform/forms/xpath"
)

// readXML reads a document, and as its table the items in its root:
// <root><item><name>1</name><label>One</label></item></root>.
func readXML(data []byte) (Content, error) {
	doc, err := xpath.ParseXML(data)
	if err != nil {
		return Content{}, fmt.Errorf("read xml: %w", err)
	}
	t := newSparse()
	elements(doc, doc.Element(), func(item xpath.NodeID) {
		var row []string
		elements(doc, item, func(cell xpath.NodeID) {
			row = t.put(row, doc.NodeName(cell).Local, doc.StringValue(cell))
		})
		t.rows = append(t.rows, row)
	})
	if len(t.rows) > maxRows {
		return Content{}, ErrTooLarge
	}
	return Content{Columns: t.columns, Rows: t.rows, Document: doc}, nil
}

// elements calls do with each element in an element.
func elements(doc *xpath.Document, parent xpath.NodeID, do func(xpath.NodeID)) {
	if parent == xpath.NoNode {
		return
	}
	for id := doc.FirstChild(parent); id != xpath.NoNode; id = doc.NextSibling(id) {
		if doc.NodeKind(id) == xpath.ElementNode {
			do(id)
		}
	}
}
