// SPDX-License-Identifier: Apache-2.0

package forms

// RecalculateAll runs every unit in every scope, as a first calculation does.
func (in *Instance) RecalculateAll() {
	for i := range in.scopes {
		if s := &in.scopes[i]; s.frame >= 0 {
			for _, unit := range in.form.frames[s.frame].units {
				in.push(unit, int32(i))
			}
		}
	}
	in.recalculate()
}
