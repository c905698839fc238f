// SPDX-License-Identifier: Apache-2.0

package jsonlogic_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio/jsonlogic"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

var clock = time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)

func ExampleApply() {
	rule, _ := jsvalue.Parse([]byte(`{"and": [{">=": [{"var": "data.age"}, 18]}, {"in": ["farmer", {"var": "data.work"}]}]}`))
	data, _ := jsvalue.Parse([]byte(`{"data": {"age": "42", "work": ["farmer", "trader"]}}`))
	v, err := jsonlogic.Apply(rule, data, jsonlogic.Options{})
	fmt.Println(v, err)
	// Output: true <nil>
}

func TestApply(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, rule, data, want string }{
		{"an empty list is false", `{"!!": [[]]}`, `{}`, `false`},
		{"the text 0 is true", `{"!!": ["0"]}`, `{}`, `true`},
		{"null equals undefined", `{"==": [{"var": "no"}, null]}`, `{}`, `true`},
		{"null is not 0", `{"==": [0, null]}`, `{}`, `false`},
		{"a list equals its text", `{"==": [{"var": "x"}, "a,b"]}`, `{"x": ["a", "b"]}`, `true`},
		{"texts compare as texts", `{"<": ["10", "9"]}`, `{}`, `true`},
		{"a text compares with a number as one", `{"<": ["10", 9]}`, `{}`, `false`},
		{"no number is neither less nor more", `{"or": [{"<=": ["x", 1]}, {">=": ["x", 1]}]}`, `{}`, `false`},
		{"a date of Form.io", `{"getDate": ["2026-11-20"]}`, `{}`, `"2026-11-20T00:00:00.000Z"`},
		{"days ago", `{"relativeMinDate": [20]}`, `{}`, `"2026-10-31T10:30:00.000Z"`},
		{"substr counts UTF-16", `{"substr": ["a😀b", 3, 1]}`, `{}`, `"b"`},
		{"lodash", `{"_sum": [{"var": "x"}]}`, `{"x": [1, 2, "3"]}`, `6`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			v, err := jsonlogic.Apply(parse(t, test.rule), parse(t, test.data), jsonlogic.Options{Now: clock})
			require.NoError(t, err)
			require.Equal(t, test.want, jsvalue.JSON(v))
		})
	}
}

// TestApplyIsBounded tries rules that would take for ever, or all memory.
func TestApplyIsBounded(t *testing.T) {
	t.Parallel()
	list := "[" + strings.Repeat("1,", 999) + "1]"
	tests := []struct{ name, rule string }{
		{"iterations in iterations", `{"map": [` + list + `, {"map": [` + list + `, {"map": [` + list + `, 1]}]}]}`},
		{"a text that doubles", `{"reduce": [` + list + `, {"cat": [{"var": "accumulator"}, {"var": "accumulator"}]}, "xxxxxxxx"]}`},
		{"a list that doubles", `{"reduce": [` + list + `, {"merge": [{"var": "accumulator"}, {"var": "accumulator"}]}, [1, 2]]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			begin := time.Now()
			_, err := jsonlogic.Apply(parse(t, test.rule), jsvalue.NewObject(), jsonlogic.Options{})
			require.ErrorIs(t, err, jsonlogic.ErrBudget)
			require.Less(t, time.Since(begin), 2*time.Second)
		})
	}
	deep := jsvalue.Value(true)
	for range 100_000 {
		o := jsvalue.NewObject()
		o.Set("!", deep)
		deep = o
	}
	_, err := jsonlogic.Apply(deep, nil, jsonlogic.Options{})
	require.ErrorIs(t, err, jsonlogic.ErrBudget)
}

func TestApplyFails(t *testing.T) {
	t.Parallel()
	_, err := jsonlogic.Apply(parse(t, `{"eval": ["1"]}`), nil, jsonlogic.Options{})
	var failure *jsonlogic.Error
	require.ErrorAs(t, err, &failure)
	require.Equal(t, "Unknown Operator", failure.Type)
}

func parse(t *testing.T, text string) jsvalue.Value {
	t.Helper()
	v, err := jsvalue.Parse([]byte(text))
	require.NoError(t, err)
	return v
}
