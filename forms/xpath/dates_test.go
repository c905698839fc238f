// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/xpath"
)

func TestParseDateTime(t *testing.T) {
	t.Parallel()
	utc := func(hour, minute, second, nano int) time.Time {
		return time.Date(2026, 2, 28, hour, minute, second, nano, time.UTC)
	}
	tests := []struct {
		name, text string
		want       time.Time
	}{
		{"date", "2026-02-28", time.Date(2026, 2, 28, 0, 0, 0, 0, nairobi)},
		{"minutes", "2026-02-28T10:30", utc(7, 30, 0, 0)},
		{"hours", "2026-02-28T10", utc(7, 0, 0, 0)},
		{"seconds", "2026-02-28T10:30:15", utc(7, 30, 15, 0)},
		{"fraction", "2026-02-28T10:30:15.25", utc(7, 30, 15, 250e6)},
		{"UTC", "2026-02-28T10:30:15Z", utc(10, 30, 15, 0)},
		{"offset", "2026-02-28T10:30:15.000-05:30", utc(16, 0, 15, 0)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := xpath.ParseDateTime(tt.text, nairobi)
			require.True(t, ok)
			require.True(t, tt.want.Equal(got), got)
			require.Equal(t, nairobi, got.Location())
		})
	}
	for _, text := range []string{
		"", "2026", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-2", "26-01-02", "2026-01-02 10:00", "2026-01-02T", "2026-01-02T1",
		"2026-01-02T24:00", "2026-01-02T10:60", "2026-01-02T10:00:61", "2026-01-02T10:00:00.", "2026-01-02T10:00+15:00", "2026-01-02T10:00+3",
		"2026-01-02T10:00:00:00", "2026-01-02x", "٢٠٢٦-01-02",
	} {
		_, ok := xpath.ParseDateTime(text, nairobi)
		require.False(t, ok, text)
	}
}

func TestFormatDateTime(t *testing.T) {
	t.Parallel()
	require.Equal(t, "2026-11-20", xpath.FormatDateTime(time.Date(2026, 11, 20, 0, 0, 0, 0, nairobi)))
	require.Equal(t, "2026-11-20T13:05:00.007+03:00", xpath.FormatDateTime(time.Date(2026, 11, 20, 13, 5, 0, 7e6, nairobi)))
}

func TestDates(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, source, want string }{
		{"today", "today()", "2026-11-20"},
		{"now", "now()", "2026-11-20T13:30:00.000+03:00"},
		{"days are whole numbers apart", "today() - date('2026-11-18')", "2"},
		{"a date and a number", "date(today() + 30)", "2026-12-20"},
		{"a text that is a date counts as one", "'2026-11-20' = today() and '2026-11-19' < today()", "true"},
		{"age in years", "int((today() - born) div 365.25)", "34"},
		{"months and days of one digit", "date('2026-1-2')", "2026-01-02"},
		{"no date", "date('soon')", ""},
		{"no date is no number", "date('2026-02-30') + 1", ""},
		{"date of nothing", "date('')", ""},
		{"format", "format-date(born, '%e.%n.%y %Y-%m-%d %b %a')", "5.3.92 1992-03-05 Mar Thu"},
		{"format of Sunday", "format-date('2026-11-22', '%a')", "Sun"},
		{"format of a time", "format-date-time(now(), '%H:%M:%S.%3 %h')", "13:30:00.000 13"},
		{"format of a number of days", "format-date(today() + 1, '%d')", "21"},
		{"format of no date", "format-date('soon', '%d')", ""},
		{"week and sign", "format-date(born, '%W%%')", "10%"},
		{"other letters stay", "format-date(born, '%q %')", "%q %"},
		{"decimal-date-time", "decimal-date-time('1970-01-02T00:00:00Z')", "1"},
		{"decimal-time is local", "decimal-time('06:00:00.000+03:00')", "0.25"},
		{"decimal-time of no time", "decimal-time('25:00')", ""},
		{"date-time of days", "date-time(0)", "1970-01-01T03:00:00.000+03:00"},
		{"date of a mixed value", "date(if(age > 1, 0, 'x'))", "1970-01-01T03:00:00.000+03:00"},
		{"months between", "difference-in-months('2025-12-21', today())", "10"},
		{"months back", "difference-in-months(today(), '2025-12-21')", "-10"},
		{"days between", "difference-in-days('2026-11-01', now())", "19"},
		{"weeks between", "difference-in-weeks('2026-11-01', today())", "2"},
		{"years between", "difference-in-years(born, today())", "34"},
		{"months between no dates", "difference-in-months('soon', today())", ""},
		{"cht prefix", "cht:difference-in-months('2025-11-20', today())", "12"},
		{"add-date", "add-date('2026-01-15', 1, 2, 3, 4, 30)", "2027-03-18T04:30:00.000+03:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := mustCompile(t, tt.source, xpath.Options{CHT: true}).String(at(t, "/data"))
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
		})
	}
}

func TestDatesAsValues(t *testing.T) {
	t.Parallel()
	value, err := mustCompile(t, "now()", xpath.Options{}).Eval(at(t, "/data"))
	require.NoError(t, err)
	require.Equal(t, xpath.DateValue, value.Kind())
	instant, ok := value.Time()
	require.True(t, ok)
	require.True(t, instant.Equal(time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)))

	none, err := mustCompile(t, "date('soon')", xpath.Options{}).Eval(at(t, "/data"))
	require.NoError(t, err)
	_, ok = none.Time()
	require.False(t, ok)
	require.False(t, none.Bool())
}
