// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// TestReviewTellsTheAnswers: on a small screen a long question is told in short, so
// that its answer is seen; on a wide one it is told whole.
func TestReviewTellsTheAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, lang, question, answer, want string
		septets                            int
	}{
		{"a short one", "en", "Full name", "Amina", "1 Full name: Amina", 0},
		{"a question mark is sign enough", "en", "Do you have land?", "Yes", "1 Do you have land? Yes", 0},
		{"a full stop goes", "en", "Your village.", "Bora", "1 Your village: Bora", 0},
		{"its own colon goes", "en", "Village:", "Bora", "1 Village: Bora", 0},
		{"two sentences", "sw", "Je, tuzipe programu za misaada? Utasajiliwa kwa vyovyote vile.", "Ndiyo", "1 Je, tuzipe programu za misaada? Ndiyo", 0},
		{"many words", "en", "How much did the household spend on food in the last seven days", "50", "1 How much did the household spend on...: 50", 0},
		{"a long question", "en", "Would you like to share your answers with other programmes of the state?", "Yes", "1 Would you like to share your answers...: Yes", 0},
		{"one word", "en", strings.Repeat("x", 60), "Yes", "1 " + strings.Repeat("x", 37) + "...: Yes", 0},
		{"Amharic", "am", "መልሶችዎን ለእርዳታ ፕሮግራሞች እናጋራ? በሁለቱም ይመዘገባሉ።", "አዎ", "1 መልሶችዎን ለእርዳታ…፦ አዎ", 0},
		{"Arabic", "ar", "هل نشارك إجاباتك مع برامج المساعدة؟", "نعم", "1 هل نشارك إجاباتك…: نعم", 0},
		{"a word of Amharic", "am", strings.Repeat("መ", 30), "አዎ", "1 " + strings.Repeat("መ", 16) + "…፦ አዎ", 0},
		{"a wide screen", "en", "How much did the household spend on food in the last seven days", "50", "1 How much did the household spend on food in the last seven days: 50", 2000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := flows.Screen{
				Kind: flows.KindReview, Expect: flows.Expect{Kind: flows.ExpectOne},
				Options: []flows.Option{{Label: flows.Message(flows.MsgReviewLine, tt.question, tt.answer)}},
			}
			page := screens.Render(screens.System(), s, tt.lang, screens.Layout{Septets: tt.septets})
			require.Equal(t, tt.want, page.Text.String())
		})
	}
	sealed := flows.Screen{Kind: flows.KindReview, Options: []flows.Option{
		{Label: flows.Message(flows.MsgReviewGiven, "Do you have land?")}, {Label: flows.Message(flows.MsgReviewSend)},
	}}
	require.Equal(t, "1 Do you have land: given\n2 Send", screens.Render(screens.System(), sealed, "en", screens.Layout{}).Text.String())
}
