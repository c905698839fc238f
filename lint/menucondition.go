// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/dialform/dialform/flows"
)

// asked is a question of a menu tree that stands further up.
type asked struct {
	number  int
	options []flows.Option
}

// The comparisons that forms are full of. XPath has more; what is none of these
// stays as the form writes it.
var (
	comparesRef  = regexp.MustCompile(`\$\{(\w+)\}\s*(!?=)\s*(?:'([^']*)'|"([^"]*)")`)
	selectedRef  = regexp.MustCompile(`selected\(\s*\$\{(\w+)\}\s*,\s*(?:'([^']*)'|"([^"]*)")\s*\)`)
	referenceRef = regexp.MustCompile(`\$\{(\w+)\}`)
)

// inNumbers is a condition in the numbers of the tree: ${sex} = 'f' is "4 is 1"
// where question 4 offers the choice f as its first.
func (t *tree) inNumbers(condition string) string {
	replace := func(of *regexp.Regexp, say func(q asked, position int, found []string) string) {
		condition = of.ReplaceAllStringFunc(condition, func(text string) string {
			found := of.FindStringSubmatch(text)
			q, known := t.asked[found[1]]
			if !known {
				return text
			}
			value := found[len(found)-2] + found[len(found)-1] // in one kind of quotes or the other
			i := slices.IndexFunc(q.options, func(o flows.Option) bool { return o.Value == value })
			if i < 0 {
				return text
			}
			return say(q, i+1, found)
		})
	}
	replace(comparesRef, func(q asked, position int, found []string) string {
		if found[2] == "!=" {
			return fmt.Sprintf("%d is not %d", q.number, position)
		}
		return fmt.Sprintf("%d is %d", q.number, position)
	})
	replace(selectedRef, func(q asked, position int, _ []string) string {
		return fmt.Sprintf("%d has %d", q.number, position)
	})
	return referenceRef.ReplaceAllStringFunc(condition, func(text string) string {
		if q, known := t.asked[text[2:len(text)-1]]; known {
			return fmt.Sprintf("answer %d", q.number)
		}
		return text
	})
}
