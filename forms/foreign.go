// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"errors"

	"github.com/dialform/dialform/forms/xpath"
)

// Foreign is an expression in another language than XPath, for readers of
// forms that bring their own. It is a function of a [Definition]: the
// expression script(/data/age, ../sex) calls the one that is named script. What
// it reads stands in the call, so the dependency graph knows it like any other
// expression; the function itself gets the instance and the node it is
// evaluated at. Its value is canonical text; "" is false. It must not change
// the instance, and what it reads beside its arguments may be out of date.
//
// In a definition with functions the message of a constraint sees the candidate
// like the constraint itself: it says which of several rules is broken. And
// groups and repeats have constraints, on all that they hold.
type Foreign func(in *Instance, at At) (string, error)

// judges reports whether messages see the candidate.
func (f *Form) judges() bool { return len(f.Definition.Functions) > 0 }

var errNoInstance = errors.New("expression is not evaluated in a form")

// functions are those of the definition, as expressions call them.
func (c *compiler) functions() map[string]xpath.Foreign {
	if len(c.def.Functions) == 0 {
		return nil
	}
	functions := make(map[string]xpath.Foreign, len(c.def.Functions))
	for name, f := range c.def.Functions {
		functions[name] = func(ctx *xpath.Context) (string, error) {
			h, ok := ctx.Host.(*host)
			if !ok {
				return "", errNoInstance
			}
			in := h.instance()
			return f(in, in.at(ctx.Node.ID))
		}
	}
	return functions
}
