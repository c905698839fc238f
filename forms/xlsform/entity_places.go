// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dialform/dialform/forms"
)

// container is the form, a group or a repeat, as a place where the block of an
// entity can stand. Each has room for one block.
type container struct {
	parent *container // nil: the form
	repeat bool
	name   string
	depth  int // 1 for the form
	node   *forms.NodeDef
}

func (c *container) inside(name string, repeat bool, node *forms.NodeDef) *container {
	return &container{parent: c, repeat: repeat, name: name, depth: c.depth + 1, node: node}
}

// up is the container around this one at a depth.
func (c *container) up(depth int) *container {
	for c.depth > depth {
		c = c.parent
	}
	return c
}

// scope is the innermost repeat, or the form: what there is one entity for.
func (c *container) scope() *container {
	for c.parent != nil && !c.repeat {
		c = c.parent
	}
	return c
}

// repeats counts the repeats from the form to here.
func (c *container) repeats() int {
	n := 0
	for ; c.parent != nil; c = c.parent {
		if c.repeat {
			n++
		}
	}
	return n
}

// below counts the groups between a container and its scope.
func (c *container) below() int { return c.depth - c.scope().depth }

func (c *container) String() string {
	if c.parent == nil {
		return "the form"
	}
	return fmt.Sprintf("%q", c.name)
}

// placement is where the block of an entity should stand, and what it saves.
type placement struct {
	entity *entity
	scope  *container
	wanted *container
	saves  []*container // where the questions stand that are saved
}

// placeEntities puts the block of every entity into the group or repeat where
// its questions are (pyxform, entities_parsing.py): as deep as they allow, and
// never two in one place.
func (s *survey) placeEntities() {
	if len(s.declarations) == 0 {
		return
	}
	root := s.stack[0].place
	var scopes []*container
	wanted := map[*container][]placement{}
	add := func(p placement) {
		if wanted[p.scope] == nil {
			scopes = append(scopes, p.scope)
		}
		wanted[p.scope] = append(wanted[p.scope], p)
	}
	for _, e := range s.used {
		if p, ok := s.placement(e); ok {
			add(p)
		}
	}
	for _, e := range s.declarations {
		if !slices.Contains(s.used, e) {
			add(placement{entity: e, scope: root, wanted: root})
		}
	}
	version := entitiesSingle
	if len(s.declarations) > 1 {
		version = entitiesMany
	}
	for place, e := range s.allocate(root, scopes, wanted) {
		if place.repeats() > 0 {
			version = entitiesMany
		}
		if place == root {
			s.meta = append([]*forms.NodeDef{e.node()}, s.meta...)
			continue
		}
		place.node.Children = append(place.node.Children, &forms.NodeDef{
			Name: "meta", Kind: forms.Group, Children: []*forms.NodeDef{e.node()}, Pos: e.pos,
		})
	}
	s.def.Settings["model/entities:entities-version"] = version
}

// placement finds the place that suits all uses of an entity.
func (s *survey) placement(e *entity) (p placement, ok bool) {
	var deepest, saved, used entityUse
	for i, use := range e.uses {
		scope, current := use.place.scope(), deepest.place
		if i == 0 || scope.repeats() > current.scope().repeats() {
			deepest, used = use, use
			if use.saves {
				saved = use
			}
		}
		inDeepest := scope == deepest.place.scope()
		if inDeepest && use.place.below() > used.place.below() {
			used = use
		}
		if use.saves {
			if !slices.Contains(p.saves, use.place) {
				p.saves = append(p.saves, use.place)
			}
			if saved.place == nil || inDeepest && use.place.below() > saved.place.below() {
				saved = use
			}
		}
	}
	p.entity, p.scope, p.wanted = e, deepest.place.scope(), used.place
	if saved.place != nil {
		p.wanted = savedIn(p.saves, saved.place)
	}
	for _, use := range e.uses {
		scope := use.place.scope()
		reaches := p.scope.depth >= scope.depth && p.scope.up(scope.depth) == scope
		if reaches && (!use.saves || p.wanted.scope() == scope) {
			continue
		}
		at := e.pos
		if use.saves {
			at = use.pos
		}
		s.fail(at, fmt.Sprintf("the entity %q takes %q from %s (row %d), but belongs to %s",
			e.dataset, use.name, use.place.scope(), use.pos.Row, p.scope), "use questions of one repeat for one entity")
		return p, false
	}
	return p, true
}

// savedIn is the place of an entity whose properties stand in several groups:
// the group around all of them, unless the deepest one is in a deeper repeat.
func savedIn(saves []*container, deepest *container) *container {
	if len(saves) == 1 {
		return saves[0]
	}
	depth := saves[0].depth
	for _, c := range saves {
		depth = min(depth, c.depth)
	}
	common := saves[0].up(depth)
	for level := 1; level <= depth; level++ {
		for _, c := range saves {
			if c.up(level) != saves[0].up(level) {
				common = saves[0].up(level - 1)
			}
		}
	}
	scope := deepest.scope()
	if n := cmp.Compare(common.repeats(), scope.repeats()); n > 0 || n == 0 && common.below() > scope.below() {
		return common
	}
	return scope
}

// allocate gives every entity a place of its own.
func (s *survey) allocate(root *container, scopes []*container, wanted map[*container][]placement) map[*container]*entity {
	if len(scopes) == 1 && scopes[0] == root && len(wanted[root]) == 1 {
		return map[*container]*entity{root: wanted[root][0].entity}
	}
	places, reserved := map[*container]*entity{}, map[*container]*entity{}
	for _, scope := range scopes {
		all := wanted[scope]
		slices.SortStableFunc(all, func(a, b placement) int { return cmp.Compare(a.entity.pos.Row, b.entity.pos.Row) })
		for _, p := range all {
			if other := place(p, places, reserved); other != nil {
				s.fail(p.entity.pos, fmt.Sprintf("there is no group left for the entity %q: that of row %d is in the way", p.entity.dataset, other.pos.Row),
					"put the questions of each entity into a group of their own")
			}
		}
	}
	return places
}

// place finds the deepest free container for one entity, and keeps the ones
// between it and its properties free of others. It returns who is in the way.
func place(p placement, places, reserved map[*container]*entity) (other *entity) {
	for at := p.wanted; at != nil && at.depth >= p.scope.depth; at = at.parent {
		if other = reserved[at]; other != nil {
			if len(p.saves) > 0 && reserved[p.saves[0]] != nil {
				return reserved[p.saves[0]]
			}
			continue
		}
		places[at], reserved[at] = p.entity, p.entity
		for _, save := range p.saves {
			for up := save; up != nil && up.depth >= at.depth; up = up.parent {
				reserved[up] = p.entity
			}
		}
		return nil
	}
	return other
}
