// SPDX-License-Identifier: Apache-2.0

package native_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// TestEveryFieldHasAKey fills every field of a definition with something of its
// own. A field that is new to forms and has no key here does not come back.
func TestEveryFieldHasAKey(t *testing.T) {
	t.Parallel()
	var def forms.Definition
	f := filler{}
	f.fill(reflect.ValueOf(&def).Elem(), 0)
	doc, err := xpath.ParseXML([]byte(`<root xmlns:p="urn:p" a="1"><p:b>text &amp; <i/> more</p:b><c/></root>`))
	if err != nil {
		t.Fatal(err)
	}
	def.Documents = map[string]*xpath.Document{"places": doc}
	def.Functions = nil // they are code
	requireSame(t, "every field", &def)
}

// filler gives every text another value, and goes three levels deep where a
// node holds nodes.
type filler struct{ n int }

const levels = 3

func (f *filler) fill(v reflect.Value, depth int) {
	switch at := v.Addr().Interface().(type) {
	case *forms.Position, **xpath.Document, **forms.MadeDef: // the last is code
		return
	case *forms.Piece:
		f.fill(reflect.ValueOf(&at.Output).Elem(), depth)
		return
	case *[]*forms.NodeDef, *[]forms.GivenDef, *[]*forms.OutlineDef:
		if depth++; depth > levels {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
			return
		}
	}
	switch v.Kind() {
	case reflect.String:
		f.n++
		v.SetString(fmt.Sprintf("text %d", f.n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), depth)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0), depth)
		f.fill(v.Index(1), depth)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, entry := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key, depth)
		f.fill(entry, depth)
		v.SetMapIndex(key, entry)
	}
}
