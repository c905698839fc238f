// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/process"
)

// said is a text that is made where it is shown.
func (r *reader) said(f *field, what forms.Foreign) forms.Text {
	return forms.Text{"": {Long: []forms.Piece{{Output: forms.Source{Text: r.function("", what), Pos: f.node.Pos}}}}}
}

// refuses lets a node say of the first fault that is found what the form says of
// it, else what would be right.
func (r *reader) refuses(f *field, find func(in *forms.Instance, at forms.At) []process.Fault) {
	f.node.ConstraintMsg = r.said(f, func(in *forms.Instance, at forms.At) (string, error) {
		for _, fault := range find(in, at) {
			return r.message(in, at, f, fault), nil
		}
		return "", nil
	})
	f.node.Rule = func(in *forms.Instance, at forms.At) forms.Rule {
		for _, fault := range find(in, at) {
			return r.right(in, at, f, fault)
		}
		return forms.Rule{}
	}
}

// required is what the form itself says where an answer is missing.
func (r *reader) required(f *field) {
	missing := process.Fault{Rule: "required", Key: "required"}
	if ownMessage(f, missing) != "" || r.texts != nil {
		f.node.RequiredMsg = r.said(f, func(in *forms.Instance, at forms.At) (string, error) {
			return r.message(in, at, f, missing), nil
		})
	}
}

// ownMessage is what a form has to say of a fault: one message for all, or one
// for the key of the fault; a script may give it itself. "" leaves it to the
// engine.
func ownMessage(f *field, fault process.Fault) string {
	errors := object(f.component, "errors")
	for _, s := range []string{text(object(f.component, "validate"), "customMessage"), text(errors, fault.Key), text(errors, fault.Rule)} {
		if s != "" {
			return s
		}
	}
	if fault.Rule == "custom" && fault.Key != "custom" {
		return fault.Key
	}
	return ""
}

// message is [ownMessage] in the language of the person, filled in; without one, the
// translation that comes with the form for all faults of a kind, by its key.
func (r *reader) message(in *forms.Instance, at forms.At, f *field, fault process.Fault) string {
	s := r.translated(in, ownMessage(f, fault))
	if s == "" {
		s = r.texts[in.Env().Lang][fault.Key]
	}
	if s = plainText(s); !strings.Contains(s, "{{") {
		return s
	}
	return process.Interpolate(s, r.about(in, at, f, s))
}

// translated is a text in the language of the person.
func (r *reader) translated(in *forms.Instance, s string) string {
	if other := r.texts[in.Env().Lang][s]; other != "" {
		return other
	}
	return s
}

// about are the values that a message can name (Form.io, "Error messages"): what
// the question is called, the limits that it has, and the answers.
func (r *reader) about(in *forms.Instance, at forms.At, f *field, s string) *jsvalue.Object {
	scope := jsvalue.NewObject()
	for _, name := range []string{"errorLabel", "label", "placeholder", "key"} {
		if label := text(f.component, name); label != "" {
			scope.Set("field", plainText(r.translated(in, label)))
			break
		}
	}
	validate := object(f.component, "validate")
	for _, name := range validate.Keys() {
		scope.Set(name, validate.Get(name))
		switch name {
		case "minLength", "maxLength", "minWords", "maxWords":
			scope.Set("length", validate.Get(name))
		case "minSelectedCount":
			scope.Set("minCount", validate.Get(name))
		case "maxSelectedCount":
			scope.Set("maxCount", validate.Get(name))
		}
	}
	for name, value := range map[string]func() jsvalue.Value{
		"data":  func() jsvalue.Value { return r.local(in, at, f, nil) },
		"row":   func() jsvalue.Value { return r.row(in, at, f) },
		"value": func() jsvalue.Value { return r.valueFrom(in, at, f) },
	} {
		if strings.Contains(s, name) {
			scope.Set(name, value())
		}
	}
	return scope
}

// output fills {{ data.name }} in a text.
func (r *reader) output(f *field, path string) string {
	return r.function("", func(in *forms.Instance, at forms.At) (string, error) {
		root, rest, _ := strings.Cut(path, ".")
		var v jsvalue.Value
		switch root {
		case "data":
			name, _, _ := strings.Cut(rest, ".")
			v = jsvalue.Get(r.local(in, at, f, map[string]bool{name: true}), rest)
		case "row":
			v = jsvalue.Get(r.row(in, at, f), rest)
		}
		if jsvalue.IsNil(v) {
			return "", nil
		}
		return jsvalue.ToString(v), nil
	})
}
