// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// attacks are scripts that take for ever, take all memory, or look for a way out.
var attacks = map[string]string{
	"a loop":             "while(true){}",
	"a long text":        "value = 'x'.repeat(2**29)",
	"endless fill, join": "for(;;){Array(1e5).fill('x').join('')}",
	"prototypes":         "Object.prototype.polluted = 1; Array.prototype.map = () => []; data.__proto__.polluted = 1",
	"the network":        "value = fetch('http://127.0.0.1/')",
	"the host":           "value = constructor.constructor('return this')()",
}

// positions are all places of a form where its author may write a script. Each
// reads an answer, so that it runs while somebody answers.
var positions = map[string]func(script string) string{
	"calculateValue": func(s string) string { return `"type": "textfield", "calculateValue": ` + s },
	"calculate, override": func(s string) string {
		return `"type": "textfield", "allowCalculateOverride": true, "calculateValue": ` + s
	},
	"customDefaultValue": func(s string) string { return `"type": "textfield", "customDefaultValue": ` + s },
	"customConditional":  func(s string) string { return `"type": "textfield", "customConditional": ` + s },
	"validate.custom":    func(s string) string { return `"type": "textfield", "validate": {"custom": ` + s + `}` },
	"validate of a grid": func(s string) string {
		return `"type": "datagrid", "components": [` + textField("in") + `], "validate": {"custom": ` + s + `}`
	},
	"minDate": func(s string) string {
		s = `"(function(){ ` + s[1:len(s)-1] + ` })()"`
		return `"type": "datetime", "enableTime": false, "enableMinDateInput": true, "datePicker": {"minDate": ` + s + `}, "widget": {"minDate": ` + s + `}`
	},
	"logic, trigger": func(s string) string {
		return `"type": "textfield", "logic": [{"trigger": {"type": "javascript", "javascript": ` + s + `}, "actions": [{"type": "property", "property": {"value": "label", "type": "string"}, "text": "L"}]}]`
	},
	"logic, value":         act("value"),
	"logic, custom action": act("customAction"),
	"logic, schema":        act("schemaDefinition"),
	"data.custom":          func(s string) string { return `"type": "select", "dataSrc": "custom", "data": {"custom": ` + s + `}` },
	"message": func(s string) string {
		return `"type": "textfield", "validate": {"minLength": 9, "customMessage": ` + braces(s) + `}`
	},
	"errors": func(s string) string {
		return `"type": "textfield", "validate": {"minLength": 9}, "errors": {"minLength": ` + braces(s) + `}`
	},
	"label": func(s string) string { return `"type": "textfield", "description": ` + braces(s) },
	"logic, text": func(s string) string {
		return `"type": "textfield", "logic": [{"trigger": {"type": "javascript", "javascript": "result = data.a"}, "actions": [{"type": "property", "property": {"value": "description", "type": "string"}, "text": ` + braces(s) + `}]}]`
	},
	"a custom message in a script": func(s string) string {
		return `"type": "textfield", "validate": {"custom": ` + strconv.Quote("valid = '{{ data.a }}' && data.a + ' '; ") + `}, "customMessage": ` + braces(s)
	},
}

func textField(key string) string {
	return `{"type": "textfield", "label": "T", "input": true, "key": "` + key + `"}`
}

func act(name string) func(string) string {
	kind := name
	if name == "schemaDefinition" {
		kind = "mergeComponentSchema"
	}
	return func(s string) string {
		return `"type": "textfield", "logic": [{"trigger": {"type": "javascript", "javascript": "result = data.a"}, "actions": [{"type": "` + kind + `", "` + name + `": ` + s + `}]}]`
	}
}

// braces is a text with a script between braces.
func braces(script string) string { return `"{{ ` + script[1:len(script)-1] + ` }}"` }

// TestHostileForms puts each attack into each position and answers the form: it
// opens, its other questions are asked and checked, what a good script works out is
// right, and the process stays small. A call that is not cut off hangs the test.
func TestHostileForms(t *testing.T) {
	for position, write := range positions {
		for attack, source := range attacks {
			t.Run(position+"/"+attack, func(t *testing.T) {
				script := jsvalue.JSON("data.a; " + source)
				in, _ := open(t, textField("a")+`, {"key": "bad", "label": "Bad", "input": true, `+write(script)+`}, `+
					textField("b")+`, {"type": "number", "key": "good", "label": "Good", "input": true, "calculateValue": "value = [1, 2].map(x => x * data.b.length).length + (typeof polluted === 'undefined' ? 0 : 9)"}`, nil)
				bad := at(t, in, "bad")
				for _, answer := range []string{"one", "two"} {
					require.True(t, in.Answer(at(t, in, "a"), answer).OK())
				}
				in.Label(bad, "")
				in.Hint(bad, "")
				in.Choices(bad, "")
				in.Answer(bad, "2026-11-20")
				in.Problems()
				require.True(t, in.Answer(at(t, in, "b"), "four").OK())
				data := formio.Data(in)
				require.Equal(t, "two", data.Get("a"))
				require.Equal(t, "four", data.Get("b"))
				require.Equal(t, 2.0, data.Get("good"))
				again, err := in.Form().Restore(in.Append(nil), in.Env())
				require.NoError(t, err)
				require.Equal(t, "four", again.Value(forms.At{Node: at(t, in, "b").Node}))
			})
		}
	}
	require.Less(t, resident(t), 256<<20)
}

// resident is the most memory that the process has had, in bytes; 0 where that is
// not known.
func resident(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.Atoi(strings.Fields(rest)[0])
			require.NoError(t, err)
			return kib << 10
		}
	}
	return 0
}
