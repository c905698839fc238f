// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

var update = flag.Bool("update", false, "write the golden files anew")

// examples are screens as people meet them; testdata shows every page of each.
var examples = []struct {
	name   string
	langs  []string
	layout screens.Layout
	screen func(lang string) flows.Screen
}{
	{"menu", []string{"en", "fr", "sw", "am", "ar", "hi"}, screens.Layout{}, func(lang string) flows.Screen {
		return flows.Screen{
			Kind: flows.KindQuestion, Title: in(lang, "Dwelling", "Logement", "Makazi", "መኖሪያ", "المسكن", "घर"),
			Body:     in(lang, "What is the roof made of?", "De quoi est fait le toit ?", "Paa limetengenezwa kwa nini?", "ጣሪያው ከምን የተሠራ ነው?", "مم صنع السقف؟", "छत किस चीज़ की बनी है?"),
			Options:  options(lang, "Iron sheets|Thatch|Tiles|Other", "Tôle|Chaume|Tuiles|Autre matériau", "Mabati|Nyasi|Vigae|Nyingine", "ቆርቆሮ|ሣር|ሸክላ|ሌላ", "صفيح|قش|قرميد|غير ذلك", "टीन|फूस|खपरैल|अन्य"),
			Expect:   flows.Expect{Kind: flows.ExpectOne},
			Progress: flows.Progress{Step: 3, Of: 10}, Can: flows.CanBack | flows.CanHome,
		}
	}},
	{"wrong-answer", []string{"en", "am", "ar", "hi"}, screens.Layout{}, func(lang string) flows.Screen {
		return flows.Screen{
			Notice: flows.Message("unreadable.number"),
			Body:   in(lang, "How many people live in the household?", "", "", "በቤቱ ስንት ሰው ይኖራል?", "كم شخصا يعيش في البيت؟", "घर में कितने लोग रहते हैं?"),
			Expect: flows.Expect{Kind: flows.ExpectInteger}, Can: flows.CanActions,
		}
	}},
	{"date", []string{"en", "fr", "sw", "am", "ar", "hi"}, screens.Layout{}, func(lang string) flows.Screen {
		return flows.Screen{
			Body:   in(lang, "Date of birth?", "Date de naissance ?", "Tarehe ya kuzaliwa?", "የትውልድ ቀን?", "تاريخ الميلاد؟", "जन्म तिथि?"),
			Expect: flows.Expect{Kind: flows.ExpectDate}, Can: flows.CanActions,
		}
	}},
	{"ethiopian-date", []string{"en", "fr", "sw", "am"}, screens.Layout{}, func(lang string) flows.Screen {
		return flows.Screen{
			Notice: flows.Message(flows.MsgUnderstood, in(lang, "6 Megabit 1982 (15 March 1990)", "6 Megabit 1982 (15 mars 1990)", "6 Megabit 1982 (15 Machi 1990)", "6 መጋቢት 1982 (15 ማርች 1990)").Text),
			Body:   in(lang, "Date of marriage?", "Date du mariage ?", "Tarehe ya ndoa?", "የጋብቻ ቀን?"),
			Expect: flows.Expect{Kind: flows.ExpectDate, Calendar: "ethiopian", Coarsest: flows.PrecisionAge}, Can: flows.CanActions,
		}
	}},
	{"long-list", []string{"en", "am"}, screens.Layout{}, func(lang string) flows.Screen {
		s := flows.Screen{
			Kind: flows.KindQuestion, Notice: flows.Message("unreadable.not_found"), Find: "a",
			Body:   in(lang, "Which woreda?", "", "", "ወረዳ?"),
			Expect: flows.Expect{Kind: flows.ExpectOne}, Can: flows.CanHome,
		}
		for _, name := range strings.Fields("Abaya Abeshge Abobo Achefer Adama Adwa Afar Aleta Amaro Ambo Angacha Anfilo Asosa Arsi Awasa Axum Babile Bahir Baso Boset Chora Dila") {
			s.Options = append(s.Options, flows.Option{Label: flows.Literal(name)})
		}
		return s
	}},
	{"places", []string{"en", "fr", "sw", "am", "ar", "hi"}, screens.Layout{}, func(lang string) flows.Screen {
		s := flows.Screen{
			Kind: flows.KindQuestion, Find: "mw", Can: flows.CanBack | flows.CanHome,
			Notice: flows.Message(flows.MsgPlaceMany, "240"),
			Body:   in(lang, "Your village?", "Votre village ?", "Kijiji chako?", "ቀበሌዎ?", "قريتك؟", "आपका गाँव?"),
			Expect: flows.Expect{Kind: flows.ExpectOne, Search: true},
		}
		for _, name := range []string{"Mwanga, Kigoma", "Mwanga, Kilimanjaro", "Mwangaza", "Mwanza", "Mwembe", "Mwika"} {
			s.Options = append(s.Options, flows.Option{Label: flows.Literal(name)})
		}
		s.Options = append(s.Options, flows.Option{Label: flows.Message(flows.MsgPlaceUnlisted), Always: true})
		return s
	}},
	{"no-such-place", []string{"en", "fr", "sw", "am", "ar", "hi"}, screens.Layout{}, func(lang string) flows.Screen {
		return flows.Screen{
			Kind: flows.KindQuestion, Can: flows.CanBack | flows.CanHome, Notice: flows.Message(flows.MsgPlaceNotFound),
			Body:    in(lang, "Your village?", "Votre village ?", "Kijiji chako?", "ቀበሌዎ?", "قريتك؟", "आपका गाँव?"),
			Options: []flows.Option{{Label: flows.Message(flows.MsgPlaceUnlisted), Always: true}},
			Expect:  flows.Expect{Kind: flows.ExpectOne, Search: true},
		}
	}},
	{"place-name", []string{"en", "fr", "sw", "am", "ar", "hi"}, screens.Layout{}, func(string) flows.Screen {
		return flows.Screen{
			Kind: flows.KindAsk, Body: flows.Message(flows.MsgPlaceName), Can: flows.CanActions, Expect: flows.Expect{Kind: flows.ExpectText},
		}
	}},
	{"many", []string{"en", "am"}, screens.Layout{}, func(lang string) flows.Screen {
		return flows.Screen{
			Body:    in(lang, "Which **crops** do you grow?", "", "", "የትኞቹን ሰብሎች ያመርታሉ?"),
			Options: options(lang, "Maize|Beans|Cassava|Sorghum|Millet|Rice|Sweet potatoes|Groundnuts|Bananas|Coffee|Tea|Cotton", "", "", "በቆሎ|ባቄላ|ካሳቫ|ማሽላ|ዳጉሳ|ሩዝ|ስኳር ድንች|ኦቾሎኒ|ሙዝ|ቡና|ሻይ|ጥጥ"),
			Expect:  flows.Expect{Kind: flows.ExpectMany, Optional: true}, Can: flows.CanBack | flows.CanHome | flows.CanSkip,
		}
	}},
	{"long-question", []string{"en"}, screens.Layout{}, func(string) flows.Screen {
		return flows.Screen{
			Body:    flows.Literal("### Consent\nWe would like to keep what you tell us in the <b>social registry</b>, so that programmes can find households that need help. You may refuse, and you may still register. May we share your answers with the programmes of the ministry?"),
			Options: options("en", "Yes, share them|No, keep them", "", "", ""),
			Expect:  flows.Expect{Kind: flows.ExpectOne}, Can: flows.CanBack | flows.CanHome,
		}
	}},
	{"long-option", []string{"en"}, screens.Layout{Septets: 128, UCS2: 56}, func(string) flows.Screen {
		return flows.Screen{
			Body:    flows.Literal("Main source of income?"),
			Options: options("en", "Farming|Casual labour, paid by the day or by the piece, on other people's farms, on building sites or in town|Trade", "", "", ""),
			Expect:  flows.Expect{Kind: flows.ExpectOne}, Can: flows.CanBack,
		}
	}},
	{"receipt", []string{"en", "fr", "sw", "am", "ar", "hi"}, screens.Layout{}, func(lang string) flows.Screen {
		return flows.Screen{
			Kind: flows.KindReceipt, End: true,
			Body: flows.Message(flows.MsgReceipt, in(lang, "Register my household", "Inscrire mon ménage", "Sajili kaya yangu", "ቤተሰቤን መዝግብ", "تسجيل أسرتي", "परिवार का पंजीकरण").Text, "0042 8713 0597"),
		}
	}},
	{"bring", []string{"en", "fr", "sw", "am", "ar", "hi"}, screens.Layout{}, func(lang string) flows.Screen {
		return flows.Screen{
			Kind: flows.KindReceipt, End: true,
			Body: flows.Message(flows.MsgReceiptBring, in(lang, "Register my household", "Inscrire mon ménage", "Sajili kaya yangu", "ቤተሰቤን መዝግብ", "تسجيل أسرتي", "परिवार का पंजीकरण").Text,
				"0042 8713 0597", in(lang, "Photo, Signature", "Photo, Signature", "Picha, Sahihi", "ፎቶ, ፊርማ", "صورة, توقيع", "फ़ोटो, हस्ताक्षर").Text),
		}
	}},
	{"still-missing", []string{"en", "fr", "sw", "am", "ar", "hi"}, screens.Layout{}, func(lang string) flows.Screen {
		return flows.Screen{
			Kind: flows.KindMessage, Expect: flows.Expect{Kind: flows.ExpectContinue}, Can: flows.CanHome,
			Body: flows.Message(flows.MsgStatusMissing, "0042 8713 0597",
				in(lang, "Photo, Signature", "Photo, Signature", "Picha, Sahihi", "ፎቶ, ፊርማ", "صورة, توقيع", "फ़ोटो, हस्ताक्षर").Text),
		}
	}},
	{"latin-only", []string{"fr", "am"}, screens.Layout{Latin: true}, func(lang string) flows.Screen {
		return flows.Screen{
			Body:    in(lang, "", "Êtes-vous déjà inscrit à l’école ?", "", "ስም?"),
			Options: options("fr", "", "Oui|Non", "", ""),
			Expect:  flows.Expect{Kind: flows.ExpectOne},
		}
	}},
}

func in(lang string, texts ...string) flows.Phrase {
	for i, l := range languages {
		if l == lang {
			return flows.Literal(texts[i])
		}
	}
	return flows.Phrase{}
}

func options(lang string, texts ...string) (out []flows.Option) {
	for _, label := range strings.Split(in(lang, texts...).Text, "|") {
		out = append(out, flows.Option{Label: flows.Literal(label)})
	}
	return out
}

// TestGolden keeps the pages and the linear text of the examples. Each page is
// followed by what it takes of its channel, as "[75/160]".
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, e := range examples {
		for _, lang := range e.langs {
			t.Run(e.name+" "+lang, func(t *testing.T) {
				t.Parallel()
				name := filepath.Join("testdata", e.name+"."+lang+".txt")
				got := transcript(t, e.screen(lang), lang, e.layout)
				if *update {
					require.NoError(t, os.WriteFile(name, []byte(got), 0o644))
				}
				want, err := os.ReadFile(name)
				require.NoError(t, err)
				require.Equal(t, string(want), got)
			})
		}
	}
}

func transcript(t *testing.T, s flows.Screen, lang string, l screens.Layout) string {
	var b strings.Builder
	whole := s
	for {
		page := screens.Render(screens.System(), s, lang, l)
		most, unit := max(l.Septets, 160), "septets"
		if l.Septets > 0 {
			most = l.Septets
		}
		if page.Coding == screens.UCS2 {
			most, unit = 70, "UCS-2 units"
		}
		fmt.Fprintf(&b, "%s\n[page %d of %d, %d of %d %s]\n\n", page.Text, page.Number, page.Of, page.Size, most, unit)
		more, ok := screens.Read(screens.System(), s, lang, screens.DefaultKeys.More, l).(flows.More)
		require.Equal(t, page.More, ok)
		if !ok {
			break
		}
		if more.Same {
			s.Notice = flows.Phrase{}
		} else {
			s.Page++
		}
	}
	fmt.Fprintf(&b, "In the plain line mode:\n\n%s\n", screens.Linear(screens.System(), whole, lang, l))
	return b.String()
}
