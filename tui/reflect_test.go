// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"fmt"
	"reflect"
)

// stringFields are the fields of a struct of strings, by name.
func stringFields(v any) map[string]string {
	out := make(map[string]string)
	r := reflect.ValueOf(v)
	for i := range r.NumField() {
		out[r.Type().Field(i).Name] = r.Field(i).String()
	}
	return out
}

func typeName(v any) string { return fmt.Sprintf("%T", v) }
