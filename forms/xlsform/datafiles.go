// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/dialform/dialform/forms"
)

// readItems reads an XML file of choices: the children of the root's children
// are the columns, as in <root><item><name>1</name><label>One</label></item></root>.
func readItems(d *forms.DatasetDef, data []byte) error {
	dec := xml.NewDecoder(bytes.NewReader(data))
	var t sparseTable
	var row []string
	var column string
	var text []byte
	for depth := 0; ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			d.Columns = t.columns
			return nil
		}
		if err != nil {
			return fmt.Errorf("read xml: %w", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch depth++; depth {
			case 2:
				row = nil
			case 3:
				column, text = e.Name.Local, nil
			}
		case xml.CharData:
			if depth >= 3 {
				text = append(text, e...)
			}
		case xml.EndElement:
			switch depth {
			case 2:
				d.Rows = append(d.Rows, row)
			case 3:
				row = t.put(row, column, string(text))
			}
			depth--
		}
	}
}

// readGeoJSON reads a collection of points: their properties are the columns,
// and "geometry" is the place as "latitude longitude 0 0" (ODK XForms, GeoJSON
// attachments).
func readGeoJSON(d *forms.DatasetDef, data []byte) error {
	var collection struct {
		Features []struct {
			ID         any            `json:"id"`
			Properties map[string]any `json:"properties"`
			Geometry   struct {
				Type        string          `json:"type"`
				Coordinates json.RawMessage `json:"coordinates"`
			} `json:"geometry"`
		} `json:"features"`
	}
	if err := json.Unmarshal(data, &collection); err != nil {
		return fmt.Errorf("read geojson: %w", err)
	}
	var t sparseTable
	for _, f := range collection.Features {
		var row []string
		var point []float64
		if f.Geometry.Type == "Point" && json.Unmarshal(f.Geometry.Coordinates, &point) == nil && len(point) >= 2 {
			row = t.put(row, "geometry", number(point[1])+" "+number(point[0])+" 0 0")
		}
		if f.ID != nil {
			row = t.put(row, "id", jsonText(f.ID))
		}
		for _, key := range sortedKeys(f.Properties) {
			row = t.put(row, key, jsonText(f.Properties[key]))
		}
		d.Rows = append(d.Rows, row)
	}
	d.Columns = t.columns
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func jsonText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return number(v)
	case bool:
		return strconv.FormatBool(v)
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}
