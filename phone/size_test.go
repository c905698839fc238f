// SPDX-License-Identifier: Apache-2.0

package phone_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/phone"
)

func TestSize(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text      string
		screen, message string
		over            bool
	}{
		{"empty", "", "0/160", "0/160", false},
		{"septets", "Hello", "5/160", "5/160", false},
		{"an escape costs two", "{€}", "6/160", "6/160", false},
		{"accents of the default table", "prénom", "6/160", "6/160", false},
		{"one character outside", "reçu", "4/70 ucs2", "4/70 ucs2", false},
		{"Amharic", "ሰላም", "3/70 ucs2", "3/70 ucs2", false},
		{"a surrogate pair costs two", "😀", "2/70 ucs2", "2/70 ucs2", false},
		{"full", strings.Repeat("x", 160), "160/160", "160/160", false},
		{"one over", strings.Repeat("x", 161), "161/160", "161/306", true},
		{"three parts", strings.Repeat("x", 307), "307/160", "307/459", true},
		{"one over in UCS-2", strings.Repeat("ሰ", 71), "71/70 ucs2", "71/134 ucs2", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			screen := phone.Screen{Text: tt.text}.Size()
			require.Equal(t, tt.screen, screen.String())
			require.Equal(t, tt.over, screen.Over())
			message := phone.Message{Text: tt.text}.Size()
			require.Equal(t, tt.message, message.String())
			require.False(t, message.Over())
		})
	}
}
