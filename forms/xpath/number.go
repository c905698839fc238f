// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"strconv"
	"strings"
)

// FormatNumber writes a number as forms keep it: the shortest decimal digits
// that give the number back, never an exponent, "0" for either zero, and
// nothing for NaN.
func FormatNumber(f float64) string {
	switch {
	case f == 0 || math.IsNaN(f):
		if f == 0 {
			return "0"
		}
		return ""
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == math.Trunc(f) && math.Abs(f) < 1e15:
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// ParseNumber reads a number as forms keep it, with white space around it
// allowed. What is no number is NaN. Unlike number() it knows no dates.
func ParseNumber(s string) float64 {
	return parseDecimal(strings.TrimSpace(s), true)
}

// formatNumber is string() of a number.
func formatNumber(f float64, d Dialect) string {
	if d == ODK {
		return FormatNumber(f)
	}
	if math.IsNaN(f) {
		return "NaN"
	}
	if d == JavaRosa && math.Abs(f) < javaRosaEpsilon {
		return "0"
	}
	return FormatNumber(f)
}

// javaRosaEpsilon is how near two numbers are the same number in JavaRosa
// (XPathEqExpr, XPathFuncExpr.toBoolean).
const javaRosaEpsilon = 1e-12

// parseDecimal reads an optional sign, digits with at most one point, and,
// where loose, a plus sign, an exponent and the word Infinity, as JavaScript
// does. Anything else is NaN.
func parseDecimal(s string, loose bool) float64 {
	i, digits := 0, 0
	if i < len(s) && (s[i] == '-' || loose && s[i] == '+') {
		i++
	}
	if loose && s[i:] == "Infinity" {
		return infinity(s[0] == '-')
	}
	for ; i < len(s) && isDigit(s[i]); i++ {
		digits++
	}
	if i == len(s) && 0 < digits && digits <= 15 {
		return smallInteger(s)
	}
	if i < len(s) && s[i] == '.' {
		for i++; i < len(s) && isDigit(s[i]); i++ {
			digits++
		}
	}
	if digits == 0 {
		return math.NaN()
	}
	if loose && i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '-' || s[i] == '+') {
			i++
		}
		exponent := i
		for i < len(s) && isDigit(s[i]) {
			i++
		}
		if i == exponent {
			return math.NaN()
		}
	}
	if i != len(s) {
		return math.NaN()
	}
	// The only error left is that of range, for which f is infinite.
	f, _ := strconv.ParseFloat(s, 64)
	return f
}

// smallInteger reads a sign and at most 15 digits, which are exact.
func smallInteger(s string) float64 {
	negative := s[0] == '-'
	var n int64
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			n = n*10 + int64(s[i]-'0')
		}
	}
	if negative {
		return -float64(n)
	}
	return float64(n)
}

func infinity(negative bool) float64 {
	if negative {
		return math.Inf(-1)
	}
	return math.Inf(1)
}

// parseJavaRosa reads a number as JavaRosa does: a comma counts as a point,
// and there is no exponent (XPathFuncExpr.toNumeric).
func parseJavaRosa(s string) float64 {
	if strings.IndexByte(s, ',') >= 0 {
		s = strings.ReplaceAll(s, ",", ".")
	}
	return parseDecimal(strings.TrimSpace(s), false)
}

func trimXML(s string) string {
	for len(s) > 0 && isSpace(s[0]) {
		s = s[1:]
	}
	for len(s) > 0 && isSpace(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

func boolNumber(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
