// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	cldr "golang.org/x/text/number"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// TestReadDecimalsByLanguage: a sign before three digits is the decimal sign only
// where it can't divide thousands.
func TestReadDecimalsByLanguage(t *testing.T) {
	t.Parallel()
	thousands := why("unreadable.thousands")
	tests := []struct {
		lang, typed string
		want        flows.Input
	}{
		{"en", "1,500", thousands},
		{"sw", "1,500", thousands},
		{"am", "1,500", thousands},
		{"", "1,500", thousands},
		{"fr", "1,500", answer("1.500")},
		{"fr-CD", "1,500", answer("1.500")},
		{"pt-MZ", "1,500", answer("1.500")},
		{"rw", "1,500", answer("1.500")},
		{"en", "1.500", answer("1.500")},
		{"fr", "1.500", answer("1.500")},
		{"pt", "1.500", thousands},
		{"rw", "1.500", thousands},
		{"rw", "1*500", answer("1.500")},
		{"rw", "0.500", answer("0.500")},
		{"rw", "1.50", answer("1.50")},
		{"en", "1,50", answer("1.50")},
		{"fr", "1.500,5", why("unreadable.decimal")},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, screens.Read(screens.System(), expect(flows.ExpectDecimal), tt.lang, tt.typed, screens.Layout{}), "%s %s", tt.lang, tt.typed)
	}
}

// TestDecimalSignsAreThoseOfCLDR: what Read takes for a decimal is one in the
// language, wherever it is spoken.
func TestDecimalSignsAreThoseOfCLDR(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{
		"af", "am", "az", "da", "de", "de-CH", "el", "en", "en-ZA", "es", "es-GQ", "es-MX", "ff", "fi", "fr", "fr-CD", "fr-CH",
		"ha", "hr", "hu", "id", "ig", "is", "it", "it-CH", "kea", "ln", "lu", "mg", "nb", "nl", "om", "pl", "pt", "pt-AO", "pt-MZ", "rn", "ro", "ru",
		"rw", "sg", "sk", "so", "sv", "sw", "sw-CD", "ti", "tr", "uk", "vi", "wo", "yo", "zu",
	} {
		tag := language.MustParse(lang)
		typed := message.NewPrinter(tag).Sprint(cldr.Decimal(1.234, cldr.Scale(3)))
		thousands := message.NewPrinter(tag).Sprint(cldr.Decimal(1234))
		read := func(typed string) flows.Input {
			return screens.Read(screens.System(), expect(flows.ExpectDecimal), lang, typed, screens.Layout{})
		}
		if in, ok := read(typed).(flows.Answer); ok {
			require.Equal(t, "1.234", in.Value, "%s: %s", lang, typed)
		}
		if in, ok := read(thousands).(flows.Answer); ok {
			require.Equal(t, "1234", in.Value, "%s: %s", lang, thousands)
		}
	}
}
