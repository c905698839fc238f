// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

// TestRefusedAnswerSaysWhatIsRight: the clock of these tests is at 2026-11-20.
func TestRefusedAnswerSaysWhatIsRight(t *testing.T) {
	t.Parallel()
	amount := func(least, most string) forms.Rule {
		return forms.Rule{Kind: forms.AmountRule, Least: least, Most: most}
	}
	tests := []struct {
		name       string
		typ        forms.DataType
		constraint string
		value      string
		want       forms.Rule
	}{
		{"both limits", forms.Int, ". >= 0 and . <= 120", "121", amount("0", "120")},
		{"one limit", forms.Int, ". >= 1", "0", amount("1", "")},
		{"the number first", forms.Int, "120 >= .", "121", amount("", "120")},
		{"whole numbers within open limits", forms.Int, ". > 0 and . < 10", "0", amount("1", "9")},
		{"whole numbers within a fraction", forms.Int, ". > 0.5 and . <= 9.5", "0", amount("1", "9")},
		{"a negative limit", forms.Int, ". >= -5", "-6", amount("-5", "")},
		{"a decimal", forms.Decimal, ". >= 0.5 and . <= 2.5", "3", amount("0.5", "2.5")},
		{"an open decimal", forms.Decimal, ". > 0", "0", forms.Rule{Kind: forms.AmountRule, Least: "0", Open: true}},
		{"the limit that is broken, below", forms.Decimal, ". > 0 and . <= 9", "0", forms.Rule{Kind: forms.AmountRule, Least: "0", Open: true}},
		{"the limit that is broken, above", forms.Decimal, ". > 0 and . <= 9", "10", amount("", "9")},
		{"a length", forms.String, "string-length(.) = 10", "1", forms.Rule{Kind: forms.LettersRule, Least: "10", Most: "10"}},
		{"lengths", forms.String, "string-length(.) > 2 and string-length(.) < 9", "a", forms.Rule{Kind: forms.LettersRule, Least: "3", Most: "8"}},
		{"until today", forms.Date, ". <= today()", "2027-01-01", forms.Rule{Kind: forms.DayRule, Most: "2026-11-20"}},
		{"before today", forms.Date, ". < today()", "2026-11-20", forms.Rule{Kind: forms.DayRule, Most: "2026-11-19"}},
		{"after today", forms.Date, ". > today()", "2026-11-20", forms.Rule{Kind: forms.DayRule, Least: "2026-11-21"}},
		{"days", forms.Date, ". >= '2026-01-01' and . < date('2026-02-01')", "2025-01-01", forms.Rule{Kind: forms.DayRule, Least: "2026-01-01", Most: "2026-01-31"}},
		{"digits", forms.String, "regex(., '^[0-9]{9,15}$')", "1", forms.Rule{Kind: forms.DigitsRule, Least: "9", Most: "15"}},
		{"digits of any number", forms.String, `regex(., '\d+')`, "a", forms.Rule{Kind: forms.DigitsRule}},
		{"an example", forms.String, "regex(., '[A-Z]{2}[0-9]{3}')", "a", forms.Rule{Kind: forms.ShapeRule, Example: "AA111"}},

		{"a word that is asked for is not told", forms.String, "regex(., 'opensesame')", "a", forms.Rule{}},
		{"another answer", forms.Int, ". <= ${other}", "9", forms.Rule{}},
		{"half of it", forms.Int, ". >= 1 and ${other} = 2", "0", forms.Rule{}},
		{"either of two", forms.Int, ". = 1 or . > 5", "3", forms.Rule{}},
		{"what is not allowed", forms.Int, ". != 3", "3", forms.Rule{}},
		{"the same limit twice", forms.Int, ". > 1 and . > 5", "3", forms.Rule{}},
		{"a calculation", forms.Int, ". mod 2 = 0", "3", forms.Rule{}},
		{"a text", forms.String, ". > 5", "3", forms.Rule{}},
		{"two measures", forms.Int, ". > 5 and string-length(.) <= 3", "3", forms.Rule{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			q := ask("q", tt.typ)
			q.Constraint = src(tt.constraint)
			p := start(t, mustForm(t, integer("other"), q))
			p.Answer(p.where("other"), "3")
			v := p.Answer(p.where("q"), tt.value)
			require.Equal(t, forms.Violation{Kind: forms.ViolationConstraint, Rule: tt.want}, v)
			q.ConstraintMsg = en("No.")
			p = start(t, mustForm(t, integer("other"), q))
			p.Answer(p.where("other"), "3")
			require.Equal(t, forms.Violation{Kind: forms.ViolationConstraint, Message: "No."}, p.Answer(p.where("q"), tt.value), "the form has words of its own")
		})
	}
}

func TestChosenSaysHowMany(t *testing.T) {
	t.Parallel()
	q := selectMany("q", "yes_no", constraint("count-selected(.) <= 1"))
	p := start(t, mustForm(t, q))
	require.Equal(t, forms.Rule{Kind: forms.ChosenRule, Most: "1"}, p.Answer(p.where("q"), "yes no").Rule)
}

// TestNoExampleOfASecret: what a PIN looks like is told by its digits only.
func TestNoExampleOfASecret(t *testing.T) {
	t.Parallel()
	q := text("q", constraint("regex(., '[A-Z]{2}[0-9]{3}')"))
	q.Appearance = "masked"
	p := start(t, mustForm(t, q))
	require.Equal(t, forms.Violation{Kind: forms.ViolationConstraint}, p.Answer(p.where("q"), "1"))
}
