// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"fmt"
	"regexp"

	"github.com/dialform/dialform/forms"
)

// Scripts names everything in a form that was read from Form.io which is a script
// or a rule there. No other format has a place for these.
func Scripts(def *forms.Definition) forms.Findings {
	if len(def.Functions) == 0 {
		return nil
	}
	a := away{def: def}
	a.nodes(def.Root)
	for _, action := range def.Actions {
		a.source(action.Value, action.Pos, "a calculation", "a question")
	}
	return a.findings
}

// away collects the scripts of a form.
type away struct {
	def      *forms.Definition
	findings forms.Findings
}

var called = regexp.MustCompile(`\bformio-\d+`)

func (a *away) source(s forms.Source, pos forms.Position, what, name string) {
	for _, function := range called.FindAllString(s.Text, -1) {
		if a.def.Functions[function] == nil {
			continue
		}
		a.findings = append(a.findings, forms.Finding{
			Severity: forms.Error, Pos: pos, Msg: fmt.Sprintf("%s of %s is a script or rule of Form.io, which has no place elsewhere", what, name),
			Hint: "write the form again by hand, or keep it as it is",
		})
		return
	}
}

func (a *away) nodes(nodes []*forms.NodeDef) {
	for _, n := range nodes {
		for _, part := range []struct {
			what   string
			source forms.Source
		}{
			{"the condition", n.Relevant},
			{"what requires an answer", n.Required},
			{"what locks it", n.ReadOnly},
			{"the validation", n.Constraint},
			{"the calculation", n.Calculate},
			{"the default", n.Default},
			{"the number of rows", n.Count},
		} {
			a.source(part.source, n.Pos, part.what, n.Name)
		}
		for what, text := range map[string]forms.Text{"the label": n.Label, "the hint": n.Hint} {
			for _, p := range text[""].Long {
				a.source(p.Output, n.Pos, what, n.Name)
			}
		}
		if n.Choices != nil && n.Choices.Made != nil {
			a.source(n.Choices.Made.From, n.Pos, "the list of choices", n.Name)
		}
		a.nodes(n.Children)
	}
}
