// SPDX-License-Identifier: Apache-2.0

package native_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/native"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/forms/xpath"
)

// corpus is the folder of real forms; tests that need it are skipped without it.
func corpus(t *testing.T, folder string) string {
	t.Helper()
	data := os.Getenv("DIALFORM_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	dir := filepath.Join(data, folder)
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no corpus of forms: set DIALFORM_DATA")
	}
	return dir
}

// TestRoundTrip writes every real form there is and reads it again.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	read := 0
	for _, pattern := range []string{
		filepath.Join(corpus(t, "xlsform"), "*.xls*"), filepath.Join(corpus(t, "xform"), "*.xml"),
		filepath.Join("..", "..", "packs", "demo", "forms", "*.xlsx"),
	} {
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			reader := xlsform.Read
			if filepath.Ext(file) == ".xml" {
				reader = xform.Read
			}
			def, findings := reader(filepath.Base(file), data, os.DirFS(filepath.Dir(file)))
			if findings.HasErrors() {
				continue
			}
			read++
			requireSame(t, file, def)
		}
	}
	require.NotZero(t, read)
	t.Logf("%d forms are the same after they were written and read", read)
}

// requireSame writes a form, reads it, and writes it again.
func requireSame(t *testing.T, name string, def *forms.Definition) {
	t.Helper()
	first := write(t, name, def)
	again, findings := native.Read("form.yaml", first, fstest.MapFS{})
	require.NoError(t, findings.Err(), name)
	require.Equal(t, string(first), string(write(t, name, again)), "%s: written twice", name)
	for id, doc := range def.Documents {
		require.Equal(t, shape(doc), shape(again.Documents[id]), "%s: document %s", name, id)
	}
	wipe(reflect.ValueOf(def).Elem())
	wipe(reflect.ValueOf(again).Elem())
	require.Equal(t, def, again, name)
}

func write(t *testing.T, name string, def *forms.Definition) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, native.Write(&out, def), name)
	return out.Bytes()
}

// wipe takes out of a definition what the format does not hold: where things
// stood, and the difference between no entries and an empty list.
func wipe(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		switch at := v.Addr().Interface().(type) {
		case *forms.Position:
			*at = forms.Position{}
			return
		case *forms.Definition:
			at.File, at.Hash, at.Documents = "", [32]byte{}, nil
		}
		for i := range v.NumField() {
			wipe(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			wipe(v.Elem())
		}
	case reflect.Slice:
		if v.Len() == 0 && v.Type() != reflect.TypeFor[[]forms.GivenDef]() {
			v.SetZero()
		}
		for i := range v.Len() {
			wipe(v.Index(i))
		}
	case reflect.Map:
		if v.Len() == 0 {
			v.SetZero()
		}
		for _, key := range v.MapKeys() {
			entry := reflect.New(v.Type().Elem()).Elem()
			entry.Set(v.MapIndex(key))
			wipe(entry)
			v.SetMapIndex(key, entry)
		}
	}
}

// shape is a document as names, attributes and texts in their order.
func shape(doc *xpath.Document) []string {
	var out []string
	var walk func(id xpath.NodeID)
	walk = func(id xpath.NodeID) {
		name := doc.NodeName(id)
		out = append(out, "<"+name.Space+" "+name.String())
		for a := doc.FirstAttr(id); a != xpath.NoNode; a = doc.NextAttr(a) {
			out = append(out, doc.NodeName(a).Space+" "+doc.NodeName(a).String()+"="+doc.StringValue(a))
		}
		for child := doc.FirstChild(id); child != xpath.NoNode; child = doc.NextSibling(child) {
			if doc.NodeKind(child) == xpath.ElementNode {
				walk(child)
			} else {
				out = append(out, doc.StringValue(child))
			}
		}
		out = append(out, ">")
	}
	if doc.Element() != xpath.NoNode {
		walk(doc.Element())
	}
	return out
}
