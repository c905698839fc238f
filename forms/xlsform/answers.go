// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/dialform/dialform/forms"
)

// answersRef is a select whose choices are the answers to another question,
// usually one asked in a repeat: select_one ${member_name}.
type answersRef struct {
	nameRef
	node    *forms.NodeDef
	choices *forms.ChoicesDef
}

// resolveAnswers writes the choices of such selects as the nodes that hold the
// answers, once it is known where all questions stand.
func (s *survey) resolveAnswers() {
	if len(s.answers) == 0 {
		return
	}
	around := map[*forms.NodeDef][]*forms.NodeDef{}
	surround(around, s.def.Root, nil)
	named := map[string]*forms.NodeDef{}
	for node := range around {
		named[node.Name] = node
	}
	for _, ref := range s.answers {
		question := named[ref.name]
		if question == nil {
			s.fail(ref.pos, fmt.Sprintf("the choices are the answers to %q, which is no question", ref.name), "correct the name")
			continue
		}
		c := ref.choices
		filter := "./" + ref.name + " != ''"
		if c.Filter.Text != "" {
			filter = s.besideAnswer(c.Filter.Text, around, around[question])
		}
		nodes := relativePath(around[ref.node], around[question]) + "[" + filter + "]"
		if c.Randomize && c.Seed.Text != "" {
			nodes = "randomize(" + nodes + ", " + c.Seed.Text + ")"
		} else if c.Randomize {
			nodes = "randomize(" + nodes + ")"
		}
		answer := forms.Source{Text: ref.name, Pos: ref.pos}
		c.Answers, c.Nodes, c.Value, c.Label = ref.name, forms.Source{Text: nodes, Pos: ref.pos}, answer, answer
	}
}

// surround notes the groups and repeats around every node, outermost first.
func surround(around map[*forms.NodeDef][]*forms.NodeDef, nodes, groups []*forms.NodeDef) {
	for _, n := range nodes {
		around[n] = groups
		surround(around, n.Children, append(groups[:len(groups):len(groups)], n))
	}
}

// relativePath leads from a question in the groups from to the groups of
// another. Where both are in one repeat, it stays in the same instance; the
// repeat that holds the other question itself is meant with all its instances.
func relativePath(from, to []*forms.NodeDef) string {
	common := 0
	for common < len(from) && common < len(to) && from[common] == to[common] {
		common++
	}
	for i := common - 1; i >= 0; i-- {
		if to[i].Kind == forms.Repeat {
			if !holdsRepeat(to[i+1:]) {
				common = i
			}
			break
		}
	}
	path := strings.Repeat("../", len(from)-common) + ".."
	for _, group := range to[common:] {
		path += "/" + group.Name
	}
	return path
}

func holdsRepeat(groups []*forms.NodeDef) bool {
	for _, g := range groups {
		if g.Kind == forms.Repeat {
			return true
		}
	}
	return false
}

var reference = regexp.MustCompile(`\$\{\s*([^\s{}]+)\s*\}`)

// besideAnswer writes the references of a filter that stand beside the answers
// as parts of the item: in a list of members, ${age} is the age of each.
func (s *survey) besideAnswer(filter string, around map[*forms.NodeDef][]*forms.NodeDef, groups []*forms.NodeDef) string {
	return reference.ReplaceAllStringFunc(filter, func(ref string) string {
		name := reference.FindStringSubmatch(ref)[1]
		node := s.questions[name]
		if node == nil {
			return ref
		}
		own := around[node]
		if len(own) == 0 || len(own) != len(groups) || own[len(own)-1] != groups[len(groups)-1] {
			return ref
		}
		return "./" + name
	})
}
