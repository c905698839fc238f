// SPDX-License-Identifier: Apache-2.0

package datafile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

var (
	errNotCollection = errors.New("read geojson: it is no FeatureCollection")
	errNotFeature    = errors.New("read geojson: a feature is no Feature")
	errGeometry      = errors.New("read geojson: a geometry is neither a Point nor a LineString nor a Polygon")
)

type feature struct {
	Type       string                     `json:"type"`
	ID         json.RawMessage            `json:"id"`
	Properties map[string]json.RawMessage `json:"properties"`
	Geometry   struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// readGeoJSON reads a collection of features (RFC 7946): the columns are
// "geometry", "id" and the properties (ODK XForms, "External secondary
// instances"). A geometry is written as a geopoint, or several with ";".
func readGeoJSON(data []byte) (Content, error) {
	var collection struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}
	if err := json.Unmarshal(data, &collection); err != nil {
		return Content{}, fmt.Errorf("read geojson: %w", err)
	}
	switch {
	case collection.Type != "FeatureCollection":
		return Content{}, errNotCollection
	case len(collection.Features) > maxRows:
		return Content{}, ErrTooLarge
	}
	t := newSparse("geometry", "id")
	for _, f := range collection.Features {
		if f.Type != "Feature" {
			return Content{}, errNotFeature
		}
		place, err := f.place()
		if err != nil {
			return Content{}, err
		}
		row := t.put(nil, "geometry", place)
		row = t.put(row, "id", plain(f.ID))
		for _, key := range slices.Sorted(maps.Keys(f.Properties)) {
			if value := plain(f.Properties[key]); key != "id" || value != "" && len(f.ID) == 0 {
				row = t.put(row, printable(key), value)
			}
		}
		t.rows = append(t.rows, row)
	}
	return Content{Columns: t.columns, Rows: t.rows}, nil
}

// place is the geometry of a feature as XForms writes it.
func (f *feature) place() (string, error) {
	var points [][]float64
	var err error
	switch f.Geometry.Type {
	case "Point":
		points = make([][]float64, 1)
		err = json.Unmarshal(f.Geometry.Coordinates, &points[0])
	case "LineString":
		err = json.Unmarshal(f.Geometry.Coordinates, &points)
	case "Polygon":
		var rings [][][]float64
		if err = json.Unmarshal(f.Geometry.Coordinates, &rings); err == nil && len(rings) > 0 {
			points = rings[0]
		}
	default:
		err = errGeometry
	}
	if err != nil {
		return "", errGeometry
	}
	parts := make([]string, len(points))
	for i, p := range points {
		if len(p) < 2 {
			return "", errGeometry
		}
		parts[i] = number(p[1]) + " " + number(p[0]) + " 0 0"
	}
	return strings.Join(parts, "; "), nil
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// plain is a JSON value as text.
func plain(raw json.RawMessage) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return ""
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var f float64
	if json.Unmarshal(raw, &f) == nil {
		return number(f)
	}
	return string(raw)
}
