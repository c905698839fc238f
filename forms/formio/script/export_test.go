// SPDX-License-Identifier: Apache-2.0

package script

import (
	"fmt"

	"modernc.org/quickjs"
)

// Allocate asks a runtime of a pool for a text of so many bytes: past the sandbox,
// whose own limits end most scripts earlier.
func (p *Pool) Allocate(bytes int) error {
	e, err := newEngine(p.memory)
	if err != nil {
		return err
	}
	defer e.close()
	v, err := e.vm.EvalValue(fmt.Sprintf("'x'.repeat(%d).length", bytes), quickjs.EvalGlobal)
	if err != nil {
		return e.failure(err)
	}
	v.Free()
	return nil
}
