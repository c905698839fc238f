// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dialform/dialform/forms/xpath"
)

func TestFormatNumber(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		number float64
		want   string
	}{
		{"integer", 17, "17"},
		{"negative", -3.5, "-3.5"},
		{"zero", 0, "0"},
		{"negative zero", math.Copysign(0, -1), "0"},
		{"large", 1e21, "1000000000000000000000"},
		{"small", 1e-7, "0.0000001"},
		{"shortest", 0.30000000000000004, "0.30000000000000004"},
		{"none", math.NaN(), ""},
		{"infinite", math.Inf(1), "Infinity"},
		{"negative infinite", math.Inf(-1), "-Infinity"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, xpath.FormatNumber(tt.number))
		})
	}
}

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{
		"1": 1, " -2.50\n": -2.5, ".5": 0.5, "5.": 5, "+3": 3, "1e3": 1000, "1.5E-2": 0.015, "Infinity": math.Inf(1), "-Infinity": math.Inf(-1),
		"123456789012345": 123456789012345, "12345678901234567890": 12345678901234567890, "1e999": math.Inf(1),
	} {
		require.InDelta(t, want, xpath.ParseNumber(text), 0, text)
	}
	for _, text := range []string{"", " ", ".", "-", "1 2", "1,5", "0x10", "1_000", "inf", "nan", "1e", "--1", "1.2.3", "١"} {
		require.True(t, math.IsNaN(xpath.ParseNumber(text)), text)
	}
}

func TestNumbersSurviveText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := math.Float64frombits(rapid.Uint64().Draw(t, "bits"))
		if math.IsNaN(x) {
			return
		}
		got := xpath.ParseNumber(xpath.FormatNumber(x))
		require.True(t, got == x, strconv.FormatFloat(x, 'g', -1, 64)) //nolint:testifylint // exact, and zeroes of either sign
	})
}

func TestNumbersByDialect(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, source          string
		odk, xpath1, javaRosa string
	}{
		{"NaN", "string(number('x'))", "", "NaN", "NaN"},
		{"exponent", "string(number('1e3'))", "1000", "NaN", "NaN"},
		{"plus", "string(number('+1'))", "1", "NaN", "NaN"},
		{"comma", "string(number('1,5'))", "", "NaN", "1.5"},
		{"nearly equal", "0.1 + 0.2 = 0.3", "false", "false", "true"},
		{"nearly nothing", "boolean(0.0000000000001)", "true", "true", "false"},
		{"half below zero", "string(round(-2.5))", "-3", "-2", "-2"},
		{"a date as number", "string(number('1970-01-02'))", "0.875", "NaN", "NaN"},
		{"first node only", "/data/member/years = 12", "true", "true", "false"},
		{"sum of a blank", "string(sum(/data/member/years))", "", "NaN", "19"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for dialect, want := range map[xpath.Dialect]string{xpath.ODK: tt.odk, xpath.XPath1: tt.xpath1, xpath.JavaRosa: tt.javaRosa} {
				got, err := mustCompile(t, tt.source, xpath.Options{Dialect: dialect}).String(at(t, "/data"))
				require.NoError(t, err)
				require.Equal(t, want, got, "dialect %d", dialect)
			}
		})
	}
}
