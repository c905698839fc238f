// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"math"
	"strconv"
	"strings"

	"github.com/dialform/dialform/flows"
)

// maxDigits of a number keep it exact: every such integer is an int64, and the
// form decides how many of them it wants.
const maxDigits = 18

// integer reads a whole number.
func (r *reading) integer() flows.Input {
	sign, digits := signed(r.number)
	if !allDigits(digits) || len(digits) > maxDigits {
		return unreadable(whyNumber)
	}
	return r.inRange(canonical(sign, digits, ""))
}

// decimal reads a number with a decimal sign: a point, a comma, or the star of a
// phone's number pad. Before exactly three digits the sign could as well divide
// thousands; unless the language writes thousands otherwise, such a number is
// refused rather than guessed.
func (r *reading) decimal() flows.Input {
	sign, whole, fraction, with, ok := number(r.number)
	switch {
	case !ok:
		return unreadable(whyDecimal)
	case len(fraction) == 3 && strings.Trim(whole, "0") != "" && dividesThousands(r.lang, with):
		return unreadable(whyThousands)
	}
	return r.inRange(canonical(sign, whole, fraction))
}

// How languages write numbers, by the Unicode Common Locale Data Repository:
// those that write decimals with a comma wherever they are spoken, and those that
// somewhere divide thousands with a point.
var (
	decimalComma   = languageSet("af az da ff fi fr hr hu id is it kea ln lu nb nl pl pt rn ro ru rw sg sk sv sw-CD tr uk vi wo")
	thousandsPoint = languageSet("az da de el es hr id is it ln lu nb nl pt rn ro rw sg sw-CD tr vi wo")
)

func languageSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// spoken tells whether a language, or the one it is a variety of, is in a set.
func spoken(lang string, set map[string]bool) bool {
	for tag := lang; tag != ""; tag = broader(tag) {
		if set[tag] {
			return true
		}
	}
	return false
}

// dividesThousands tells whether people who write a language may mean thousands
// by a sign.
func dividesThousands(lang string, sign byte) bool {
	switch sign {
	case ',':
		return !spoken(lang, decimalComma)
	case '.':
		return spoken(lang, thousandsPoint)
	}
	return false
}

// signed takes a sign off a number.
func signed(s string) (sign, rest string) {
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		return "-", rest
	}
	return "", strings.TrimPrefix(s, "+")
}

// number splits a decimal number; with is its decimal sign, 0 if it has none.
func number(s string) (sign, whole, fraction string, with byte, ok bool) {
	sign, s = signed(s)
	whole = s
	if i := strings.IndexAny(s, ".,*"); i >= 0 {
		whole, fraction, with = s[:i], s[i+1:], s[i]
		if !allDigits(fraction) {
			return "", "", "", 0, false
		}
	}
	if whole == "" {
		whole = "0" // ".5"
	}
	ok = (allDigits(whole) && s != "") && len(whole)+len(fraction) <= maxDigits
	return sign, whole, fraction, with, ok
}

// canonical writes a number without zeros in front, and zero without a sign.
func canonical(sign, whole, fraction string) string {
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if whole == "0" && strings.Trim(fraction, "0") == "" {
		sign = ""
	}
	if fraction != "" {
		return sign + whole + "." + fraction
	}
	return sign + whole
}

// inRange holds a number against the range of the question. A bound that is no
// number bounds nothing.
func (r *reading) inRange(value string) flows.Input {
	e := r.screen.Expect
	v, _ := strconv.ParseFloat(value, 64)
	least, errLeast := strconv.ParseFloat(e.Min, 64)
	most, errMost := strconv.ParseFloat(e.Max, 64)
	if errLeast == nil && errMost == nil && least > most {
		least, most = most, least // a form may count down
	}
	if errLeast == nil && v < least || errMost == nil && v > most {
		return unreadable(whyRange, e.Min, e.Max)
	}
	step, err := strconv.ParseFloat(e.Step, 64)
	if err == nil && errLeast == nil && step != 0 {
		const tolerance = 1e-9 // 0.1 has no exact binary form
		if n := (v - least) / step; math.Abs(n-math.Round(n)) > tolerance {
			return unreadable(whyStep, e.Min, e.Step)
		}
	}
	return flows.Answer{Value: value}
}

// geopoint reads latitude and longitude in degrees, as "-1.29 36.82",
// "-1.29, 36.82" or with the decimal comma "-1,29 36,82". The value has the two
// more numbers of an XForms geopoint, altitude and accuracy, as 0: not known.
func (r *reading) geopoint() flows.Input {
	parts := strings.Fields(r.number)
	if len(parts) == 1 && strings.Count(parts[0], ",") == 1 && strings.Contains(parts[0], ".") {
		parts = strings.Split(parts[0], ",")
	}
	if len(parts) != 2 {
		return unreadable(whyGeopoint)
	}
	parts[0] = strings.TrimRight(parts[0], ",;")
	lat, okLat := degrees(parts[0], 90)
	lon, okLon := degrees(parts[1], 180)
	if !okLat || !okLon {
		return unreadable(whyGeopoint)
	}
	return flows.Answer{Value: lat + " " + lon + " 0 0"}
}

// degrees reads an angle of at most that many degrees. No angle has thousands,
// so a comma is a decimal sign.
func degrees(s string, most float64) (string, bool) {
	sign, whole, fraction, _, ok := number(s)
	if !ok {
		return "", false
	}
	value := canonical(sign, whole, fraction)
	v, err := strconv.ParseFloat(value, 64)
	return value, err == nil && math.Abs(v) <= most
}
