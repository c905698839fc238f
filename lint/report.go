// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"cmp"
	"slices"
	"time"

	"github.com/dialform/dialform/forms"
)

// Options say what to check for. The zero value checks for nothing: give
// Channels.
type Options struct {
	Channels []Channel
	Members  int           // instances that a person adds to each repeat. Defaults to 4
	Now      time.Time     // the day that the form believes it is
	Price    float64       // of one message, in any currency; 0 leaves costs out
	Columns  ColumnsOfFile // where translations stand in a form's file; nil leaves cells out
}

// ColumnsOfFile returns where the translated columns of a form's file stand.
type ColumnsOfFile func(file string) Columns

// Columns finds the column, from 1, of a text ("label", "hint",
// "constraint_message", "required_message") in a language as the file writes it,
// 0 when the sheet has none.
type Columns interface {
	Of(sheet, key, lang string) int
}

// Report is what was found in a pack.
type Report struct {
	Forms    []Form    `json:"forms"`
	Findings []Finding `json:"findings"`
}

// Form is what one form of the pack takes.
type Form struct {
	File    string   `json:"file"`
	ID      string   `json:"id"`
	Version string   `json:"version,omitempty"`
	Runs    []Run    `json:"runs"`
	Screens []Screen `json:"screens"`
}

// Run is what one registration takes on a channel in a language: the one with
// the most questions that was found.
type Run struct {
	Channel   string  `json:"channel"`
	Language  string  `json:"language"`
	Questions int     `json:"questions"` // asked in this run
	Screens   int     `json:"screens"`   // pages that are shown, from the first dial to the closing screen
	Sessions  int     `json:"sessions"`  // connections that take so long
	Seconds   int     `json:"seconds"`   // estimated, all sessions together
	Messages  int     `json:"messages"`  // SMS that the service sends, receipt included
	Received  int     `json:"received"`  // SMS that the person sends
	Cost      float64 `json:"cost,omitempty"`
	// PastConstraints are questions that were passed although none of the answers
	// tried keeps their constraint.
	PastConstraints []string `json:"past_constraints,omitempty"`
	// StoppedAt is the question at which the run had to end; the numbers count up
	// to there.
	StoppedAt string `json:"stopped_at,omitempty"`
}

// Screen is one question at its worst: with its longest words, and after an
// answer that was refused.
type Screen struct {
	Question string `json:"question"`
	Channel  string `json:"channel"`
	Language string `json:"language"`
	Pages    int    `json:"pages"`
	Refused  int    `json:"pages_refused"` // pages with the form's longest message about a wrong answer above it
	Size     int    `json:"size"`          // of the fullest page
	Limit    int    `json:"limit"`         // 0 for a channel without pages
	Unit     string `json:"unit"`          // "septets" or "ucs2"
}

// Finding is one remark, with the rule that it follows from. Channel and
// Language are empty where it holds for all.
type Finding struct {
	Rule     Rule
	Channel  string
	Language string
	forms.Finding
}

// Read makes findings of what the readers of a form said of it.
func Read(found forms.Findings) []Finding {
	out := make([]Finding, len(found))
	for i, f := range found {
		out[i] = Finding{Rule: RuleForm, Finding: f}
	}
	return out
}

// HasErrors reports whether a finding keeps the pack from being served.
func (r *Report) HasErrors() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == forms.Error })
}

// sort puts findings in the order of the files, and then of the rules.
func (r *Report) sort() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Pos.File, b.Pos.File), -cmp.Compare(a.Pos.Sheet, b.Pos.Sheet), // survey before choices
			cmp.Compare(a.Pos.Row, b.Pos.Row), cmp.Compare(a.Pos.Col, b.Pos.Col), cmp.Compare(a.Rule, b.Rule),
		)
	})
}
