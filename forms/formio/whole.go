// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
)

// whole gives a component that holds others the checks of what it holds, such as
// how many rows there are and whether one of the members is the head.
func (r *reader) whole(f *field) {
	if f.shape == shapeLayout || f.parent == nil {
		return
	}
	validate := object(f.component, "validate")
	if f.node.Kind != forms.Repeat {
		f.node.Required = forms.Source{} // it is there as soon as it is shown
	}
	r.scripts(f, validate)
	r.required(f)
	if !restricts(validate) {
		return
	}
	f.node.Constraint = forms.Source{Pos: f.node.Pos, Text: r.function("", func(in *forms.Instance, at forms.At) (string, error) {
		if len(r.judgeWhole(in, at, f)) > 0 {
			return "", nil
		}
		return "1", nil
	})}
	r.refuses(f, func(in *forms.Instance, at forms.At) []process.Fault { return r.judgeWhole(in, at, f) })
}

// restricts reports whether a validation is more than being required.
func restricts(validate *jsvalue.Object) bool {
	for _, name := range validate.Keys() {
		switch v := validate.Get(name); {
		case name == "required" || name == "customMessage" || name == "unique" || name == "multiple":
		case name == "custom" && strings.TrimSpace(jsvalue.ToString(v)) == "":
		case jsvalue.Truthy(v):
			return true
		}
	}
	return false
}

// judgeWhole are the faults of all that a field holds together.
func (r *reader) judgeWhole(in *forms.Instance, at forms.At, f *field) []process.Fault {
	b := builder{in: in, form: in.Form(), all: true}
	return r.faults(in, at, f, b.value(at))
}
