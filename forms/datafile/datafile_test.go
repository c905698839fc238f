// SPDX-License-Identifier: Apache-2.0

package datafile_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/datafile"
)

func TestRead(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, file, data string
		columns          []string
		rows             [][]string
	}{
		{"commas", "a.csv", "name,label\nk,\"Kisumu, town\"\n", []string{"name", "label"}, [][]string{{"k", "Kisumu, town"}}},
		{"semicolons", "a.csv", "name;label\r\nk;Kisumu, town\r\n", []string{"name", "label"}, [][]string{{"k", "Kisumu, town"}}},
		{"bars", "a.csv", "name|label\nk|K", []string{"name", "label"}, [][]string{{"k", "K"}}},
		{"old line ends", "a.csv", "name,label\rk,K\r", []string{"name", "label"}, [][]string{{"k", "K"}}},
		{"byte order mark", "a.csv", "\ufeffname\nk", []string{"name"}, [][]string{{"k"}}},
		{"white space is kept", "a.csv", "name , label\nk , K", []string{"name ", " label"}, [][]string{{"k ", " K"}}},
		{"short and long rows", "a.csv", "a,b\n1\n1,2,3", []string{"a", "b"}, [][]string{{"1"}, {"1", "2", "3"}}},
		{"no control characters", "a.csv", "a\nx\x1b[31m", []string{"a"}, [][]string{{"x[31m"}}},
		{"nothing", "a.csv", "", nil, nil},
		{"no ending", "places", "a\n1", []string{"a"}, [][]string{{"1"}}},
		{
			"xml", "a.xml", "<root><item><name>k</name></item><item><label>N</label></item></root>",
			[]string{"name", "label"},
			[][]string{{"k"}, {"", "N"}},
		},
		{"xml without ending", "places", "<r><i><n>k</n></i></r>", []string{"n"}, [][]string{{"k"}}},
		{
			"points", "a.geojson", collection(`{"type":"Point","coordinates":[36.8,-1.2,1700]}`, `"id":7`),
			[]string{"geometry", "id", "open"},
			[][]string{{"-1.2 36.8 0 0", "7", "true"}},
		},
		{
			"lines", "a.geojson", collection(`{"type":"LineString","coordinates":[[1,2],[3,4]]}`, `"id":"x"`),
			[]string{"geometry", "id", "open"},
			[][]string{{"2 1 0 0; 4 3 0 0", "x", "true"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			content, err := datafile.Read(tt.file, []byte(tt.data))
			require.NoError(t, err)
			require.Equal(t, tt.columns, content.Columns)
			require.Equal(t, tt.rows, content.Rows)
			require.Equal(t, strings.HasPrefix(tt.data, "<"), content.Document != nil)
		})
	}
}

func collection(geometry, id string) string {
	return `{"type":"FeatureCollection","features":[{"type":"Feature",` + id + `,"geometry":` + geometry + `,"properties":{"open":true}}]}`
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, data, want string }{
		{"too long", "a.csv", strings.Repeat("x", 17<<20), "too large"},
		{"too many rows", "a.csv", strings.Repeat("x\n", 300_000), "too large"},
		{"no xml", "a.xml", "<root>", "read xml"},
		{"an entity", "a.xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "document type"},
		{"no json", "a.geojson", "{", "read geojson"},
		{"no collection", "a.geojson", `{"type":"Feature"}`, "FeatureCollection"},
		{"no feature", "a.geojson", `{"type":"FeatureCollection","features":[{"type":"x"}]}`, "no Feature"},
		{"unknown geometry", "a.geojson", collection(`{"type":"Foo"}`, `"id":1`), "geometry"},
		{"half a point", "a.geojson", collection(`{"type":"Point","coordinates":[1]}`, `"id":1`), "geometry"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := datafile.Read(tt.file, []byte(tt.data))
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.csv", []byte("a;b\n\"1"))
	f.Add("a.geojson", []byte(collection(`{"type":"Polygon","coordinates":[[[1,2]]]}`, `"id":null`)))
	f.Add("a.xml", []byte("<r><i><a b='c'/></i></r>"))
	f.Fuzz(func(_ *testing.T, name string, data []byte) {
		_, _ = datafile.Read(name, data)
	})
}
