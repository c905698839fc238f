// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"fmt"

	"github.com/dialform/dialform/forms"
)

// A form is compiled once; an instance is one person's answers, and its record
// carries them from one step to the next.
func Example() {
	label := func(s string) forms.Text {
		return forms.Text{"": {Long: forms.ParseTemplate(s, forms.Position{})}}
	}
	form, findings := forms.Compile(&forms.Definition{ID: "household", Root: []*forms.NodeDef{
		{Name: "name", Kind: forms.Question, Control: forms.Input, Label: label("Your name?")},
		{
			Name: "age", Kind: forms.Question, Control: forms.Input, Type: forms.Int,
			Label:         label("How old are you, ${name}?"),
			Constraint:    forms.Source{Text: ". >= 0 and . <= 120"},
			ConstraintMsg: label("An age is between 0 and 120."),
		},
		{
			Name: "school", Kind: forms.Question, Control: forms.Input, Label: label("Which school?"),
			Relevant: forms.Source{Text: "${age} < 18"},
		},
	}})
	if err := findings.Err(); err != nil {
		fmt.Println(err)
		return
	}
	at := func(path string) forms.At { return forms.At{Node: int32(form.Index(path))} }

	in := form.New(forms.Env{Seed: 1})
	in.Answer(at("/data/name"), "Amina")
	record := in.Append(nil) // the end of a step

	in, err := form.Restore(record, forms.Env{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(in.Label(at("/data/age"), ""))
	fmt.Println(in.Answer(at("/data/age"), "340").Message)
	in.Answer(at("/data/age"), "12")
	fmt.Println(in.Relevant(at("/data/school")))
	// Output:
	// How old are you, Amina?
	// An age is between 0 and 120.
	// true
}
