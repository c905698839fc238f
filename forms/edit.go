// SPDX-License-Identifier: Apache-2.0

package forms

import "strings"

// Open starts an instance with answers that were given before: values by path
// below the root ("household/age"). Nothing that belongs to a beginning happens
// again, neither preloads nor the actions of a first load; everything is
// calculated.
func (f *Form) Open(given GivenDef, env Env) *Instance {
	in := f.blank(env)
	in.loading = true
	in.addScope(0, -1)
	in.populate(0, &given, Load)
	in.recalculate()
	in.loading = false
	return in
}

// Revise makes an opened instance a new edition of the submission it was read
// from: it gets an id of its own, and [Instance.DeprecatedID] is the former one
// (OpenRosa metadata).
func (in *Instance) Revise() {
	in.allow()
	id := in.form.instanceID
	if id < 0 {
		return
	}
	n := &in.form.Nodes[id]
	cell := in.cell(0, n.slot)
	former := in.stored(cell)
	if strings.TrimSpace(former) != "" {
		in.deprecate(former)
	}
	if n.def.Preload == "uid" {
		own := in.preload(n.def)
		for own == former { // with the seed of the first edition
			own = "uuid:" + in.uuid()
		}
		in.set(cell, own)
	}
	in.recalculate()
}

// deprecate notes the id of the submission that this one replaces.
func (in *Instance) deprecate(id string) {
	if node := in.form.deprecatedID; node >= 0 {
		in.set(in.cell(0, in.form.Nodes[node].slot), id)
		return
	}
	in.deprecated = id
}

// DeprecatedID is the id of the submission that this one replaces, "" for a
// first edition.
func (in *Instance) DeprecatedID() string {
	if in.form.deprecatedID >= 0 {
		return in.metadata(in.form.deprecatedID)
	}
	return in.deprecated
}
