// SPDX-License-Identifier: Apache-2.0

package main

import (
	"slices"
	"strings"

	"github.com/dialform/dialform/lint"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd"
)

// openLatin sets up what channels that carry Latin letters only are served by:
// the same as all others, in the Latin variants of the languages. A language that
// would come out as a row of question marks is refused.
func (n *node) openLatin(o sessions.Options) error {
	i := slices.IndexFunc(n.channels, func(ch ussd.Channel) bool { return ch.Layout.Latin })
	if i < 0 {
		return nil
	}
	if tags := lint.Illegible(n.pack); len(tags) > 0 {
		return n.c.errorf("channel %q carries Latin letters only, and %s can't be read there; add %s-Latn to the pack, a translation in Latin letters",
			n.channels[i].Name, strings.Join(tags, ", "), tags[0])
	}
	o.Service, o.Catalog = n.pack.Latin().Service, n.catalog.Latin()
	n.latin = sessions.New(o)
	return nil
}
