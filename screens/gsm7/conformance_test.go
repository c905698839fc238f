// SPDX-License-Identifier: Apache-2.0

package gsm7_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
	"github.com/dialform/dialform/screens/gsm7"
)

type table struct {
	Encode map[string]int
	Decode []string
}

type vectors struct {
	Meta struct {
		Limits map[string]int
	}
	Default, Extension table
	Locking            map[string]table `json:"locking_shift"`
	Single             map[string]table `json:"single_shift"`
}

// tally counts cases, so that one wrong character does not hide the others.
type tally struct {
	t     *testing.T
	score *conformance.Score
}

func (c *tally) check(ok bool, what string, args ...any) {
	if ok {
		c.score.Count("", nil)
		return
	}
	c.score.Count("gsm7.json", fmt.Errorf(what, args...))
}

// TestConformance compares every table with the reference file, both ways.
func TestConformance(t *testing.T) {
	t.Parallel()
	v := load(t)
	c := &tally{t: t, score: conformance.Set(t, "gsm7")}
	c.tables(gsm7.Basic, v.Default, v.Extension)
	for id := range 14 {
		language := gsm7.Language(id)
		if locking, ok := v.Locking[strconv.Itoa(id)]; ok {
			c.tables(gsm7.National(language, gsm7.Default), locking, v.Extension)
		}
		if single, ok := v.Single[strconv.Itoa(id)]; ok {
			c.tables(gsm7.National(gsm7.Default, language), v.Default, single)
		}
	}
	c.limits(v.Meta.Limits)
	c.packing()
	c.score.Finish()
}

func (c *tally) tables(a *gsm7.Alphabet, main, shift table) {
	mapped := map[rune]bool{}
	for name, septet := range main.Encode {
		r := codePoint(c.t, name)
		mapped[r] = true
		got, err := a.Encode(nil, string(r))
		c.check(err == nil && len(got) == 1 && int(got[0]) == septet && a.Decode(got) == string(r), "%s: %x", name, got)
	}
	for name, septet := range shift.Encode {
		r := codePoint(c.t, name)
		got, err := a.Encode(nil, string(r))
		if !mapped[r] { // a character of both tables is written in one septet
			c.check(err == nil && len(got) == 2 && got[0] == 0x1b && int(got[1]) == septet, "%s: %x", name, got)
		}
		mapped[r] = true
		c.check(a.Decode(got) == string(r) && a.Decode([]byte{0x1b, byte(septet)}) == string(r), "%s is not read back", name)
	}
	for septet, name := range main.Decode {
		want := " "
		if name != "" {
			want = string(codePoint(c.t, name))
		}
		c.check(a.Decode([]byte{byte(septet)}) == want, "septet %02x is not %s", septet, name)
	}
	lacking := true
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if mapped[r] != (a.Cost(r) > 0) {
			lacking = false
			c.t.Logf("U+%04X: costs %d", r, a.Cost(r))
		}
	}
	c.check(lacking, "characters that no table has were taken")
}

// limits: what the header leaves holds exactly n septets or units.
func (c *tally) limits(limits map[string]int) {
	const part, part16 = gsm7.HeaderLength + gsm7.HeaderPart, gsm7.HeaderLength + gsm7.HeaderPart16
	const one, two = gsm7.HeaderShift, gsm7.HeaderShift + gsm7.HeaderLocking
	sms := func(header int) int { return gsm7.SMSOctets - header }
	septets := map[string]int{
		"sms_gsm7": sms(0), "sms_gsm7_part_8bit_ref": sms(part), "sms_gsm7_part_16bit_ref": sms(part16),
		"sms_gsm7_one_shift_table_single": sms(gsm7.HeaderLength + one), "sms_gsm7_two_shift_tables_single": sms(gsm7.HeaderLength + two),
		"sms_gsm7_one_shift_table_part": sms(part + one), "sms_gsm7_two_shift_tables_part": sms(part + two),
		"ussd_gsm7": gsm7.USSDOctets,
	}
	for name, octets := range septets {
		n := limits[name]
		// Within a message the text begins on a septet boundary, so the header
		// is rounded up to whole septets; packing n septets must still fit.
		fits := len(gsm7.Pack(nil, make([]byte, n))) <= octets
		c.check(gsm7.Septets(octets) == n && fits && len(gsm7.Pack(nil, make([]byte, n+1))) > octets, "%s: %d", name, gsm7.Septets(octets))
	}
	units := map[string]int{
		"sms_ucs2": sms(0), "sms_ucs2_part_8bit_ref": sms(part), "sms_ucs2_part_16bit_ref": sms(part16),
		"ussd_ucs2": gsm7.USSDOctets,
	}
	for name, octets := range units {
		n := limits[name]
		c.check(gsm7.Units(octets) == n && 2*n <= octets && 2*(n+1) > octets, "%s: %d", name, gsm7.Units(octets))
	}
	octets := map[string]int{
		"sms_octets": gsm7.SMSOctets, "sms_8bit": sms(0), "sms_8bit_part": sms(part), "ussd_octets": gsm7.USSDOctets,
	}
	for name, n := range octets {
		c.check(limits[name] == n, "%s: %d", name, n)
	}
	c.check(len(septets)+len(units)+len(octets) == len(limits), "a limit is not looked at")
}

// packing: seven spare bits end in CR, a trailing CR is dropped on reading.
func (c *tally) packing() {
	for n := range gsm7.Septets(gsm7.USSDOctets) + 1 {
		text := []byte(strings.Repeat("a", n))
		packed := gsm7.PackUSSD(nil, text)
		if n%8 == 7 {
			c.check(packed[len(packed)-1]>>1 == '\r', "%d septets: the spare bits are %02x", n, packed[len(packed)-1])
		}
		c.check(string(gsm7.UnpackUSSD(nil, packed)) == string(text), "%d septets are not read back", n)
	}
	withCR := gsm7.Pack(nil, []byte("1234567\r"))
	c.check(string(gsm7.UnpackUSSD(nil, withCR)) == "1234567", "a CR on the octet boundary stays")
}

func codePoint(t *testing.T, name string) rune {
	t.Helper()
	n, err := strconv.ParseInt(strings.TrimPrefix(name, "U+"), 16, 32)
	require.NoError(t, err)
	return rune(n)
}

func load(t *testing.T) (v vectors) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(conformance.Dir(t, "gsm7.json"), "gsm7.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &v))
	return v
}
