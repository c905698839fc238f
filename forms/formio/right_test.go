// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

// TestRefusedAnswerSaysWhatIsRight for each rule of Form.io that has limits or a
// shape, and that an answer as it says is taken.
func TestRefusedAnswerSaysWhatIsRight(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, component, wrong, good string
		want                         forms.Rule
	}{
		{"a minimum", `"type": "number", "validate": {"min": 1}`, "0", "1", forms.Rule{Kind: forms.AmountRule, Least: "1"}},
		{"both", `"type": "number", "validate": {"min": "0.5", "max": 120}`, "121", "120", forms.Rule{Kind: forms.AmountRule, Least: "0.5", Most: "120"}},
		{"letters", `"type": "textfield", "validate": {"minLength": 3, "maxLength": "5"}`, "ab", "abc", forms.Rule{Kind: forms.LettersRule, Least: "3", Most: "5"}},
		{"few words", `"type": "textfield", "validate": {"minWords": 2}`, "one", "one two", forms.Rule{Kind: forms.WordsRule, Least: "2"}},
		{"many words", `"type": "textfield", "validate": {"maxWords": 1}`, "one two", "one", forms.Rule{Kind: forms.WordsRule, Most: "1"}},
		{"many choices", `"type": "selectboxes", "values": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}], "validate": {"maxSelectedCount": 1}`, "a b", "b", forms.Rule{Kind: forms.ChosenRule, Most: "1"}},
		{"few choices", `"type": "selectboxes", "values": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}], "validate": {"minSelectedCount": 2}`, "a", "a b", forms.Rule{Kind: forms.ChosenRule, Least: "2"}},
		{"e-mail", `"type": "email"`, "name", "name@example.org", forms.Rule{Kind: forms.EmailRule}},
		{"web", `"type": "url"`, "name", "www.example.org", forms.Rule{Kind: forms.URLRule}},
		{"phone", `"type": "phoneNumber", "defaultCountry": "KE"`, "12", "0712345678", forms.Rule{Kind: forms.PhoneRule}},
		{"digits", `"type": "textfield", "validate": {"pattern": "^[0-9]{6}$"}`, "12", "123456", forms.Rule{Kind: forms.DigitsRule, Least: "6", Most: "6"}},
		{"a pattern", `"type": "textfield", "validate": {"pattern": "[A-Z]{2}\\d{3}"}`, "12", "AA111", forms.Rule{Kind: forms.ShapeRule, Example: "AA111"}},
		{"a pattern that only scripts know", `"type": "textfield", "validate": {"pattern": "(?=.*x)[a-z]{3}"}`, "12", "abx", forms.Rule{}},
		{"a mask", `"type": "textfield", "inputMask": "99-aa"`, "12", "11-aa", forms.Rule{Kind: forms.ShapeRule, Example: "11-aa"}},
		{"a mask with a choice", `"type": "textfield", "inputMask": "9{2}[a]"`, "a", "12", forms.Rule{}},
		{"a last day", `"type": "datetime", "enableTime": false, "widget": {"maxDate": "2026-11-20"}`, "2026-11-21", "2026-11-20", forms.Rule{Kind: forms.DayRule, Most: "2026-11-20"}},
		{"a first day", `"type": "day", "minDate": "2026-01-01", "maxDate": "moment()"`, "2025-11-21", "2026-11-20", forms.Rule{Kind: forms.DayRule, Least: "2026-01-01", Most: "2026-11-20"}},
		{"a year", `"type": "day", "fields": {"year": {"maxYear": "2020"}}`, "2021-01-01", "2020-01-01", forms.Rule{Kind: forms.AmountRule, Most: "2020"}},
		{"a script", `"type": "number", "validate": {"custom": "valid = input > 3"}`, "3", "4", forms.Rule{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in, _ := open(t, `{"key": "a", "label": "A", "input": true, `+tt.component+`}`, nil)
			q := at(t, in, "a")
			require.Equal(t, forms.Violation{Kind: forms.ViolationConstraint, Rule: tt.want}, in.Answer(q, tt.wrong))
			require.Equal(t, forms.Violation{}, in.Answer(q, tt.good))
		})
	}
}

// TestRuleAsLogicLeavesIt: the limit is that of the component as it is now.
func TestRuleAsLogicLeavesIt(t *testing.T) {
	t.Parallel()
	in, _ := open(t, `{"type": "checkbox", "key": "c", "label": "C", "input": true},
		{"type": "number", "key": "a", "label": "A", "input": true, "validate": {"min": 1}, "logic": [{"trigger": {"type": "simple", "simple": {"show": true, "when": "c", "eq": "true"}},
			"actions": [{"type": "mergeComponentSchema", "schemaDefinition": "schema = {validate: {min: 7}}"}]}]}`, nil)
	require.Equal(t, "1", in.Check(at(t, in, "a"), "0").Rule.Least)
	require.True(t, in.Answer(at(t, in, "c"), "true").OK())
	require.Equal(t, "7", in.Check(at(t, in, "a"), "0").Rule.Least)
}
