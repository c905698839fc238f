// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// open reads a list of components and starts an instance in Nairobi.
func open(t *testing.T, components string, files fstest.MapFS) (*forms.Instance, forms.Findings) {
	t.Helper()
	def, findings := formio.Read("form.json", []byte(`{"components": [`+components+`]}`), files)
	require.NoError(t, findings.Err())
	form, compiled := forms.Compile(def)
	require.NoError(t, compiled.Err())
	zone, err := time.LoadLocation("Africa/Nairobi")
	require.NoError(t, err)
	return form.New(forms.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC).In(zone), Seed: 1, Lang: form.DefaultLanguage}), findings
}

func at(t *testing.T, in *forms.Instance, path string) forms.At {
	t.Helper()
	i := in.Form().Index("/data/" + path)
	require.GreaterOrEqual(t, i, 0, path)
	return forms.At{Node: int32(i)} //nolint:gosec // few nodes
}

// TestValues answers one component of each type and looks at what it holds.
func TestValues(t *testing.T) {
	t.Parallel()
	const yesNo = `[{"label": "One two", "value": "one two"}, {"label": "3", "value": "3"}]`
	tests := []struct{ name, component, answer, want string }{
		{"text", `"type": "textfield"`, "a", `"a"`},
		{"a masked text", `"type": "textfield", "inputMask": "999 999 99"`, "12345678", `"123 456 78"`},
		{"number", `"type": "number"`, "12.5", `12.5`},
		{"several numbers", `"type": "number", "multiple": true`, "1, 2.5", `[1,2.5]`},
		{"checkbox", `"type": "checkbox"`, "true", `true`},
		{"radio with a text", `"type": "radio", "values": ` + yesNo, "one two", `"one two"`},
		{"radio with a number", `"type": "radio", "values": ` + yesNo, "3", `3`},
		{"boxes", `"type": "selectboxes", "values": ` + yesNo, "one%20two", `{"3":false,"one two":true}`},
		{"select", `"type": "select", "data": {"values": ` + yesNo + `}`, "3", `3`},
		{"select of many", `"type": "select", "multiple": true, "data": {"values": ` + yesNo + `}`, "3 one%20two", `["one two",3]`},
		{"select of rows", `"type": "select", "dataSrc": "json", "valueProperty": "id", "template": "<b>{{ item.name }}</b>", "data": {"json": "[{\"id\": 7, \"name\": \"Seven\"}]"}`, "7", `7`},
		{"select of objects", `"type": "select", "dataSrc": "json", "data": {"json": [{"id": 7}]}`, `{"id":7}`, `{"id":7}`},
		{"select from the pack", `"type": "select", "dataSrc": "url", "valueProperty": "code", "data": {"url": "https://registry.example/places?x=1"}`, "KE", `"KE"`},
		{"select by a script", `"type": "select", "dataSrc": "custom", "data": {"custom": "values = ['x', 'y']"}`, "y", `"y"`},
		{"day", `"type": "day"`, "2026-01-31", `"01/31/2026"`},
		{"day first", `"type": "day", "dayFirst": true`, "2026-01-31", `"31/01/2026"`},
		{"day and month", `"type": "day", "fields": {"year": {"hide": true}}`, "1231", `"12/31"`},
		{"day and month, with a sign", `"type": "day", "dayFirst": true, "fields": {"year": {"hide": true}}`, "31/12", `"31/12"`},
		{"month alone", `"type": "day", "defaultValue": "00/00/0000", "fields": {"year": {"hide": true}, "day": {"hide": true}}`, "12", `"12"`},
		{"month and year", `"type": "day", "fields": {"day": {"hide": true}}`, "2026-01-31", `"01/00/2026"`},
		{"date", `"type": "datetime", "enableTime": false`, "2026-01-31", `"2026-01-31T00:00:00+03:00"`},
		{"date and time", `"type": "datetime"`, "2026-01-31T10:30:00.000Z", `"2026-01-31T13:30:00+03:00"`},
		{"time", `"type": "time"`, "10:30:00", `"10:30:00"`},
		{"tags as a list", `"type": "tags", "storeas": "array"`, "a, b", `["a","b"]`},
		{"a type nobody knows", `"type": "landvelger"`, "NO", `"NO"`},
	}
	files := fstest.MapFS{"places.json": {Data: []byte(`[{"code": "KE", "label": "Kenya"}]`)}}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in, _ := open(t, `{"key": "q", "label": "Q", "input": true, `+test.component+`}`, files)
			require.True(t, in.Answer(at(t, in, "q"), test.answer).OK())
			require.Equal(t, `{"q":`+test.want+`}`, jsvalue.JSON(formio.Data(in)))
		})
	}
}

// TestStructure keeps containers, grids, nested forms and maps apart from what
// only arranges.
func TestStructure(t *testing.T) {
	t.Parallel()
	field := func(key string) string {
		return `{"type": "textfield", "key": "` + key + `", "label": "L", "input": true, "defaultValue": "` + key + `"}`
	}
	in, _ := open(t, `
		{"type": "columns", "key": "c", "columns": [{"components": [`+field("a")+`]}, {"components": [`+field("a")+`]}]},
		{"type": "table", "key": "t", "rows": [[{"components": [`+field("b.c")+`]}]]},
		{"type": "container", "key": "box", "input": true, "components": [{"type": "panel", "key": "p", "components": [`+field("d")+`]}]},
		{"type": "datagrid", "key": "grid", "input": true, "components": [`+field("e")+`]},
		{"type": "editgrid", "key": "rows", "input": true, "components": [`+field("f")+`]},
		{"type": "form", "key": "inner", "input": true, "components": [`+field("g")+`]},
		{"type": "survey", "key": "s", "input": true, "questions": [{"label": "Q", "value": "q 1"}], "values": [{"label": "Good", "value": "good"}]},
		{"type": "datamap", "key": "map", "input": true, "valueComponent": `+field("value")+`},
		{"type": "htmlelement", "key": "h", "content": "<p>Hello <b>you</b> &amp; me</p>"}`, nil)
	require.True(t, in.Answer(at(t, in, "s/q_1"), "good").OK())
	row := in.Repeats(at(t, in, "map"))[0]
	key := at(t, in, "map/__key")
	key.Scope = row
	require.True(t, in.Answer(key, "size").OK())
	require.Equal(t, `{"a":"a","b":{"c":"b.c"},"box":{"d":"d"},"grid":[{"e":"e"}],"rows":[],"inner":{"data":{"g":"g"}},"s":{"q 1":"good"},"map":{"size":"value"}}`,
		jsvalue.JSON(formio.Data(in)))
	require.Equal(t, "Hello you & me", in.Label(at(t, in, "h"), ""))
}

func TestConditions(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, condition string }{
		{"legacy", `"conditional": {"show": "true", "when": "a", "eq": "yes"}`},
		{"simple", `"conditional": {"show": true, "conjunction": "all", "conditions": [{"component": "a", "operator": "isEqual", "value": "yes"}]}`},
		{"JSON logic", `"conditional": {"json": {"==": [{"var": "data.a"}, "yes"]}}`},
		{"a script", `"customConditional": "show = data.a === 'yes'"`},
		{"logic", `"hidden": true, "logic": [{"trigger": {"type": "javascript", "javascript": "result = row.a === 'yes'"}, "actions": [{"type": "property", "property": {"value": "hidden", "type": "boolean"}, "state": false}]}]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			in, findings := open(t, `{"type": "textfield", "key": "b", "label": "B", "input": true, "defaultValue": "x", `+test.condition+`}, {"type": "textfield", "key": "a", "label": "A", "input": true}`, nil)
			require.Empty(t, findings)
			require.False(t, in.Relevant(at(t, in, "b")))
			require.Equal(t, `{"a":""}`, jsvalue.JSON(formio.Data(in)))
			require.True(t, in.Answer(at(t, in, "a"), "yes").OK())
			require.True(t, in.Relevant(at(t, in, "b")))
			require.Equal(t, `{"b":"x","a":"yes"}`, jsvalue.JSON(formio.Data(in)))
		})
	}
}

func TestCalculations(t *testing.T) {
	t.Parallel()
	in, findings := open(t, `
		{"type": "number", "key": "n", "label": "N", "input": true},
		{"type": "number", "key": "twice", "label": "T", "input": true, "calculateValue": "value = data.n * 2"},
		{"type": "number", "key": "kept", "label": "K", "input": true, "allowCalculateOverride": true, "calculateValue": "value = data.n + 1"},
		{"type": "textfield", "key": "today", "label": "D", "input": true, "customDefaultValue": "value = moment().format('YYYY-MM-DD')"},
		{"type": "textfield", "key": "shown", "label": "N is {{ data.n }}", "input": true},
		{"type": "datagrid", "key": "g", "input": true, "components": [
			{"type": "number", "key": "x", "label": "X", "input": true},
			{"type": "number", "key": "y", "label": "Y", "input": true, "calculateValue": "value = row.x + data.n"}]},
		{"type": "number", "key": "sum", "label": "S", "input": true, "calculateValue": "value = _.sumBy(data.g, 'y')"}`, nil)
	require.Empty(t, findings)
	require.True(t, in.Answer(at(t, in, "n"), "3").OK())
	require.Equal(t, "6", in.Value(at(t, in, "twice")))
	require.Equal(t, "4", in.Value(at(t, in, "kept")))
	require.True(t, in.Answer(at(t, in, "kept"), "9").OK(), "it may be overridden")
	require.False(t, in.Answer(at(t, in, "twice"), "9").OK())
	require.Equal(t, "2026-11-20", in.Value(at(t, in, "today")))
	require.Equal(t, "N is 3", in.Label(at(t, in, "shown"), ""))

	x, y := at(t, in, "g/x"), at(t, in, "g/y")
	x.Scope = in.Repeats(at(t, in, "g"))[0]
	y.Scope = x.Scope
	require.True(t, in.Answer(x, "10").OK())
	require.Equal(t, "13", in.Value(y))
	require.Equal(t, "13", in.Value(at(t, in, "sum")))
}

func TestMessages(t *testing.T) {
	t.Parallel()
	in, findings := open(t, `
		{"type": "number", "key": "a", "label": "Age", "input": true, "validate": {"min": 18}, "errors": {"min": "{{field}} must be 18 or more"}},
		{"type": "textfield", "key": "b", "label": "B", "input": true, "validate": {"custom": "valid = input === data.c ? true : 'Not the same'"}},
		{"type": "textfield", "key": "c", "label": "Say <b>it</b>", "input": true, "validate": {"pattern": "[A-Z]+"}}`,
		fstest.MapFS{"form.i18n.json": {Data: []byte(`{"sw": {"Not the same": "Si sawa", "Say it": "Sema"}}`)}})
	require.Empty(t, findings)
	require.Equal(t, forms.Violation{Kind: forms.ViolationConstraint, Message: "Age must be 18 or more"}, in.Answer(at(t, in, "a"), "17"))
	require.Equal(t, forms.Violation{Kind: forms.ViolationConstraint, Rule: forms.Rule{Kind: forms.ShapeRule, Example: "A"}}, in.Answer(at(t, in, "c"), "abc"), "the engine has its own words")
	require.True(t, in.Answer(at(t, in, "c"), "ABC").OK())
	env := in.Env()
	env.Lang = "sw"
	in.SetEnv(env)
	require.Equal(t, "Si sawa", in.Answer(at(t, in, "b"), "x").Message)
	require.True(t, in.Answer(at(t, in, "b"), "ABC").OK())
	require.Equal(t, "Sema", in.Label(at(t, in, "c"), "sw"))
}

func TestFindingsNameTheComponent(t *testing.T) {
	t.Parallel()
	_, findings := open(t, `
		{"type": "textfield", "key": "a", "label": "A", "input": true, "customConditional": "show = fetch('/x')"},
		{"type": "textfield", "key": "b", "label": "B", "input": true, "conditional": {"show": true, "when": "gone", "eq": "1"}},
		{"type": "textfield", "key": "c", "label": "C", "input": true, "calculateValue": "value = ="},
		{"type": "select", "key": "d", "label": "D", "input": true, "dataSrc": "url", "data": {"url": "https://x.example/none"}}`, nil)
	require.Len(t, findings, 4)
	for i, part := range []string{"a uses fetch", "names gone", "c cannot be read", "d has no choices"} {
		found := false
		for _, f := range findings {
			found = found || strings.Contains(f.String(), part)
		}
		require.True(t, found, "%d: %s in %v", i, part, findings)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "{", "1", "[]", "{}", `{"components": 1}`, `[1]`, `["a"]`, strings.Repeat("[", 100_000), `{"title": "x"}`} {
		def, findings := formio.Read("form.json", []byte(data), nil)
		require.Nil(t, def, data)
		require.Error(t, findings.Err(), data)
		require.False(t, formio.Is([]byte(data)), data)
	}
}

// TestHostileScripts puts scripts that never end, or look for a way out, into
// every place that a form has for one. The form is answered all the same.
func TestHostileScripts(t *testing.T) {
	t.Parallel()
	for _, attack := range []string{
		"while(true){}", "value = 'x'.repeat(2**29)", "for(;;){Array(1e5).fill('x').join('')}", "Object.prototype.polluted = 1",
		"value = fetch('http://localhost')", "value = constructor.constructor('return this')()",
	} {
		quoted := jsvalue.JSON(attack)
		in, _ := open(t, `
			{"type": "textfield", "key": "a", "label": "A {{ data.constructor.constructor('return this')() }}", "input": true, "customConditional": `+quoted+`},
			{"type": "textfield", "key": "b", "label": "B", "input": true, "calculateValue": `+quoted+`, "allowCalculateOverride": true},
			{"type": "textfield", "key": "c", "label": "C", "input": true, "customDefaultValue": `+quoted+`},
			{"type": "textfield", "key": "d", "label": "D", "input": true, "validate": {"custom": `+quoted+`}},
			{"type": "textfield", "key": "e", "label": "E", "input": true, "logic": [{"trigger": {"type": "javascript", "javascript": `+quoted+`}, "actions": [{"type": "property", "property": {"value": "disabled", "type": "boolean"}, "state": true}]}]},
			{"type": "select", "key": "f", "label": "F", "input": true, "dataSrc": "custom", "data": {"custom": `+quoted+`}},
			{"type": "datetime", "key": "g", "label": "G", "input": true, "widget": {"minDate": `+jsvalue.JSON("moment("+attack+")")+`}}`, nil)
		for _, name := range []string{"a", "d", "f"} {
			require.True(t, in.Answer(at(t, in, name), "x").OK(), "%s: %s", name, attack)
		}
		require.True(t, in.Answer(at(t, in, "g"), "2026-01-31T10:30:00Z").OK(), attack)
		require.Equal(t, "x", jsvalue.Get(formio.Data(in), "d"))
	}
}

// TestHousehold is the check of a household that needs a head: the first member
// is one, unless someone says otherwise.
func TestHousehold(t *testing.T) {
	t.Parallel()
	in, findings := open(t, `{"type": "editgrid", "key": "members", "label": "Members", "input": true,
		"validate": {"required": true, "custom": "valid = data.members && data.members.some(m => m.relationship === 1)", "customMessage": "Someone must be the head"},
		"components": [{"type": "select", "key": "relationship", "label": "R", "input": true, "data": {"values": [{"label": "Head", "value": "1"}, {"label": "Child", "value": "2"}]},
			"calculateValue": "value = (!row.relationship && (!data.members || data.members.length === 0)) ? 1 : value"}]}`, nil)
	require.Empty(t, findings)
	members, relationship := at(t, in, "members"), at(t, in, "members/relationship")
	relationship.Scope = in.Repeats(members)[0]
	require.Equal(t, "1", in.Value(relationship))
	require.True(t, in.Violation(members).OK())

	require.True(t, in.Answer(relationship, "2").OK())
	nobody := forms.Violation{Kind: forms.ViolationConstraint, Message: "Someone must be the head"}
	require.Equal(t, nobody, in.Violation(members))
	require.Equal(t, []forms.Problem{{At: members, Violation: nobody}}, in.Problems())
	relationship.Scope = in.Add(members)
	require.Empty(t, in.Value(relationship), "only the first is taken to be the head")
	require.True(t, in.Answer(relationship, "1").OK())
	require.True(t, in.Violation(members).OK())
	require.Empty(t, in.Problems())
	require.Equal(t, `{"members":[{"relationship":2},{"relationship":1}]}`, jsvalue.JSON(formio.Data(in)))

	require.True(t, in.Remove(in.Repeats(members)[1]))
	require.True(t, in.Remove(in.Repeats(members)[0]))
	require.Equal(t, forms.ViolationRequired, in.Violation(members).Kind)
}

// TestRecord wakes an instance from its record: functions belong to the form,
// answers to the person.
func TestRecord(t *testing.T) {
	t.Parallel()
	in, _ := open(t, `{"type": "number", "key": "a", "label": "A", "input": true}, {"type": "number", "key": "b", "label": "B", "input": true, "calculateValue": "value = data.a * 2"}`, nil)
	require.True(t, in.Answer(at(t, in, "a"), "2").OK())
	again, err := in.Form().Restore(in.Append(nil), in.Env())
	require.NoError(t, err)
	require.Equal(t, jsvalue.JSON(formio.Data(in)), jsvalue.JSON(formio.Data(again)))
	require.True(t, again.Answer(at(t, again, "a"), "3").OK())
	require.Equal(t, `{"a":3,"b":6}`, jsvalue.JSON(formio.Data(again)))
	require.Equal(t, `{"a":2,"b":4}`, jsvalue.JSON(formio.Data(in)))
}

// TestPayment: what must be paid is brought to a desk; what may be is not asked.
func TestPayment(t *testing.T) {
	t.Parallel()
	in, findings := open(t, `
		{"type": "textfield", "key": "name", "label": "Name", "input": true},
		{"type": "stripe", "key": "fee", "label": "Licence fee", "input": true, "validate": {"required": true}},
		{"type": "stripe", "key": "gift", "label": "Gift", "input": true}`, nil)
	require.Len(t, findings, 2)
	require.Contains(t, findings[0].Msg, "the payment that fee requires waits for a desk")
	require.Contains(t, findings[1].Msg, "stripe cannot be asked on a phone")
	form := in.Form()
	fee := form.Nodes[at(t, in, "fee").Node]
	require.Equal(t, forms.Upload, fee.Control)
	require.Equal(t, forms.Value, form.Nodes[at(t, in, "gift").Node].Kind)
	require.True(t, in.Answer(at(t, in, "name"), "Amina").OK())
	require.JSONEq(t, `{"name": "Amina", "fee": ""}`, jsvalue.JSON(formio.Data(in)), "as of a signature that is not given yet")
}
