// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/dialform/dialform/forms"
)

// isName tells whether a name can be that of an XML element: a letter or
// underscore, then letters, digits, hyphens, underscores and periods. One colon
// may separate a prefix.
func isName(s string) bool {
	prefix, local, found := strings.Cut(s, ":")
	if !found {
		return isNCName(s)
	}
	return isNCName(prefix) && isNCName(local)
}

func isNCName(s string) bool {
	for i, r := range s {
		switch {
		case r == '_' || unicode.IsLetter(r):
		case i > 0 && (r == '-' || r == '.' || r == 0xb7 || unicode.IsDigit(r) || unicode.IsMark(r)):
		default:
			return false
		}
	}
	return s != ""
}

// checkName reports a name that cannot be used. It returns whether it can.
func (r *reader) checkName(name string, pos forms.Position) bool {
	if isName(name) {
		return true
	}
	if name == "" {
		r.fail(pos, "there is no name", "fill the column \"name\"")
		return false
	}
	r.fail(pos, fmt.Sprintf("%q cannot be a name", name),
		"begin with a letter or underscore and use only letters, digits, hyphens, underscores and periods")
	return false
}

// siblings are the names used so far in one group.
type siblings struct {
	exact map[string]bool
	lower map[string]bool
}

func newSiblings() siblings {
	return siblings{exact: map[string]bool{}, lower: map[string]bool{}}
}

// claimIn claims a name of a group. Forms of the Community Health Toolkit have
// groups named "meta", which pyxform refuses everywhere; a setting allows them
// where they can't be taken for the form's own data.
func (s *survey) claimIn(f *frame, name string, pos forms.Position) {
	if name == "meta" && len(s.stack) > 1 && yes(s.def.Settings["allow_meta_groups"]) && !f.names.exact[name] {
		f.names.exact[name] = true
		return
	}
	s.claim(f.names, name, pos)
}

// claim reports a name that stands twice in one group.
func (r *reader) claim(s siblings, name string, pos forms.Position) {
	lower := strings.ToLower(name)
	switch {
	case name == "meta":
		r.fail(pos, "the name \"meta\" is reserved for the form's own data", "give it another name, or, inside another group, set allow_meta_groups to yes")
	case s.exact[name]:
		r.fail(pos, fmt.Sprintf("the name %q stands twice in the same group", name), "give one of the two another name")
	case s.lower[lower]:
		r.warn(pos, fmt.Sprintf("the name %q differs from another one only in case", name),
			"programs that work with the data may confuse them")
	}
	s.exact[name], s.lower[lower] = true, true
}
