// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"sync"

	"github.com/dialform/dialform/forms"
)

// Earlier returns a function that finds forms by their hash among the sources
// that were kept, compiling each once. What a form names beside itself is the
// pack's of today. A form that is not kept, or does not compile any more, is nil.
func (p *Pack) Earlier(kept func(hash [32]byte) (Source, error)) func(hash [32]byte) *forms.Form {
	var (
		mu   sync.Mutex
		done = map[[32]byte]*forms.Form{}
	)
	return func(hash [32]byte) *forms.Form {
		mu.Lock()
		defer mu.Unlock()
		if form, ok := done[hash]; ok {
			return form
		}
		s, err := kept(hash)
		if err != nil {
			return nil
		}
		b := newBuilder(p.folder, s.Name, &Pack{})
		form := b.compile(s.Name, s.Data)
		if form != nil && form.Hash != hash {
			form = nil
		}
		done[hash] = form
		return form
	}
}
