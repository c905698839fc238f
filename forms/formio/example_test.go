// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"fmt"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
)

func ExampleRead() {
	def, findings := formio.Read("loan.json", []byte(`{"components": [
		{"type": "panel", "key": "page1", "title": "About you", "components": [
			{"type": "number", "key": "age", "label": "Age", "input": true, "validate": {"required": true, "min": 18}},
			{"type": "radio", "key": "work", "label": "Work", "input": true, "values": [{"label": "Farmer", "value": "farmer"}, {"label": "Other", "value": "other"}]},
			{"type": "textfield", "key": "what", "label": "Which?", "input": true, "customConditional": "show = data.work === 'other' && data.age > 20"}
		]},
		{"type": "button", "key": "submit", "label": "Submit", "input": true}
	]}`), nil)
	fmt.Println(len(findings))
	form, _ := forms.Compile(def)
	in := form.New(forms.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC)})

	at := func(path string) forms.At { return forms.At{Node: int32(form.Index(path))} }
	fmt.Println(in.Answer(at("/data/page1/age"), "17").Kind == forms.ViolationConstraint)
	fmt.Println(in.Answer(at("/data/page1/age"), "30").OK(), in.Answer(at("/data/page1/work"), "other").OK())
	fmt.Println(in.Relevant(at("/data/page1/what")))
	fmt.Println(string(formio.Submission(in, formio.Draft)))
	// Output:
	// 0
	// true
	// true true
	// true
	// {"data":{"age":30,"work":"other","what":"","submit":true},"metadata":{"timezone":"UTC","offset":0},"state":"draft"}
}
