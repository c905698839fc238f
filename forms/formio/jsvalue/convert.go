// SPDX-License-Identifier: Apache-2.0

package jsvalue

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Truthy is ToBoolean: undefined, null, false, 0, NaN and "" are false.
func Truthy(v Value) bool {
	switch v := v.(type) {
	case nil, null:
		return false
	case bool:
		return v
	case float64:
		return v != 0 && !math.IsNaN(v)
	case string:
		return v != ""
	default:
		return true
	}
}

// TypeOf is what the operator typeof gives.
func TypeOf(v Value) string {
	switch v.(type) {
	case nil:
		return "undefined"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	default:
		return "object"
	}
}

// space are the characters that JavaScript trims.
const space = "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"

// Trim is String.prototype.trim.
func Trim(s string) string { return strings.Trim(s, space) }

// ToNumber is a value as a number, NaN when it is none.
func ToNumber(v Value) float64 {
	switch v := v.(type) {
	case nil:
		return math.NaN()
	case null:
		return 0
	case bool:
		if v {
			return 1
		}
		return 0
	case float64:
		return v
	case string:
		return stringToNumber(v)
	default:
		return stringToNumber(ToString(v))
	}
}

func stringToNumber(s string) float64 {
	s = Trim(s)
	if s == "" {
		return 0
	}
	if len(s) > 2 && s[0] == '0' {
		base := map[byte]int{'x': 16, 'X': 16, 'o': 8, 'O': 8, 'b': 2, 'B': 2}[s[1]]
		if base != 0 {
			n, err := strconv.ParseUint(s[2:], base, 64)
			if err != nil {
				return math.NaN()
			}
			return float64(n)
		}
	}
	if end := decimal(s); end != len(s) {
		return math.NaN()
	}
	return parseDecimal(s)
}

// ParseFloat is the function parseFloat: the number a text begins with.
func ParseFloat(v Value) float64 {
	if n, ok := v.(float64); ok {
		return n
	}
	s := strings.TrimLeft(ToString(v), space)
	end := decimal(s)
	if end == 0 {
		return math.NaN()
	}
	return parseDecimal(s[:end])
}

// ParseInt is the function parseInt with base 10.
func ParseInt(v Value) float64 {
	s := strings.TrimLeft(ToString(v), space)
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || end == 0 && (s[0] == '-' || s[0] == '+')) {
		end++
	}
	n, err := strconv.ParseFloat(s[:end], 64)
	if err != nil && !math.IsInf(n, 0) {
		return math.NaN()
	}
	return n
}

func parseDecimal(s string) float64 {
	n, _ := strconv.ParseFloat(s, 64) // out of range is an infinity, as there
	return n
}

// decimal is the length of the number that s begins with, 0 for none.
func decimal(s string) int {
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	if strings.HasPrefix(s[i:], "Infinity") {
		return i + len("Infinity")
	}
	whole := digits(s[i:])
	i += whole
	if i < len(s) && s[i] == '.' {
		fraction := digits(s[i+1:])
		if whole+fraction > 0 {
			i += 1 + fraction
		}
		whole += fraction
	}
	if whole == 0 {
		return 0
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		j := i + 1
		if j < len(s) && (s[j] == '+' || s[j] == '-') {
			j++
		}
		if n := digits(s[j:]); n > 0 {
			i = j + n
		}
	}
	return i
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// FormatNumber is a number as text (ECMA-262, Number::toString).
func FormatNumber(n float64) string {
	switch {
	case math.IsNaN(n):
		return "NaN"
	case math.IsInf(n, 1):
		return "Infinity"
	case math.IsInf(n, -1):
		return "-Infinity"
	case n == 0:
		return "0"
	}
	if abs := math.Abs(n); abs >= 1e-6 && abs < 1e21 {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	s := strconv.FormatFloat(n, 'e', -1, 64)
	mantissa, exponent, _ := strings.Cut(s, "e")
	return mantissa + "e" + exponent[:1] + strings.TrimLeft(exponent[1:], "0")
}

// ToString is a value as text: items joined by commas, "[object Object]".
func ToString(v Value) string {
	switch v := v.(type) {
	case nil:
		return "undefined"
	case null:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return FormatNumber(v)
	case string:
		return v
	case *Array:
		return Join(v.Items, ",")
	default:
		return "[object Object]"
	}
}

// Join is Array.prototype.join: undefined and null are empty.
func Join(items []Value, separator string) string {
	var b strings.Builder
	for i, item := range items {
		if i > 0 {
			b.WriteString(separator)
		}
		if !IsNil(item) {
			b.WriteString(ToString(item))
		}
	}
	return b.String()
}

// Length is the length of a text in UTF-16 units.
func Length(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// Substring is the UTF-16 units of s from one place to before another. Half of
// a surrogate pair becomes U+FFFD.
func Substring(s string, from, to int) string {
	from, to = max(from, 0), min(to, len(s))
	if from >= to {
		return ""
	}
	if ascii(s) {
		return s[from:to]
	}
	units := utf16.Encode([]rune(s))
	if to = min(to, len(units)); from >= to {
		return ""
	}
	return string(utf16.Decode(units[from:to]))
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
