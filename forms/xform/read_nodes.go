// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"slices"

	"github.com/dialform/dialform/forms"
)

// define turns the shapes into the nodes of the definition, now that everything
// is known about each of them.
func (r *reader) define() {
	r.node(r.root, r.root.at[0])
	r.def.Relevant = r.root.def.Relevant
	r.def.ReadOnly = r.root.def.ReadOnly
	r.def.Root = r.root.def.Children
	r.identify()
}

// identify makes sure that the form has the id of its submissions (OpenRosa
// metadata).
func (r *reader) identify() {
	id := &forms.NodeDef{Name: "instanceID", Kind: forms.Value, Preload: "uid"}
	for _, n := range r.def.Root {
		if localName(n.Name) != "meta" || n.Kind != forms.Group {
			continue
		}
		for _, child := range n.Children {
			if localName(child.Name) == "instanceID" {
				return
			}
		}
		if prefix := n.Name[:len(n.Name)-len("meta")]; prefix != "" {
			id.Name = prefix + id.Name
		}
		n.Children = append(n.Children, id)
		return
	}
	prefix := ""
	for p, space := range r.def.Namespaces {
		if space == spaceOpenRosa && (prefix == "" || p < prefix) {
			prefix = p
		}
	}
	if prefix != "" {
		prefix += ":"
	}
	id.Name = prefix + id.Name
	r.def.Root = append(r.def.Root, &forms.NodeDef{
		Name: prefix + "meta", Kind: forms.Group, Children: []*forms.NodeDef{id},
	})
}

// node makes the definition of a shape. sample is the element that holds its
// first values, if there is one.
func (r *reader) node(s *shape, sample element) *forms.NodeDef {
	def := &forms.NodeDef{Name: s.name, Pos: r.pos(sample)}
	s.def = def
	def.Kind = s.kind()
	for _, e := range s.binds {
		r.bind(e, s)
	}
	r.control(s)
	r.beside(s)
	if sensed, ok := r.sensed[s]; ok && def.Kind == forms.Value {
		def.Sensor, def.Trigger = sensed.sensor, sensed.trigger
		if sensed.quality != "" {
			def.Params = map[string]string{"quality": sensed.quality}
		}
	}
	switch def.Kind {
	case forms.Question, forms.Value:
		if text := leafText(sample); text != "" {
			def.Default = forms.Source{Text: text, Pos: r.pos(sample)}
		}
	}
	r.attributesOf(s, sample)
	inside := r.contents(sample)
	for _, child := range s.children {
		node := r.node(child, child.sample(inside))
		if node.Kind == forms.Repeat {
			node.Given = r.given(child, inside)
		}
		def.Children = append(def.Children, node)
	}
	return def
}

// kind tells what a shape is.
func (s *shape) kind() forms.Kind {
	switch {
	case s.repeat.exists():
		return forms.Repeat
	case s.hasElements() || s.group.exists() || s.parent == nil || s.parent.parent == nil && localName(s.name) == "meta":
		return forms.Group
	case s.control.exists():
		return forms.Question
	default:
		return forms.Value
	}
}

// hasElements tells whether elements stand in the node, not just attributes on
// it.
func (s *shape) hasElements() bool {
	return slices.ContainsFunc(s.children, func(child *shape) bool { return !child.isAttribute() })
}

// contents are the elements and attributes of an element by the names that
// shapes have.
func (r *reader) contents(e element) map[string][]element {
	inside := map[string][]element{}
	for a := range e.attributes() {
		name := "@" + a.name().String()
		inside[name] = append(inside[name], a)
	}
	for child := range e.children() {
		name := r.written(child)
		inside[name] = append(inside[name], child)
	}
	return inside
}

// sample is the element of a shape that a new instance of its parent would
// have. inside is what stands in the parent's.
func (s *shape) sample(inside map[string][]element) element {
	list := inside[s.name]
	if !s.repeat.exists() {
		if len(list) == 0 {
			return element{}
		}
		return list[0]
	}
	for _, e := range list {
		if isTemplate(e) {
			return e
		}
	}
	if len(list) == 0 {
		return s.model()
	}
	return list[0]
}

// attributesOf keeps the attributes of an instance element that nothing is
// calculated for.
func (r *reader) attributesOf(s *shape, sample element) {
	if s.parent == nil {
		return // see heading
	}
	if i := slices.IndexFunc(s.at, func(e element) bool { return !isTemplate(e) }); i >= 0 && s.repeat.exists() {
		sample = s.at[i] // a template says only what its values are
	}
	for a := range sample.attributes() {
		name := a.name()
		if name.Space == spaceJavaRosa || s.named["@"+name.String()] != nil {
			continue
		}
		if s.def.Attrs == nil {
			s.def.Attrs = map[string]string{}
		}
		s.def.Attrs[name.String()] = a.text()
	}
	if space := sample.name().Space; !s.isAttribute() && sample.exists() && sample.name().Prefix == "" && space != s.parent.space() {
		if s.def.Attrs == nil {
			s.def.Attrs = map[string]string{}
		}
		s.def.Attrs["xmlns"] = space
	}
}

// space is the namespace of a shape's elements.
func (s *shape) space() string {
	if len(s.at) == 0 {
		return ""
	}
	return s.at[0].name().Space
}

// given are the instances that a repeat begins with. inside is what stands in
// the element around it.
func (r *reader) given(s *shape, inside map[string][]element) []forms.GivenDef {
	list := []forms.GivenDef{}
	for _, e := range inside[s.name] {
		if !isTemplate(e) {
			g := forms.GivenDef{Values: map[string]string{}, Repeats: map[string][]forms.GivenDef{}}
			r.fill(&g, s, e, "")
			list = append(list, g)
		}
	}
	if len(list) == 0 && s.def.NoAddRemove && s.def.Count.Text == "" {
		return nil // nobody could add the first one
	}
	return list
}

// fill reads the values of one repeat instance.
func (r *reader) fill(g *forms.GivenDef, s *shape, e element, prefix string) {
	inside := r.contents(e)
	for _, child := range s.children {
		path := prefix + child.name
		if child.repeat.exists() {
			g.Repeats[path] = r.given(child, inside)
			continue
		}
		sample := child.sample(inside)
		if child.hasElements() {
			r.fill(g, child, sample, path+"/")
			continue
		}
		if text := leafText(sample); text != "" {
			g.Values[path] = text
		}
	}
}
