// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"slices"

	"github.com/dialform/dialform/forms"
)

// Attachments are the names of the files that a submission refers to, in the
// order of the form, each once: what has to be posted with it, and what a
// server waits for before the submission is whole (OpenRosa, Form Submission).
func Attachments(in *forms.Instance) []string {
	var names []string
	nodes := in.Form().Nodes
	in.Walk(func(at forms.At, _ int) bool {
		if nodes[at.Node].Type != forms.Binary {
			return true
		}
		if name := in.Value(at); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return true
	})
	return names
}
