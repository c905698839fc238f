// SPDX-License-Identifier: Apache-2.0

package calendar_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/screens/calendar"
)

var all = []calendar.Calendar{
	calendar.Gregorian, calendar.Ethiopian, calendar.Coptic, calendar.Islamic,
	calendar.Persian, calendar.BikramSambat, calendar.Buddhist,
}

func text(d calendar.Date) string { return fmt.Sprintf("%d-%d-%d", d.Year, d.Month, d.Day) }

// TestKnownDays are days that others published: feasts, proclamations, and the
// sample of Calendrical Calculations, appendix C.
func TestKnownDays(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		calendar  calendar.Calendar
		date      calendar.Date
		gregorian string
	}{
		{"Ethiopian millennium", calendar.Ethiopian, calendar.Date{Year: 2000, Month: 1, Day: 1}, "2007-9-12"},
		{"Ethiopian new year", calendar.Ethiopian, calendar.Date{Year: 2016, Month: 1, Day: 1}, "2023-9-12"},
		{"Ethiopian new year after no leap day", calendar.Ethiopian, calendar.Date{Year: 2017, Month: 1, Day: 1}, "2024-9-11"},
		{"Ethiopian leap day", calendar.Ethiopian, calendar.Date{Year: 2015, Month: 13, Day: 6}, "2023-9-11"},
		{"Ethiopian Christmas", calendar.Ethiopian, calendar.Date{Year: 2017, Month: 4, Day: 29}, "2025-1-7"},
		{"Battle of Adwa", calendar.Ethiopian, calendar.Date{Year: 1888, Month: 6, Day: 23}, "1896-3-1"},
		{"Calendrical Calculations, Ethiopic", calendar.Ethiopian, calendar.Date{Year: 1937, Month: 3, Day: 4}, "1944-11-13"},
		{"Coptic new year", calendar.Coptic, calendar.Date{Year: 1741, Month: 1, Day: 1}, "2024-9-11"},
		{"Coptic leap day", calendar.Coptic, calendar.Date{Year: 1739, Month: 13, Day: 6}, "2023-9-11"},
		{"Calendrical Calculations, Coptic", calendar.Coptic, calendar.Date{Year: 1658, Month: 4, Day: 10}, "1941-12-19"},
		{"Islamic new year, a day after the sighted one", calendar.Islamic, calendar.Date{Year: 1400, Month: 1, Day: 1}, "1979-11-21"},
		{"Islamic date of Joda-Time's tests", calendar.Islamic, calendar.Date{Year: 1364, Month: 12, Day: 6}, "1945-11-12"},
		{"Calendrical Calculations, Islamic", calendar.Islamic, calendar.Date{Year: 1360, Month: 11, Day: 8}, "1941-11-27"},
		{"Islamic leap day", calendar.Islamic, calendar.Date{Year: 1445, Month: 12, Day: 30}, "2024-7-7"},
		{"Nowruz 1403", calendar.Persian, calendar.Date{Year: 1403, Month: 1, Day: 1}, "2024-3-20"},
		{"Persian leap day", calendar.Persian, calendar.Date{Year: 1403, Month: 12, Day: 30}, "2025-3-20"},
		{"Nowruz 1404", calendar.Persian, calendar.Date{Year: 1404, Month: 1, Day: 1}, "2025-3-21"},
		{"22 Bahman 1357", calendar.Persian, calendar.Date{Year: 1357, Month: 11, Day: 22}, "1979-2-11"},
		{"Bikram Sambat table begins", calendar.BikramSambat, calendar.Date{Year: 1970, Month: 1, Day: 1}, "1913-4-13"},
		{"Nepali new year 2072", calendar.BikramSambat, calendar.Date{Year: 2072, Month: 1, Day: 1}, "2015-4-14"},
		{"Constitution of Nepal", calendar.BikramSambat, calendar.Date{Year: 2072, Month: 6, Day: 3}, "2015-9-20"},
		{"Nepali new year 2082", calendar.BikramSambat, calendar.Date{Year: 2082, Month: 1, Day: 1}, "2025-4-14"},
		{"a month of 32 days", calendar.BikramSambat, calendar.Date{Year: 2007, Month: 2, Day: 32}, "1950-6-14"},
		{"Bikram Sambat table", calendar.BikramSambat, calendar.Date{Year: 2090, Month: 9, Day: 16}, "2033-12-31"},
		{"Buddhist leap day", calendar.Buddhist, calendar.Date{Year: 2567, Month: 2, Day: 29}, "2024-2-29"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			day, ok := tt.calendar.Day(tt.date)
			require.True(t, ok)
			gregorian, ok := calendar.Gregorian.Date(day)
			require.True(t, ok)
			require.Equal(t, tt.gregorian, text(gregorian))
			back, ok := tt.calendar.Date(day)
			require.True(t, ok)
			require.Equal(t, tt.date, back)
		})
	}
}

// TestRoundTrip walks over every day that a calendar covers: each follows the
// one before, and leads there and back.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, c := range all {
		t.Run(c.String(), func(t *testing.T) {
			t.Parallel()
			first, last := c.Years()
			day, ok := c.Day(calendar.Date{Year: first, Month: 1, Day: 1})
			require.True(t, ok)
			_, ok = c.Date(day - 1)
			require.False(t, ok)
			for y := first; y <= last; y++ {
				for m := 1; m <= c.Months(); m++ {
					require.Positive(t, c.Days(y, m))
					for d := 1; d <= c.Days(y, m); d++ {
						want := calendar.Date{Year: y, Month: m, Day: d}
						if got, ok := c.Day(want); !ok || got != day {
							t.Fatalf("%v is day %d, want %d", want, got, day)
						}
						if got, ok := c.Date(day); !ok || got != want {
							t.Fatalf("day %d is %v, want %v", day, got, want)
						}
						day++
					}
				}
			}
			_, ok = c.Date(day)
			require.False(t, ok)
		})
	}
}

func TestGregorianIsTime(t *testing.T) {
	t.Parallel()
	first, last := calendar.Gregorian.Years()
	at := time.Date(first, 1, 1, 0, 0, 0, 0, time.UTC)
	for ; at.Year() <= last; at = at.AddDate(0, 0, 1) {
		d, ok := calendar.Gregorian.Date(calendar.Day(at.Unix() / 86400))
		if !ok || d != (calendar.Date{Year: at.Year(), Month: int(at.Month()), Day: at.Day()}) {
			t.Fatalf("%v is %v", at, d)
		}
	}
}

func TestNoSuchDate(t *testing.T) {
	t.Parallel()
	for _, c := range all {
		first, last := c.Years()
		for _, d := range []calendar.Date{
			{},
			{Year: first, Month: 1},
			{Year: first, Month: 0, Day: 1},
			{Year: first, Month: c.Months() + 1, Day: 1},
			{Year: first - 1, Month: 1, Day: 1},
			{Year: last + 1, Month: 1, Day: 1},
			{Year: first, Month: 1, Day: 33},
			{Year: first, Month: 1, Day: -1},
			{Year: math.MaxInt, Month: math.MaxInt, Day: math.MaxInt},
		} {
			_, ok := c.Day(d)
			require.False(t, ok, "%s %v", c, d)
		}
	}
	for _, d := range []calendar.Date{{Year: 2016, Month: 13, Day: 6}, {Year: 2015, Month: 13, Day: 7}} {
		_, ok := calendar.Ethiopian.Day(d)
		require.False(t, ok, d)
	}
}

func TestByName(t *testing.T) {
	t.Parallel()
	for _, c := range all {
		got, ok := calendar.ByName(c.String())
		require.True(t, ok)
		require.Equal(t, c, got)
	}
	got, ok := calendar.ByName("")
	require.True(t, ok)
	require.Equal(t, calendar.Gregorian, got)
	_, ok = calendar.ByName("mayan")
	require.False(t, ok)
}

// TestPersianYearsBeginAtTheEquinox computes every March equinox (J. Meeus,
// Astronomical Algorithms, 2nd edition, chapter 27) and holds the rule of 33
// years against it: the year begins on the day whose noon, on the meridian of
// 52.5 degrees east, is the first after the equinox.
func TestPersianYearsBeginAtTheEquinox(t *testing.T) {
	t.Parallel()
	first, last := calendar.Persian.Years()
	for year := first; year <= last; year++ {
		const deltaT = 40.0 / 86400 // TT - UT, within a minute over these years
		equinox := marchEquinox(year+621) - deltaT + 52.5/360
		want := int(math.Floor(equinox)) + 1 // the next noon, a Julian day number
		day, ok := calendar.Persian.Day(calendar.Date{Year: year, Month: 1, Day: 1})
		require.True(t, ok)
		require.Equal(t, want, int(day)+2440588, "Nowruz %d", year)
	}
}

// marchEquinox is the Julian ephemeris day of the equinox of a year from 1000 to
// 3000, to a minute.
func marchEquinox(year int) float64 {
	y := float64(year-2000) / 1000
	jde0 := 2451623.80984 + 365242.37404*y + 0.05169*y*y - 0.00411*y*y*y - 0.00057*y*y*y*y
	century := (jde0 - 2451545) / 36525
	w := radians(35999.373*century - 2.47)
	lambda := 1 + 0.0334*math.Cos(w) + 0.0007*math.Cos(2*w)
	sum := 0.0
	for _, term := range [...][3]float64{
		{485, 324.96, 1934.136},
		{203, 337.23, 32964.467},
		{199, 342.08, 20.186},
		{182, 27.85, 445267.112},
		{156, 73.14, 45036.886},
		{136, 171.52, 22518.443},
		{77, 222.54, 65928.934},
		{74, 296.72, 3034.906},
		{70, 243.58, 9037.513},
		{58, 119.81, 33718.147},
		{52, 297.17, 150.678},
		{50, 21.02, 2281.226},
		{45, 247.54, 29929.562},
		{44, 325.15, 31555.956},
		{29, 60.93, 4443.417},
		{18, 155.12, 67555.328},
		{17, 288.79, 4562.452},
		{16, 198.04, 62894.029},
		{14, 199.76, 31436.921},
		{12, 95.39, 14577.848},
		{12, 287.11, 31931.756},
		{12, 320.81, 34777.259},
		{9, 227.73, 1222.114},
		{8, 15.45, 16859.074},
	} {
		sum += term[0] * math.Cos(radians(term[1]+term[2]*century))
	}
	return jde0 + 0.00001*sum/lambda
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

func TestEthiopianClock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		hour  int
		night bool
		want  int
	}{
		{"dawn", 12, false, 6},
		{"first hour of the day", 1, false, 7},
		{"noon", 6, false, 12},
		{"last hour of the day", 11, false, 17},
		{"dusk", 12, true, 18},
		{"midnight", 6, true, 0},
		{"before dawn", 11, true, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := calendar.EthiopianHour(tt.hour, tt.night)
			require.True(t, ok)
			require.Equal(t, tt.want, got)
		})
	}
	for _, hour := range []int{-1, 0, 13, 14} {
		_, ok := calendar.EthiopianHour(hour, false)
		require.False(t, ok)
	}
}

func BenchmarkDate(b *testing.B) {
	for b.Loop() {
		calendar.Ethiopian.Date(20000)
	}
}
