// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"strings"

	"github.com/dialform/dialform/forms"
)

// untypable says what a question wants that nobody can type; "" for all others.
func untypable(n *forms.Node) string {
	if n.Control == forms.Upload {
		kind, _, _ := strings.Cut(n.Body["mediatype"], "/")
		switch kind {
		case "image":
			return "a picture"
		case "audio":
			return "a recording"
		case "video":
			return "a film"
		}
		return "a file"
	}
	switch n.Type {
	case forms.Geotrace:
		return "a line on a map"
	case forms.Geoshape:
		return "an area on a map"
	case forms.Binary:
		return "a file"
	}
	return ""
}

// isAsked reports whether a text channel may come to ask a question or show a
// note: nothing that is only calculated, and no heading of a table.
func (s *subject) isAsked(n *forms.Node) bool {
	def := s.defs[n.Path]
	if n.Kind != forms.Question || def == nil || n.HasAppearance("label") || untypable(n) != "" {
		return false
	}
	return n.Control == forms.Note || strings.TrimSpace(def.ReadOnly.Text) != "true()" // a note is read only by its nature
}

// isFor reports whether a form leaves a question, or the groups around it, to
// where the person is (column bind::df:ask).
func (s *subject) isFor(n *forms.Node, desk bool) bool {
	other := "desk"
	if desk {
		other = "phone"
	}
	for {
		if n.Bind["df:ask"] == other {
			return false
		}
		if n.Parent < 0 {
			return true
		}
		n = &s.form.Nodes[n.Parent]
	}
}

// checkAsked finds what no text can answer.
func (s *subject) checkAsked() {
	for i := range s.form.Nodes {
		n := &s.form.Nodes[i]
		if n.Kind != forms.Question {
			continue
		}
		if what := untypable(n); what != "" {
			s.find(Finding{Rule: RuleCannotAsk}, s.row(n), "it becomes a task with a reference, for a kiosk or a desk",
				"%s wants %s, which can't be typed", n.Name, what)
		}
	}
}
