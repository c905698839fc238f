// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"io/fs"
	"sync"

	"github.com/dialform/dialform/forms"
)

// Earlier returns a function that finds forms by their hash among the sources
// that were kept, compiling each once. files holds what a form names beside
// itself. A form that is not kept, or does not compile any more, is nil.
func Earlier(kept func(hash [32]byte) (Source, error), files fs.FS) func(hash [32]byte) *forms.Form {
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
		b := builder{folder: files, pack: &Pack{}}
		form := b.compile(s.Name, s.Data)
		if form != nil && form.Hash != hash {
			form = nil
		}
		done[hash] = form
		return form
	}
}
