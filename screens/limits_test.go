// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// TestLimitsAreInThePersonsNumbersAndDays: also where a text is no number or day.
func TestLimitsAreInThePersonsNumbersAndDays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, lang string
		said       flows.Phrase
		want       string
	}{
		{"numbers", "en", flows.Message(flows.MsgFromTo, "0", "120"), "From 0 to 120."},
		{"a decimal point", "sw", flows.Message(flows.MsgAtLeast, "0.5"), "Angalau 0.5."},
		{"a decimal comma", "fr", flows.Message(flows.MsgAbove, "0.5"), "Plus de 0,5."},
		{"letters", "en", flows.Message(flows.MsgLettersAtLeast, "3"), "Letters: at least 3."},
		{"a day", "en", flows.Message(flows.MsgDayAtMost, "2026-11-20", ""), "20 November 2026 or earlier."},
		{"days", "fr", flows.Message(flows.MsgDayFromTo, "2026-01-01", "2026-11-20", ""), "Du 1 janvier 2026 au 20 novembre 2026."},
		{"a day of another calendar", "en", flows.Message(flows.MsgDayAtMost, "1990-03-15", "ethiopian"), "6 Megabit 1982 or earlier."},
		{"in its own letters", "am", flows.Message(flows.MsgDayAtMost, "1990-03-15", "ethiopian"), "6 መጋቢት 1982 ወይም በፊት።"},
		{"a day that the calendar has not", "en", flows.Message(flows.MsgDayAtLeast, "0001-01-01", "ethiopian"), "0001-01-01 or later."},
		{"no day", "en", flows.Message(flows.MsgDayAtLeast, "soon", ""), "soon or later."},
		{"no argument", "en", flows.Message(flows.MsgDayAtLeast), "{0} or later."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, screens.System().Text(tt.lang, tt.said))
		})
	}
}
