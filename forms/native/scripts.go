// SPDX-License-Identifier: Apache-2.0

package native

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// scripts names what in a form is code of another language: a function that its
// expressions call, or one that makes choices. YAML has no place for it, and a form
// without it would be another form.
func scripts(def *forms.Definition) []error {
	if len(def.Functions) == 0 {
		return nil
	}
	s := scriptFinder{functions: def.Functions, said: map[string]bool{}}
	s.find(reflect.ValueOf(def).Elem(), "the form")
	return s.found
}

type scriptFinder struct {
	functions map[string]forms.Foreign
	said      map[string]bool
	found     []error
}

// find looks for expressions wherever a definition has them, so that a field that
// is new to it is not forgotten.
func (s *scriptFinder) find(v reflect.Value, where string) {
	switch at := v.Interface().(type) {
	case forms.Source:
		s.source(at.Text, where)
		return
	case *forms.MadeDef:
		if at != nil {
			s.add(where, "makes its choices of other answers")
		}
		return
	case *forms.NodeDef:
		if at != nil {
			where = at.Name
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().Kind() == reflect.Struct {
			s.find(v.Elem(), where)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				s.find(v.Field(i), where)
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			s.find(v.Index(i), where)
		}
	case reflect.Map:
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		for _, key := range keys {
			s.find(v.MapIndex(key), where)
		}
	}
}

// calls are the names that an expression calls.
var calls = regexp.MustCompile(`([\p{L}_][\p{L}\p{N}._:-]*)\s*\(`)

func (s *scriptFinder) source(text, where string) {
	for _, call := range calls.FindAllStringSubmatch(text, -1) {
		if s.functions[call[1]] != nil {
			s.add(where, "calls "+call[1]+"()")
		}
	}
}

func (s *scriptFinder) add(where, what string) {
	if key := where + what; !s.said[key] {
		s.said[key] = true
		s.found = append(s.found, fmt.Errorf("%s %s, a script that has no place in YAML", where, what))
	}
}
