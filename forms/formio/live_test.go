// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

func offered(in *forms.Instance, at forms.At, lang string) (labels []string) {
	for _, c := range in.Choices(at, lang) {
		labels = append(labels, c.Value+"="+c.Label)
	}
	return labels
}

// TestChoicesOfAnswers lists what a script makes of the answers, keeps the type of
// what is chosen, and takes out what is offered no longer.
func TestChoicesOfAnswers(t *testing.T) {
	t.Parallel()
	in, findings := open(t, `
		{"type": "select", "key": "region", "label": "Region", "input": true, "data": {"values": [{"label": "North", "value": "1"}, {"label": "South", "value": "2"}]}},
		{"type": "select", "key": "district", "label": "District", "input": true, "dataSrc": "custom", "valueProperty": "id", "template": "<b>{{ item.name }}</b>",
			"all": [{"id": 7, "name": "Hill", "of": 1}, {"id": 8, "name": "Lake", "of": 1}, {"id": 9, "name": "Sea", "of": 2}],
			"data": {"custom": "values = component.all.filter(d => d.of === data.region)"}}`,
		fstest.MapFS{"form.i18n.json": {Data: []byte(`{"sw": {"Lake": "Ziwa"}}`)}})
	require.Empty(t, findings)
	region, district := at(t, in, "region"), at(t, in, "district")
	require.Zero(t, in.Offers(district))
	require.True(t, in.Answer(region, "1").OK())
	require.Equal(t, []string{"7=Hill", "8=Lake"}, offered(in, district, ""))
	require.Equal(t, []string{"7=Hill", "8=Ziwa"}, offered(in, district, "sw"))
	require.Equal(t, forms.ViolationNotOffered, in.Answer(district, "9").Kind)
	require.True(t, in.Answer(district, "8").OK())
	require.Equal(t, `{"region":1,"district":8}`, jsvalue.JSON(formio.Data(in)))
	require.True(t, in.Answer(region, "2").OK())
	require.Empty(t, in.Value(district))
	require.Equal(t, []string{"9=Sea"}, offered(in, district, ""))
}

// TestChoicesInRows makes the choices of one row of the answers beside them.
func TestChoicesInRows(t *testing.T) {
	t.Parallel()
	in, _ := open(t, `{"type": "datagrid", "key": "g", "label": "G", "input": true, "components": [
		{"type": "textfield", "key": "a", "label": "A", "input": true},
		{"type": "select", "key": "b", "label": "B", "input": true, "dataType": "string", "multiple": true, "dataSrc": "custom", "data": {"custom": "values = [row.a + ' 1', row.a + '2']"}}]}`, nil)
	grid, a, b := at(t, in, "g"), at(t, in, "g/a"), at(t, in, "g/b")
	second := in.Add(grid)
	for scope, answer := range map[int32]string{in.Repeats(grid)[0]: "x", second: "y"} {
		a.Scope, b.Scope = scope, scope
		require.True(t, in.Answer(a, answer).OK())
		require.Equal(t, []string{answer + "%201=" + answer + " 1", answer + "2=" + answer + "2"}, offered(in, b, ""))
	}
	require.True(t, in.Answer(b, in.Choices(b, "")[0].Value).OK())
	require.Contains(t, jsvalue.JSON(formio.Data(in)), ` 1"]`, "what is sent is as the script made it")
	require.NotContains(t, jsvalue.JSON(formio.Data(in)), "%20")
}

// TestLogic walks through what logic may change: texts, whether there must be an
// answer, what is offered, and the value.
func TestLogic(t *testing.T) {
	t.Parallel()
	when := func(value, actions string) string {
		return `"logic": [{"trigger": {"type": "simple", "simple": {"show": true, "when": "kind", "eq": "` + value + `"}}, "actions": [` + actions + `]}]`
	}
	property := func(name, kind, to string) string {
		return `{"type": "property", "property": {"value": "` + name + `", "type": "` + kind + `"}, ` + to + `}`
	}
	in, findings := open(t, `
		{"type": "textfield", "key": "kind", "label": "Kind", "input": true},
		{"type": "textfield", "key": "a", "label": "Name", "input": true, `+when("shop", property("label", "string", `"text": "Name of the {{ data.kind }}"`)+`,`+
		property("description", "string", `"text": "As it is written"`)+`,`+property("validate.required", "boolean", `"state": true`))+`},
		{"type": "textfield", "key": "b", "label": "B", "input": true, `+when("shop", `{"type": "mergeComponentSchema", "schemaDefinition": "schema = {label: 'Licence', validate: {minLength: 3}}"}`)+`},
		{"type": "radio", "key": "c", "label": "C", "input": true, "values": [{"label": "One", "value": "1"}],
			`+when("shop", `{"type": "mergeComponentSchema", "schemaDefinition": "schema = {values: [{label: 'Two', value: '2'}]}"}`)+`},
		{"type": "number", "key": "d", "label": "D", "input": true, `+when("shop", `{"type": "value", "value": "value = data.kind.length"}`)+`},
		{"type": "textfield", "key": "e", "label": "E", "input": true, `+when("farm", `{"type": "customAction", "customAction": "value = 'by ' + data.kind"}`)+`}`, nil)
	require.Empty(t, findings)
	kind, a, b, c, d, e := at(t, in, "kind"), at(t, in, "a"), at(t, in, "b"), at(t, in, "c"), at(t, in, "d"), at(t, in, "e")
	require.Equal(t, "Name", in.Label(a, ""))
	require.False(t, in.Required(a))
	require.True(t, in.Answer(b, "x").OK())
	require.Equal(t, []string{"1=One"}, offered(in, c, ""))
	require.True(t, in.Answer(c, "1").OK())
	require.True(t, in.Answer(d, "9").OK())

	require.True(t, in.Answer(kind, "shop").OK())
	require.Equal(t, "Name of the shop", in.Label(a, ""))
	require.Equal(t, "As it is written", in.Hint(a, ""))
	require.True(t, in.Required(a))
	require.Equal(t, "Licence", in.Label(b, ""))
	require.Equal(t, forms.ViolationConstraint, in.Violation(b).Kind)
	require.Equal(t, []string{"2=Two"}, offered(in, c, ""))
	require.Empty(t, in.Value(c))
	require.Equal(t, "4", in.Value(d))
	in.Answer(d, "7")
	require.Equal(t, "4", in.Value(d), "logic sets it again")

	require.True(t, in.Answer(kind, "farm").OK())
	require.Equal(t, "Name", in.Label(a, ""))
	require.True(t, in.Violation(b).OK())
	require.Equal(t, "by farm", in.Value(e))
	require.True(t, in.Answer(d, "7").OK())
	require.Equal(t, "7", in.Value(d))
}

// TestLogicInRows follows what is beside it.
func TestLogicInRows(t *testing.T) {
	t.Parallel()
	in, findings := open(t, `{"type": "datagrid", "key": "g", "label": "G", "input": true, "components": [
		{"type": "textfield", "key": "kind", "label": "Kind", "input": true},
		{"type": "textfield", "key": "a", "label": "Name", "input": true, "logic": [{"trigger": {"type": "simple", "simple": {"show": true, "conjunction": "all",
			"conditions": [{"component": "g.kind", "operator": "isEqual", "value": "shop"}]}}, "actions": [
				{"type": "property", "property": {"value": "label", "type": "string"}, "text": "Name of the {{ row.kind }}"}, {"type": "value", "value": "value = row.kind + '!'"}]}]}]}`, nil)
	require.Empty(t, findings)
	kind, a := at(t, in, "g/kind"), at(t, in, "g/a")
	first, second := in.Repeats(at(t, in, "g"))[0], in.Add(at(t, in, "g"))
	kind.Scope = second
	require.True(t, in.Answer(kind, "shop").OK())
	a.Scope = first
	require.Equal(t, "Name", in.Label(a, ""))
	require.Empty(t, in.Value(a))
	a.Scope = second
	require.Equal(t, "Name of the shop", in.Label(a, ""))
	require.Equal(t, "shop!", in.Value(a))
}

// TestMessagesAreFilledIn: what a form itself says of an answer, with the question, its
// limits and other answers filled in, in the language of the person.
func TestMessagesAreFilledIn(t *testing.T) {
	t.Parallel()
	in, findings := open(t, `
		{"type": "number", "key": "n", "label": "Age", "input": true, "validate": {"required": true, "min": 18, "max": 99},
			"errors": {"required": "{{ field }}, please", "min": "{{field}}: {{ min }} or more", "max": "max {{max}}"}},
		{"type": "textfield", "key": "s", "label": "Code", "input": true, "validate": {"minLength": 3, "custom": "valid = input === 'abcd' ? 'Not {{ data.n }} again, {{ constructor.constructor('return this')() }}' : true"},
			"errors": {"minLength": "{{ length }} letters"}},
		{"type": "email", "key": "m", "label": "Mail", "input": true}`,
		fstest.MapFS{"form.i18n.json": {Data: []byte(`{"sw": {"max {{max}}": "hadi {{max}}", "Age": "Umri", "invalid_email": "{{ field }}: si barua pepe"}}`)}})
	require.Empty(t, findings)
	n, s := at(t, in, "n"), at(t, in, "s")
	require.Empty(t, in.Check(at(t, in, "m"), "x").Message)
	require.Equal(t, "Age, please", in.Check(n, "").Message)
	require.Equal(t, "Age: 18 or more", in.Check(n, "3").Message)
	require.Equal(t, "max 99", in.Check(n, "100").Message)
	require.Equal(t, "3 letters", in.Check(s, "a").Message)
	require.True(t, in.Answer(n, "20").OK())
	require.Equal(t, "Not 20 again, undefined", in.Check(s, "abcd").Message, "what is between braces names a value and is never run")
	env := in.Env()
	env.Lang = "sw"
	in.SetEnv(env)
	require.Equal(t, "hadi 99", in.Check(n, "100").Message)
	require.Equal(t, "Umri, please", in.Check(n, "").Message)
	require.Equal(t, "Mail: si barua pepe", in.Check(at(t, in, "m"), "x").Message, "what the form says of all e-mail addresses")
}
