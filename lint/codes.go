// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
)

// checkCodes finds choices whose code, or whose label's own number, means
// something else to a thumb. Choices go by their place in the list, so no answer
// is lost; but who learnt "99 don't know" on paper types 99.
func (s *subject) checkCodes() {
	keys := s.keys()
	for _, list := range s.lists() {
		for i := range list.Items {
			item := &list.Items[i]
			if name := keys[item.Value]; name != "" {
				s.find(Finding{Rule: RuleCodeIsKey}, item.Pos, "people choose by position; tell those who know the codes",
					"the code %s of list %s is the key for %q", item.Value, list.Name, name)
			}
			s.checkNumbered(list, item, i+1)
		}
	}
}

// keys are what the channels' keys do, by what is typed.
func (s *subject) keys() map[string]string {
	out := map[string]string{}
	for _, c := range s.o.Channels {
		k := c.Layout.Keys
		for key, name := range map[string]string{k.Back: "Back", k.Home: "Home", k.More: "More", k.Skip: "Skip"} {
			if key != "" {
				out[key] = name
			}
		}
	}
	return out
}

// checkNumbered finds "1. Yes" as the second choice: it is shown as "2 1. Yes".
func (s *subject) checkNumbered(list *forms.ListDef, item *forms.ItemDef, position int) {
	for _, t := range s.tongues {
		form, own := words(item.Label, t.name, s.form.DefaultLanguage)
		number, ok := leadingNumber(literals(form.Long))
		if !own || !ok || number == position {
			continue
		}
		p := part{item.Label, item.Pos, "label", item.Value}
		s.find(Finding{Rule: RuleNumbered, Language: t.tag}, s.cell(p, t.name), "take the number out of the label, screens number the choices",
			"%q is chosen with %d", strings.TrimSpace(literals(form.Long)), position)
		return
	}
}

// leadingNumber reads "12. Name", "12) Name", "12- Name" and "12 = Name".
func leadingNumber(label string) (int, bool) {
	label = strings.TrimSpace(label)
	end := strings.IndexFunc(label, func(r rune) bool { return r < '0' || r > '9' })
	if end <= 0 {
		return 0, false
	}
	rest := strings.TrimLeft(label[end:], " ")
	if rest == "" || !strings.ContainsRune(".):=-", rune(rest[0])) {
		return 0, false // "5 people"
	}
	if rest = strings.TrimLeft(rest[1:], " "); rest != "" && rest[0] >= '0' && rest[0] <= '9' {
		return 0, false // "1.5 litres", "2 - 4 rooms"
	}
	n, err := strconv.Atoi(label[:end])
	return n, err == nil
}
