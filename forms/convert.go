// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dialform/dialform/forms/xpath"
)

// canonical converts a text to the canonical text of a node's type. ok is
// false, and the text empty, when it is no value of the type.
func canonical(n *Node, s string) (value string, ok bool) {
	if n.Control == Trigger {
		s = strings.TrimSpace(s)
		return accept(s, s == "" || s == "OK")
	}
	if n.Control == Select || n.Control == Rank {
		return strings.Join(strings.Fields(s), " "), true
	}
	if n.Type == String || n.Type == Barcode || n.Type == Binary {
		return s, true
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return "", true
	}
	switch n.Type {
	case Int:
		return integer(s)
	case Decimal:
		f := xpath.ParseNumber(s)
		return accept(xpath.FormatNumber(f), !math.IsNaN(f) && !math.IsInf(f, 0))
	case Boolean:
		switch s {
		case "true", "1":
			return "1", true
		case "false", "0":
			return "0", true
		}
		return "", false
	case Date:
		_, ok := xpath.ParseDateTime(s, time.UTC)
		if !ok {
			return "", false
		}
		return s[:len(time.DateOnly)], true
	case Time:
		_, ok := xpath.ParseDateTime("1970-01-01T"+s, time.UTC)
		return accept(s, ok)
	case DateTime:
		_, ok := xpath.ParseDateTime(s, time.UTC)
		return accept(s, ok)
	case Geopoint:
		return point(s)
	case Geotrace, Geoshape:
		return points(s)
	default:
		return s, true
	}
}

func accept(s string, ok bool) (string, bool) {
	if !ok {
		return "", false
	}
	return s, true
}

// integer drops the fraction; the result must fit 32 bits (ODK XForms, data
// types).
func integer(s string) (string, bool) {
	f := math.Trunc(xpath.ParseNumber(s))
	if math.IsNaN(f) || f < math.MinInt32 || f > math.MaxInt32 {
		return "", false
	}
	return strconv.Itoa(int(f)), true
}

// spelled reports whether a canonical text is also spelled as XForms spells the
// type: a date without a time, a time with seconds. People may be less exact.
func spelled(n *Node, s string) bool {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return true
	case n.Type == Date:
		return len(s) == len(time.DateOnly)
	case n.Type == Time:
		return strings.Count(s[:min(len(s), len(time.TimeOnly))], ":") == 2
	}
	return true
}

// point is latitude, longitude and optionally altitude and accuracy in metres.
func point(s string) (string, bool) {
	fields := strings.Fields(s)
	if len(fields) < 2 || len(fields) > 4 {
		return "", false
	}
	for i, field := range fields {
		f := xpath.ParseNumber(field)
		limit := math.MaxFloat64
		switch i {
		case 0:
			limit = 90
		case 1:
			limit = 180
		}
		if !(math.Abs(f) <= limit) { // also for NaN
			return "", false
		}
		if fields[i] = xpath.FormatNumber(f); !strings.Contains(fields[i], ".") {
			fields[i] += ".0" // as clients of ODK write them
		}
	}
	return strings.Join(fields, " "), true
}

func points(s string) (string, bool) {
	parts := strings.Split(strings.TrimSuffix(s, ";"), ";")
	for i, part := range parts {
		p, ok := point(part)
		if !ok {
			return "", false
		}
		parts[i] = p
	}
	return strings.Join(parts, ";"), true
}

// typeExample shows authors how a value of a type is written.
func typeExample(t DataType) string {
	switch t {
	case Int:
		return "a whole number such as 12"
	case Decimal:
		return "a number such as 3.5"
	case Boolean:
		return "true or false"
	case Date:
		return "a date such as 2026-11-20"
	case Time:
		return "a time such as 14:30"
	case DateTime:
		return "a date and time such as 2026-11-20T14:30"
	case Geopoint, Geotrace, Geoshape:
		return "latitude and longitude such as -1.28 36.82"
	default:
		return "text"
	}
}

// inRange checks the number of a range question against its parameters.
func inRange(n *Node, value string) bool {
	if n.Control != Range || value == "" {
		return true
	}
	v := xpath.ParseNumber(value)
	start, end := xpath.ParseNumber(n.Params["start"]), xpath.ParseNumber(n.Params["end"])
	if v < math.Min(start, end) || v > math.Max(start, end) {
		return false
	}
	step := xpath.ParseNumber(n.Params["step"])
	if math.IsNaN(step) || math.IsNaN(start) || step == 0 {
		return true
	}
	steps := (v - start) / step
	return math.Abs(steps-math.Round(steps)) < 1e-9
}

// writable reports whether a text can stand in XML, and so in a submission:
// valid UTF-8 without control characters but tab and line ends.
func writable(s string) bool {
	for i, r := range s {
		switch {
		case r >= ' ' && r < 0x7f:
		case r == '\t' || r == '\n' || r == '\r':
		case r == utf8.RuneError:
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return false
			}
		case unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF:
			return false
		}
	}
	return true
}
