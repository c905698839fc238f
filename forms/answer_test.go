// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

func TestAnswerTypes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		typ   forms.DataType
		value string
		want  string // "!" is refused
	}{
		{"text", forms.String, " two words ", " two words "},
		{"text with a newline", forms.String, "a\nb", "a\nb"},
		{"text with a control byte", forms.String, "a\x1b[2J", "!"},
		{"text that is not UTF-8", forms.String, "a\xff", "!"},
		{"replacement character", forms.String, "a\uFFFD", "a\uFFFD"},
		{"int", forms.Int, "007", "7"},
		{"int of a fraction", forms.Int, "3.9", "3"},
		{"negative int", forms.Int, "-3.9", "-3"},
		{"greatest int", forms.Int, "2147483647", "2147483647"},
		{"int too great", forms.Int, "2147483648", "!"},
		{"int of words", forms.Int, "many", "!"},
		{"int of nothing", forms.Int, "  ", ""},
		{"decimal", forms.Decimal, "3.50", "3.5"},
		{"decimal without end", forms.Decimal, "1e999", "!"},
		{"decimal of NaN", forms.Decimal, "NaN", "!"},
		{"boolean", forms.Boolean, "true", "1"},
		{"boolean of words", forms.Boolean, "maybe", "!"},
		{"date", forms.Date, "2026-02-28", "2026-02-28"},
		{"date of an instant", forms.Date, "2026-02-28T10:00:00.000+03:00", "2026-02-28"},
		{"no such day", forms.Date, "2026-02-29", "!"},
		{"no such month", forms.Date, "2026-13-01", "!"},
		{"time", forms.Time, "14:30", "14:30"},
		{"time with offset", forms.Time, "14:30:00.000+03:00", "14:30:00.000+03:00"},
		{"no such time", forms.Time, "25:00", "!"},
		{"datetime", forms.DateTime, "2026-02-28T10:00", "2026-02-28T10:00"},
		{"no such datetime", forms.DateTime, "2026-02-30T10:00", "!"},
		{"geopoint", forms.Geopoint, "-1.28  36.82", "-1.28 36.82"},
		{"full geopoint", forms.Geopoint, "-1.28 36.82 1700 5", "-1.28 36.82 1700.0 5.0"},
		{"latitude too great", forms.Geopoint, "90.1 0", "!"},
		{"longitude too great", forms.Geopoint, "0 -180.5", "!"},
		{"one number", forms.Geopoint, "1", "!"},
		{"geotrace", forms.Geotrace, "1 2; 3 4;", "1.0 2.0;3.0 4.0"},
		{"bad geotrace", forms.Geotrace, "1 2; x", "!"},
		{"barcode", forms.Barcode, "0012", "0012"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, mustForm(t, ask("q", tt.typ)))
			v := p.Answer(p.where("q"), tt.value)
			if tt.want == "!" {
				require.Equal(t, forms.Violation{Kind: forms.ViolationType}, v)
				require.Empty(t, p.value("q"))
				return
			}
			require.True(t, v.OK())
			require.Equal(t, tt.want, p.value("q"))
		})
	}
}

func TestConstraint(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		integer("age", constraint(". >= 0 and . <= ${most}"), messages("At most ${most}, not ${age}.", "")),
		integer("most", initially("120")),
		calculate("seen", "concat('age ', ${age})"),
	)
	p := start(t, f)
	at := p.where("age")
	p.answer("age", "30")
	for range 2 { // a check changes nothing
		v := p.Check(at, "130")
		require.Equal(t, forms.Violation{Kind: forms.ViolationConstraint, Message: "At most 120, not 30."}, v)
		require.Equal(t, "age 30", p.value("seen"))
	}
	require.Equal(t, forms.ViolationConstraint, p.Answer(at, "130").Kind)
	require.Equal(t, "30", p.value("age"), "a refused answer is not set")
	p.answer("age", "120")
	p.answer("most", "100")
	require.Equal(t, "120", p.value("age"), "an answer stays")
	require.Equal(t, []forms.Problem{{
		At: at, Violation: forms.Violation{Kind: forms.ViolationConstraint, Message: "At most 100, not 120."},
	}}, p.Problems())
	p.answer("age", "")
	require.Empty(t, p.Problems(), "a constraint is for answers")
}

func TestRequired(t *testing.T) {
	t.Parallel()
	f := mustForm(t,
		selectOne("strict", "yes_no"),
		text("name", required("${strict} = 'yes'"), messages("", "Tell us your name.")),
		text("other", required("true()"), relevant("${strict} = 'yes'")),
		text("fixed", required("true()"), readOnly("true()")),
	)
	p := start(t, f)
	require.Empty(t, p.Problems())
	p.answer("strict", "yes")
	require.Equal(t, []forms.Problem{
		{At: p.where("name"), Violation: forms.Violation{Kind: forms.ViolationRequired, Message: "Tell us your name."}},
		{At: p.where("other"), Violation: forms.Violation{Kind: forms.ViolationRequired}},
	}, p.Problems())
	p.answer("name", "Amina")
	p.answer("other", "x")
	require.Empty(t, p.Problems())
	require.Equal(t, forms.ViolationRequired, p.Answer(p.where("name"), "").Kind)
	require.Equal(t, "Amina", p.value("name"))
}

func TestOnlyQuestionsAreAnswered(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t, group("g", text("a")), calculate("c", "1"), note("n", "Hello"), repeat("r", text("b"))))
	for _, name := range []string{"g", "c", "n", "r", "data"} {
		require.Equal(t, forms.ViolationReadOnly, p.Answer(p.where(name), "x").Kind, name)
	}
}

func TestTriggerControl(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t, text("ack", controlled(forms.Trigger))))
	p.answer("ack", "OK")
	require.Equal(t, forms.ViolationType, p.Answer(p.where("ack"), "yes").Kind)
	p.answer("ack", "")
}

func TestRange(t *testing.T) {
	t.Parallel()
	p := start(t, mustForm(t,
		ask("r", forms.Decimal, controlled(forms.Range), params("start", "0", "end", "1", "step", "0.1")),
		ask("down", forms.Int, controlled(forms.Range), params("start", "10", "end", "2", "step", "2"))))
	for _, good := range []string{"0", "0.3", "0.7", "1"} {
		p.answer("r", good)
	}
	for _, bad := range []string{"-0.1", "1.1", "0.35"} {
		require.Equal(t, forms.ViolationType, p.Answer(p.where("r"), bad).Kind, bad)
	}
	p.answer("down", "4")
	require.Equal(t, forms.ViolationType, p.Answer(p.where("down"), "5").Kind)
	p.answer("down", "")
}
