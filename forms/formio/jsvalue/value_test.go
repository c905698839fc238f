// SPDX-License-Identifier: Apache-2.0

package jsvalue_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

func parse(t *testing.T, text string) jsvalue.Value {
	t.Helper()
	v, err := jsvalue.Parse([]byte(text))
	require.NoError(t, err)
	return v
}

func TestParseKeepsTheOrder(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"members as they come", `{"b": 1, "a": [true, null]}`, `{"b":1,"a":[true,null]}`},
		{"array indexes first, by number", `{"b": 1, "10": 2, "9": 3, "01": 4}`, `{"9":3,"10":2,"b":1,"01":4}`},
		{"the last of the same name counts", `{"a": 1, "a": 2}`, `{"a":2}`},
		{"texts as JSON.stringify writes them", `"\u2028<\u0001\n\/"`, "\"\u2028<\\u0001\\n/\""},
		{"numbers as JavaScript writes them", `[1e21, 1e-7, 0.1, 100, -0]`, `[1e+21,1e-7,0.1,100,0]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, jsvalue.JSON(parse(t, test.text)))
		})
	}
}

func TestParseIsBounded(t *testing.T) {
	t.Parallel()
	_, err := jsvalue.Parse([]byte(strings.Repeat("[", 100_000)))
	require.ErrorIs(t, err, jsvalue.ErrDepth)
	_, err = jsvalue.Parse([]byte(`1 2`))
	require.Error(t, err)
}

func TestPaths(t *testing.T) {
	t.Parallel()
	data := parse(t, `{"grid": [{"a": 1}, {"a": {"b": 2}}], "a.b": 3, "text": "abc"}`)
	require.Equal(t, 2.0, jsvalue.Get(data, "grid[1].a.b"))
	require.Equal(t, 3.0, jsvalue.Get(data, "a.b"))
	require.Equal(t, 3.0, jsvalue.Get(data, "text.length"))
	require.Nil(t, jsvalue.Get(data, "grid[2].a"))
	require.True(t, jsvalue.Has(data, "grid[0].a"))
	require.False(t, jsvalue.Has(data, "grid[0].c"))

	jsvalue.Set(data, "made[1].x", "y")
	jsvalue.Set(data, "text.length", true)
	jsvalue.Set(data, "grid[0].a", jsvalue.Null)
	jsvalue.Unset(data, "grid[1].a.b")
	jsvalue.Unset(data, "nothing.here")
	require.JSONEq(t, `{"grid": [{"a": null}, {"a": {}}], "a.b": 3, "text": {"length": true}, "made": [null, {"x": "y"}]}`, jsvalue.JSON(data))
}

func TestConversions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{"": 0, " 12 ": 12, "1e3": 1000, "0x1f": 31, ".5": 0.5, "5.": 5, "-Infinity": math.Inf(-1)} {
		require.Equal(t, want, jsvalue.ToNumber(text), text)
	}
	for _, text := range []string{"12 kg", "1,5", "infinity", "0xg", "1e", "--1", "1_000"} {
		require.True(t, math.IsNaN(jsvalue.ToNumber(text)), text)
	}
	require.Equal(t, 12.0, jsvalue.ParseFloat("12 kg"))
	require.Equal(t, "1,,a,[object Object]", jsvalue.ToString(parse(t, `[1, null, "a", {}]`)))
}

func TestComparisons(t *testing.T) {
	t.Parallel()
	equal := [][2]string{{`1`, `"1"`}, {`true`, `"1"`}, {`[]`, `""`}, {`[1]`, `1`}, {`null`, `null`}}
	for _, pair := range equal {
		require.True(t, jsvalue.LooseEqual(parse(t, pair[0]), parse(t, pair[1])), pair)
		require.True(t, jsvalue.LooseEqual(parse(t, pair[1]), parse(t, pair[0])), pair)
	}
	unequal := [][2]string{{`null`, `0`}, {`null`, `""`}, {`{}`, `{}`}, {`true`, `"true"`}}
	for _, pair := range unequal {
		require.False(t, jsvalue.LooseEqual(parse(t, pair[0]), parse(t, pair[1])), pair)
	}
	require.True(t, jsvalue.LooseEqual(nil, jsvalue.Null))
	require.False(t, jsvalue.StrictEqual(nil, jsvalue.Null))
	require.True(t, jsvalue.Equal(parse(t, `{"a": [1], "b": 2}`), parse(t, `{"b": 2, "a": [1]}`)))
	require.True(t, jsvalue.Less("a😀", "a\uffff"), "by UTF-16 units")
}
