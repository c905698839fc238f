// SPDX-License-Identifier: Apache-2.0

package process_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
	"github.com/dialform/dialform/forms/formio/script"
)

func run(t *testing.T, pool *script.Pool, components, data string, processors []string) process.Output {
	t.Helper()
	in, err := input(pool, components, []byte(data))
	require.NoError(t, err)
	in.Processors = processors
	out, err := process.Run(in)
	require.NoError(t, err)
	return out
}

func TestMasks(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	tests := []struct {
		name, mask, value string
		ok                bool
	}{
		{"digits", "999-999-9999", "123-456-7890", true},
		{"digits without signs", "999-999-9999", "1234567890", false},
		{"too few", "999-999-9999", "123-456-78", false},
		{"capital letters", "AA9", "AB1", true},
		{"small letters for capital ones", "AA9", "ab1", false},
		{"letters", "aa9", "aB1", true},
		{"an accent", "a", "é", true},
		{"what may be left out", "99[9]", "12", true},
		{"what was not left out", "99[9]", "123", true},
		{"repeated", "9{2,4}", "123", true},
		{"escaped", `\A9`, "A1", true},
		{"one or the other", "(a|9)", "1", true},
		{"brackets as signs", "(999) 999-9999", "(123) 456-7890", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			out := run(t, pool, `[{"type": "textfield", "key": "a", "input": true, "inputMask": `+jsvalue.JSON(test.mask)+`}]`, `{"a": `+jsvalue.JSON(test.value)+`}`, process.Validation)
			require.Equal(t, test.ok, len(out.Errors) == 0, "%v", out.Errors)
		})
	}
	require.Equal(t, "123 456 78", process.Masked("999 999 99", "12345678"))
	require.Equal(t, "123 456 78", process.Masked("999 999 99", "123 456 78"))
	require.Equal(t, "1234567", process.Masked("999 999 99", "1234567"))
}

// TestAnswersAreNeverCode puts an answer into a script that asks for it.
func TestAnswersAreNeverCode(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	const components = `[{"type": "textfield", "key": "a", "input": true}, {"type": "textfield", "key": "b", "input": true, "validate": {"custom": "valid = '{{ data.a }}' === input"}}]`
	require.Empty(t, run(t, pool, components, `{"a": "x", "b": "x"}`, process.Validation).Errors)
	require.Len(t, run(t, pool, components, `{"a": "x", "b": "y"}`, process.Validation).Errors, 1)
	require.Len(t, run(t, pool, components, `{"a": "'; valid = true; //", "b": "y"}`, process.Validation).Errors, 1)
}

func TestDateSettings(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	bounded := func(setting string) string {
		return `[{"type": "datetime", "key": "a", "input": true, "widget": {"enableTime": false, "minDate": ` + jsvalue.JSON(setting) + `}}]`
	}
	for setting, ok := range map[string]bool{
		"2026-11-19": true, "2026-11-21": false, "moment()": true, "moment().add(1, 'day')": false, "moment().subtract(1, 'month')": true,
		"while(true){}": true, "moment(": true, "nothing": true,
	} {
		out := run(t, pool, bounded(setting), `{"a": "2026-11-20T00:00:00-07:00"}`, process.Validation)
		require.Equal(t, ok, len(out.Errors) == 0, "%s: %v", setting, out.Errors)
	}
}

// TestRunKeepsTheForm changes components by logic and override, and finds the
// form as it was.
func TestRunKeepsTheForm(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	const components = `[{"type": "textfield", "key": "a", "input": true, "label": "A", "serverOverride": {"label": "B"}, "logic": [{"trigger": {"type": "javascript", "javascript": "result = true"}, "actions": [{"type": "property", "property": {"type": "boolean", "value": "disabled"}, "state": true}]}]}]`
	in, err := input(pool, components, []byte(`{"a": "x", "other": 1}`))
	require.NoError(t, err)
	in.Processors, in.Server = process.Submission, true
	before := jsvalue.JSON(in.Components)
	out, err := process.Run(in)
	require.NoError(t, err)
	require.Equal(t, before, jsvalue.JSON(in.Components))
	require.Equal(t, true, jsvalue.Get(out.Components.Items[0], "disabled"))
	require.Equal(t, "B", jsvalue.Get(out.Components.Items[0], "label"))
	require.Equal(t, `{"a":"x"}`, jsvalue.JSON(out.Data), "what the form does not know is filtered")

	in.Processors = []string{"nothing"}
	_, err = process.Run(in)
	require.Error(t, err)
}

// TestRunWithoutEnd runs a form whose scripts never end.
func TestRunWithoutEnd(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	begin := time.Now()
	out := run(t, pool, `[{"type": "textfield", "key": "a", "input": true, "calculateValue": "while(true){}", "customConditional": "for(;;);", "validate": {"custom": "for(;;);", "pattern": "(a+)+$"}}]`,
		`{"a": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"}`, process.Submission)
	require.Equal(t, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", out.Data.Get("a"))
	require.Less(t, time.Since(begin), 5*time.Second)
}

// TestAsFormioDoes holds what @formio/core 2.8.3 makes of what our own forms have.
func TestAsFormioDoes(t *testing.T) {
	t.Parallel()
	pool := script.NewPool()
	t.Cleanup(pool.Close)
	out := run(t, pool, `[
		{"type": "panel", "key": "p", "input": false, "components": [
			{"type": "htmlelement", "key": "p.shown", "input": false, "content": "A", "customConditional": "show = data.a === 'x'"},
			{"type": "htmlelement", "key": "hidden", "input": false, "content": "B", "customConditional": "show = data.a !== 'x'"}]},
		{"type": "day", "key": "born", "input": true},
		{"type": "day", "key": "year", "input": true, "fields": {"day": {"hide": true}, "month": {"hide": true}}}]`,
		`{"a": "x", "born": "zzz", "year": "2020"}`, []string{"conditions", "normalize"})
	require.Equal(t, []process.Condition{{Path: "p.shown"}, {Path: "hidden", Hidden: true}}, out.Conditionals, "each text by its key")
	require.Equal(t, `{"a":"x","born":"zzz//","year":"2020"}`, jsvalue.JSON(out.Data))
}
