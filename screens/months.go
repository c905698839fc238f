// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dialform/dialform/screens/calendar"
	"github.com/dialform/dialform/search"
)

// monthNames are the months of calendars other than the Gregorian, by language;
// "" in Latin letters, for every language that has none of its own here. The
// spellings are those of the Unicode Common Locale Data Repository, and of the
// civil registers of Ethiopia and Nepal. The Gregorian months are messages.
var monthNames = map[calendar.Calendar]map[string][]string{
	calendar.Ethiopian: {
		"":   {"Meskerem", "Tikimt", "Hidar", "Tahsas", "Tir", "Yekatit", "Megabit", "Miyazya", "Ginbot", "Sene", "Hamle", "Nehase", "Pagume"},
		"am": {"መስከረም", "ጥቅምት", "ኅዳር", "ታኅሣሥ", "ጥር", "የካቲት", "መጋቢት", "ሚያዝያ", "ግንቦት", "ሰኔ", "ሐምሌ", "ነሐሴ", "ጳጉሜን"},
	},
	calendar.Coptic: {
		"":   {"Tout", "Baba", "Hator", "Kiahk", "Toba", "Amshir", "Baramhat", "Baramouda", "Bashans", "Paona", "Epep", "Mesra", "Nasie"},
		"ar": {"توت", "بابه", "هاتور", "كيهك", "طوبة", "أمشير", "برمهات", "برمودة", "بشنس", "بؤونة", "أبيب", "مسرى", "نسيئ"},
	},
	calendar.Islamic: {
		"":   {"Muharram", "Safar", "Rabi I", "Rabi II", "Jumada I", "Jumada II", "Rajab", "Shaban", "Ramadan", "Shawwal", "Dhul Qadah", "Dhul Hijjah"},
		"ar": {"محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"},
	},
	calendar.Persian: {
		"":   {"Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"},
		"fa": {"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"},
	},
	calendar.BikramSambat: {
		"":   {"Baisakh", "Jestha", "Asar", "Shrawan", "Bhadra", "Ashwin", "Kartik", "Mangsir", "Poush", "Magh", "Falgun", "Chaitra"},
		"ne": {"बैशाख", "जेठ", "असार", "साउन", "भदौ", "असोज", "कात्तिक", "मंसिर", "पुस", "माघ", "फागुन", "चैत"},
	},
}

// monthKeys are the messages that name the Gregorian months.
var monthKeys = [...]string{
	monthJanuary, monthFebruary, monthMarch, monthApril, monthMay, monthJune,
	monthJuly, monthAugust, monthSeptember, monthOctober, monthNovember, monthDecember,
}

// month is the name of a month in a language.
func (c *Catalog) month(cal calendar.Calendar, lang string, month int) string {
	names := monthNames[cal]
	if names == nil {
		return c.message(lang, monthKeys[month-1])
	}
	for tag := lang; tag != "" && !c.latin; tag = broader(tag) {
		if own := names[tag]; own != nil {
			return own[month-1]
		}
	}
	return names[""][month-1]
}

// shortMonth is the fewest letters of a month's name that are taken for it.
const shortMonth = 3

// monthNamed is the month of a calendar that a word names, in any language: the
// whole name, or its first letters where no other month begins so.
func (c *Catalog) monthNamed(cal calendar.Calendar, word string) (int, bool) {
	typed := search.Fold(word)
	whole, begun := 0, 0 // the month so named, -1 where two are
	name := func(month int, name string) {
		name = search.Fold(name)
		if name == typed {
			whole = one(whole, month)
		}
		if strings.HasPrefix(name, typed) {
			begun = one(begun, month)
		}
	}
	if names := monthNames[cal]; names != nil {
		for _, own := range names {
			for i, n := range own {
				name(i+1, n)
			}
		}
	} else {
		for _, texts := range c.texts {
			for i, key := range monthKeys {
				name(i+1, texts[key])
			}
		}
	}
	if whole != 0 {
		return whole, whole > 0
	}
	return begun, begun > 0 && utf8.RuneCountInString(typed) >= shortMonth
}

// one is the month that was found, -1 if it is not the one found before.
func one(before, month int) int {
	if before != 0 && before != month {
		return -1
	}
	return month
}

// dateText is a date as it is said: "15 March 1990".
func (c *Catalog) dateText(cal calendar.Calendar, lang string, d calendar.Date) string {
	return strconv.Itoa(d.Day) + " " + c.monthText(cal, lang, d)
}

// monthText is the month of a date as it is said: "March 1990".
func (c *Catalog) monthText(cal calendar.Calendar, lang string, d calendar.Date) string {
	return c.month(cal, lang, d.Month) + " " + strconv.Itoa(d.Year)
}
