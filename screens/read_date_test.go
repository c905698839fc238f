// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

// understood is an answer that is said back.
func understood(value, echo string) flows.Input {
	return flows.Answer{Value: value, Echo: echo}
}

// typed is an answer that is kept as it was typed.
func typed(value, text string, p flows.Precision) flows.Input {
	return flows.Answer{Value: value, Typing: flows.Typing{Text: text, Precision: p}}
}

func TestReadDates(t *testing.T) {
	t.Parallel()
	date, month, year := expect(flows.ExpectDate), expect(flows.ExpectDate), expect(flows.ExpectDate)
	month.Expect.MonthYear, year.Expect.YearOnly = true, true
	clock, both := expect(flows.ExpectTime), expect(flows.ExpectDateTime)
	noDate, noDay, noYear := why("unreadable.date", "15031990"), why("unreadable.no_such_day"), why("unreadable.year")
	noMonth, noBoth := why("unreadable.month", "031990"), why("unreadable.datetime", "15031990 1430")
	tests := []struct {
		typed  string
		screen flows.Screen
		want   flows.Input
	}{
		{"15031990", date, answer("1990-03-15")},
		{"15 3 1990", date, answer("1990-03-15")},
		{"15/3/1990", date, answer("1990-03-15")},
		{"15-03-1990", date, answer("1990-03-15")},
		{"15.3.1990", date, answer("1990-03-15")},
		{"15*3*1990", date, answer("1990-03-15")},
		{"١٥/٣/١٩٩٠", date, answer("1990-03-15")},
		{"1990-03-15", date, understood("1990-03-15", "15 March 1990")}, // another order than the prompt says
		{"5/12/1990", date, answer("1990-12-05")},
		{"29022024", date, answer("2024-02-29")},
		{"29022023", date, noDay},
		{"31 4 1990", date, noDay},
		{"3 15 1990", date, noDay}, // month first is not what the prompt says
		{"0 1 1990", date, noDay},
		{"00011990", date, noDay},
		{"19900315", date, noYear}, // year first without signs
		{"20100512", date, noYear},
		{"15/3/90", date, noYear},
		{"15 3 0090", date, noYear},
		{"15 3 2500", date, noYear},
		{"1531990", date, noDate},
		{"150390", date, noDate},
		{"15 March 1990", date, answer("1990-03-15")},
		{"15march1990", date, answer("1990-03-15")},
		{"March 15, 1990", date, answer("1990-03-15")},
		{"1990 March 15", date, answer("1990-03-15")},
		{"15 mar 1990", date, answer("1990-03-15")},
		{"15 fevrier 1990", date, answer("1990-02-15")},
		{"15 août 1990", date, answer("1990-08-15")},
		{"15 Desemba 1990", date, answer("1990-12-15")},
		{"15 ማርች 1990", date, answer("1990-03-15")},
		{"15 jui 1990", date, noDate}, // juin or juillet
		{"15 ma 1990", date, noDate},
		{"March March 1990", date, noDate},
		{"15 3 March", date, noDate},
		{"15 Megabit 1990", date, noDate}, // another calendar's
		{"15 and 3 1990", date, noDate},
		{"15 3", date, noDate},
		{"15 3 1990 2", date, noDate},
		{"-15 3 1990", date, noDate},
		{"015 3 1990", date, noDate},
		{"yesterday", date, noDate},

		{"031990", month, typed("1990-03-01", "031990", flows.PrecisionMonth)},
		{"3 1990", month, typed("1990-03-01", "3 1990", flows.PrecisionMonth)},
		{"1990-03", month, typed("1990-03-01", "1990-03", flows.PrecisionMonth)},
		{"March 1990", month, typed("1990-03-01", "March 1990", flows.PrecisionMonth)},
		{"131990", month, noMonth},
		{"3 90", month, noYear},
		{"1990", month, noMonth},
		{"1990", year, typed("1990-01-01", "1990", flows.PrecisionYear)},
		{"90", year, noYear},
		{"1 1990", year, noYear},

		{"1430", clock, answer("14:30:00")},
		{"14:30", clock, answer("14:30:00")},
		{"9.05", clock, answer("09:05:00")},
		{"0 05", clock, answer("00:05:00")},
		{"2400", clock, why("unreadable.time")},
		{"1260", clock, why("unreadable.time")},
		{"9:5", clock, why("unreadable.time")},
		{"930", clock, why("unreadable.time")},
		{"3 pm", clock, answer("15:00:00")},
		{"2:30pm", clock, answer("14:30:00")},
		{"2.30 p.m.", clock, answer("14:30:00")},
		{"230 PM", clock, answer("14:30:00")},
		{"12 am", clock, answer("00:00:00")},
		{"12:05 pm", clock, answer("12:05:00")},
		{"14h30", clock, answer("14:30:00")},
		{"14 h 30", clock, answer("14:30:00")},
		{"14h", clock, answer("14:00:00")},
		{"13 pm", clock, why("unreadable.time")},
		{"0 am", clock, why("unreadable.time")},
		{"2:30", clock, answer("02:30:00")},
		{"2:30 asubuhi", clock, why("unreadable.time")}, // by which clock?
		{"am", clock, why("unreadable.time")},
		{"2:60 pm", clock, why("unreadable.time")},

		{"15031990 1430", both, answer("1990-03-15T14:30:00")},
		{"150319901430", both, answer("1990-03-15T14:30:00")},
		{"15/3/1990 14:30", both, answer("1990-03-15T14:30:00")},
		{"1990-03-15T14:30", both, answer("1990-03-15T14:30:00")},
		{"15 3 1990 14 30", both, answer("1990-03-15T14:30:00")},
		{"15 March 1990 2:30 pm", both, answer("1990-03-15T14:30:00")},
		{"15 October 1990 230pm", both, answer("1990-10-15T14:30:00")},
		{"1990-03-15 14:30", both, understood("1990-03-15T14:30:00", "15 March 1990")},
		{"31 2 1990 1430", both, noDay},
		{"15031990", both, noBoth},
		{"15 3 1990", both, noBoth},
		{"15031990 2500", both, noBoth},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, read(tt.screen, tt.typed), "%q", tt.typed)
	}
}

func TestReadCalendars(t *testing.T) {
	t.Parallel()
	date := func(name string) flows.Screen {
		s := expect(flows.ExpectDate)
		s.Expect.Calendar = name
		return s
	}
	ethiopian, year, month := date("ethiopian"), date("ethiopian"), date("ethiopian")
	year.Expect.YearOnly, month.Expect.MonthYear = true, true
	tests := []struct {
		name, typed string
		screen      flows.Screen
		want        flows.Input
	}{
		{"Ethiopian", "06071982", ethiopian, inCalendar("ethiopian", "1990-03-15", "06071982", 0, "6 Megabit 1982 (15 March 1990)")},
		{"by the month's name", "6 megabit 1982", ethiopian, inCalendar("ethiopian", "1990-03-15", "6 megabit 1982", 0, "6 Megabit 1982 (15 March 1990)")},
		{"in Amharic", "፮ መጋቢት ፲፱፻፹፪", ethiopian, inCalendar("ethiopian", "1990-03-15", "፮ መጋቢት ፲፱፻፹፪", 0, "6 Megabit 1982 (15 March 1990)")},
		{"the thirteenth month", "6 13 2015", ethiopian, inCalendar("ethiopian", "2023-09-11", "6 13 2015", 0, "6 Pagume 2015 (11 September 2023)")},
		{"it has 5 days", "6 13 2016", ethiopian, why("unreadable.no_such_day")},
		{"no fourteenth", "6 14 2015", ethiopian, why("unreadable.no_such_day")},
		{"not a date", "x", ethiopian, why("unreadable.date", "06071982")},
		{"no Gregorian month", "6 March 1982", ethiopian, why("unreadable.date", "06071982")},
		{"a year", "1982", year, inCalendar("ethiopian", "1989-09-11", "1982", flows.PrecisionYear, "1982 (1989)")},
		{"a month", "13 1982", month, inCalendar("ethiopian", "1990-09-06", "13 1982", flows.PrecisionMonth, "Pagume 1982 (September 1990)")},
		{"no such month", "14 1982", month, why("unreadable.month", "071982")},
		{"Coptic", "6 7 1706", date("coptic"), inCalendar("coptic", "1990-03-15", "6 7 1706", 0, "6 Baramhat 1706 (15 March 1990)")},
		{"Islamic", "17 Shaban 1410", date("islamic"), inCalendar("islamic", "1990-03-15", "17 Shaban 1410", 0, "17 Shaban 1410 (15 March 1990)")},
		{"a name of two words", "1 Rabi II 1410", date("islamic"), inCalendar("islamic", "1989-11-01", "1 Rabi II 1410", 0, "1 Rabi II 1410 (1 November 1989)")},
		{"or the other one?", "1 Rabi 1410", date("islamic"), why("unreadable.date", "17081410")},
		{"Persian", "24/12/1368", date("persian"), inCalendar("persian", "1990-03-15", "24/12/1368", 0, "24 Esfand 1368 (15 March 1990)")},
		{"a year of another calendar", "15031990", date("persian"), why("unreadable.years", "1178", "1501")},
		{"Bikram Sambat", "2046-12-02", date("bikram-sambat"), inCalendar("bikram-sambat", "1990-03-15", "2046-12-02", 0, "2 Chaitra 2046 (15 March 1990)")},
		{"Buddhist", "15 March 2533", date("buddhist"), inCalendar("buddhist", "1990-03-15", "15 March 2533", 0, "15 March 2533 (15 March 1990)")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, read(tt.screen, tt.typed))
		})
	}
	secret := ethiopian
	secret.Expect.Sensitive = true
	require.Empty(t, read(secret, "06071982").(flows.Answer).Echo, "nothing of a sensitive answer is said back")

	both := expect(flows.ExpectDateTime)
	both.Expect.Calendar = "ethiopian"
	require.Equal(t, inCalendar("ethiopian", "1990-03-15T14:30:00", "06071982 1430", 0, "6 Megabit 1982 (15 March 1990)"), read(both, "06071982 1430"))
}

func inCalendar(name, value, text string, p flows.Precision, echo string) flows.Input {
	return flows.Answer{
		Value: value, Typing: flows.Typing{Text: text, Calendar: name, Precision: p},
		Echo: echo,
	}
}

// TestReadCoarseDates: where the form says so, a year or an age will do.
func TestReadCoarseDates(t *testing.T) {
	t.Parallel()
	asked := func(p flows.Precision) flows.Screen {
		s := expect(flows.ExpectDate)
		s.Expect.Coarsest = p
		return s
	}
	said := func(value, text string, p flows.Precision, echo string) flows.Input {
		return inCalendar("", value, text, p, echo)
	}
	noDate, noYear := why("unreadable.date", "15031990"), why("unreadable.year")
	tests := []struct {
		typed    string
		coarsest flows.Precision
		want     flows.Input
	}{
		{"15031990", flows.PrecisionAge, answer("1990-03-15")},
		{"1990", flows.PrecisionDay, noDate},
		{"1990", flows.PrecisionMonth, noDate},
		{"1990", flows.PrecisionYear, said("1990-01-01", "1990", flows.PrecisionYear, "1990")},
		{"1990", flows.PrecisionAge, said("1990-01-01", "1990", flows.PrecisionYear, "1990")},
		{"9999", flows.PrecisionAge, noYear},
		{"3 1990", flows.PrecisionDay, noDate},
		{"3 1990", flows.PrecisionMonth, said("1990-03-01", "3 1990", flows.PrecisionMonth, "March 1990")},
		{"031990", flows.PrecisionAge, said("1990-03-01", "031990", flows.PrecisionMonth, "March 1990")},
		{"34", flows.PrecisionYear, noDate},
		{"34", flows.PrecisionAge, typed("34", "34", flows.PrecisionAge)},
		{"0", flows.PrecisionAge, typed("0", "0", flows.PrecisionAge)},
		{"007", flows.PrecisionAge, typed("7", "007", flows.PrecisionAge)},
		{"121", flows.PrecisionAge, noDate},
		{"-3", flows.PrecisionAge, noDate},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, read(asked(tt.coarsest), tt.typed), "%q %s", tt.typed, tt.coarsest)
	}
	require.Contains(t, screens.Render(screens.System(), asked(flows.PrecisionAge), "en", screens.Layout{}).Text.String(), "(DDMMYYYY) (or YYYY, or age)")
}

func TestReadEthiopianClock(t *testing.T) {
	t.Parallel()
	s := expect(flows.ExpectTime)
	s.Expect.Calendar = "ethiopian"
	wrong := why("unreadable.clock")
	tests := []struct {
		typed string
		want  flows.Input
	}{
		{"2:30 day", inCalendar("ethiopian", "08:30:00", "2:30 day", 0, "2:30 day (08:30)")},
		{"2:30 ቀን", inCalendar("ethiopian", "08:30:00", "2:30 ቀን", 0, "2:30 day (08:30)")},
		{"ማታ 2", inCalendar("ethiopian", "20:00:00", "ማታ 2", 0, "2:00 night (20:00)")},
		{"730 ሌሊት", inCalendar("ethiopian", "01:30:00", "730 ሌሊት", 0, "7:30 night (01:30)")},
		{"12 ጠዋት", inCalendar("ethiopian", "06:00:00", "12 ጠዋት", 0, "12:00 day (06:00)")},
		{"2:30 usiku", inCalendar("ethiopian", "20:30:00", "2:30 usiku", 0, "2:30 night (20:30)")},
		{"2:30", wrong}, // of the day or of the night?
		{"1430", wrong},
		{"14:30 day", wrong},
		{"0:30 day", wrong},
		{"2:30 pm", wrong},
		{"day", wrong},
	}
	for _, tt := range tests {
		require.Equal(t, tt.want, read(s, tt.typed), "%q", tt.typed)
	}
}

// TestPromptsStateTheCalendar in every language, and name every calendar there is.
func TestPromptsStateTheCalendar(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]string{
		"ethiopian":     {"(DDMMYYYY, Ethiopian calendar)", "(JJMMAAAA, calendrier éthiopien)", "(siku mwezi mwaka, kalenda ya Ethiopia)", "(ቀን ወር ዓመት ዓ.ም)", "(يوم شهر سنة، التقويم الإثيوبي)", "(दिन माह वर्ष, इथियोपियाई पंचांग)"},
		"coptic":        {"Coptic", "copte", "Kikopti", "የቅብጥ", "القبطي", "कॉप्टिक"},
		"islamic":       {"Islamic", "musulman", "Kiislamu", "ሂጅራ", "الهجري", "हिजरी"},
		"persian":       {"Persian", "persan", "Kiajemi", "የፋርስ", "الفارسي", "फ़ारसी"},
		"bikram-sambat": {"Bikram Sambat", "népalais", "Nepali", "የኔፓል", "بيكرام", "विक्रम"},
		"buddhist":      {"Buddhist", "bouddhique", "Kibudha", "የቡድሃ", "البوذي", "बौद्ध"},
	} {
		for i, lang := range languages {
			s := expect(flows.ExpectDate)
			s.Body, s.Expect.Calendar = flows.Literal("?"), name
			require.Contains(t, screens.Linear(screens.System(), s, lang, screens.Layout{}).String(), want[i])
			require.NotContains(t, screens.Linear(screens.System(), s, lang, screens.Layout{}).String(), "እ.ኤ.አ")
		}
	}
}
