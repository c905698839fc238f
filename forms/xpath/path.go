// SPDX-License-Identifier: Apache-2.0

package xpath

import "strings"

// Axis is an axis of XPath 1.0, section 2.2.
type Axis uint8

// The axes.
const (
	ChildAxis Axis = iota
	ParentAxis
	SelfAxis
	AttributeAxis
	DescendantAxis
	DescendantOrSelfAxis
	AncestorAxis
	AncestorOrSelfAxis
	FollowingAxis
	FollowingSiblingAxis
	PrecedingAxis
	PrecedingSiblingAxis
	NamespaceAxis
)

var axisNames = map[string]Axis{
	"child":              ChildAxis,
	"parent":             ParentAxis,
	"self":               SelfAxis,
	"attribute":          AttributeAxis,
	"descendant":         DescendantAxis,
	"descendant-or-self": DescendantOrSelfAxis,
	"ancestor":           AncestorAxis,
	"ancestor-or-self":   AncestorOrSelfAxis,
	"following":          FollowingAxis,
	"following-sibling":  FollowingSiblingAxis,
	"preceding":          PrecedingAxis,
	"preceding-sibling":  PrecedingSiblingAxis,
	"namespace":          NamespaceAxis,
}

func (a Axis) String() string {
	for name, axis := range axisNames {
		if axis == a {
			return name
		}
	}
	return ""
}

// knownNamespaces are the prefixes that need no declaration (ODK XForms,
// "namespaces").
var knownNamespaces = map[string]string{
	"xml":   "http://www.w3.org/XML/1998/namespace",
	"xf":    "http://www.w3.org/2002/xforms",
	"h":     "http://www.w3.org/1999/xhtml",
	"html":  "http://www.w3.org/1999/xhtml",
	"xhtml": "http://www.w3.org/1999/xhtml",
	"jr":    "http://openrosa.org/javarosa",
	"orx":   "http://openrosa.org/xforms",
	"odk":   "http://www.opendatakit.org/xforms",
	"enk":   "http://enketo.org/xforms",
}

// Step is one step of a [Path].
type Step struct {
	Axis Axis
	// Name is the name that is asked for. Local is "*" for any name, and the
	// whole Name is zero where the test is node(), so that `..` is a
	// ParentAxis step with a zero Name. A test of another kind has Local
	// "text()", "comment()" or "processing-instruction()".
	Name Name
	// Predicated tells that the step has predicates, so that it reads a part of
	// the nodes only.
	Predicated bool
}

// Path is a location path as the dependency graph and a [Binder] see it. The
// step `.` is left out, and a child step followed by `..` cancels out.
type Path struct {
	// Absolute: starts at the root. Otherwise Instance is the id of the
	// instance() where it starts ("*" if it is not a literal), or Current is
	// set when it starts at current(), or it starts at the context node.
	Absolute bool
	Instance string
	Current  bool
	Steps    []Step
}

// String writes the path as XPath, with [...] where a step has predicates.
func (p Path) String() string {
	var b strings.Builder
	switch {
	case p.Absolute:
		b.WriteByte('/')
	case p.Instance != "":
		b.WriteString("instance('" + p.Instance + "')")
	case p.Current:
		b.WriteString("current()")
	case len(p.Steps) == 0:
		b.WriteByte('.')
	}
	for i, s := range p.Steps {
		if i > 0 || p.Instance != "" || p.Current {
			b.WriteByte('/')
		}
		s.write(&b)
	}
	return b.String()
}

func (s Step) write(b *strings.Builder) {
	switch {
	case s.Axis == ParentAxis && s.Name == (Name{}):
		b.WriteString("..")
	default:
		if s.Axis == AttributeAxis {
			b.WriteByte('@')
		} else if s.Axis != ChildAxis {
			b.WriteString(s.Axis.String() + "::")
		}
		if s.Name == (Name{}) {
			b.WriteString("node()")
		} else {
			b.WriteString(s.Name.String())
		}
	}
	if s.Predicated {
		b.WriteString("[...]")
	}
}

// push adds a step. It leaves `.` out and lets child/.. cancel.
func (p *Path) push(s Step) {
	if s.Name == (Name{}) {
		if s.Axis == SelfAxis {
			return
		}
		if last := len(p.Steps) - 1; s.Axis == ParentAxis && last >= 0 && (p.Steps[last].Axis == ChildAxis || p.Steps[last].Axis == AttributeAxis) {
			p.Steps = p.Steps[:last]
			return
		}
	}
	p.Steps = append(p.Steps, s)
}

// bindable tells whether a [Binder] may be asked about the path.
func (p Path) bindable() bool {
	if p.Instance != "" {
		return false
	}
	for _, s := range p.Steps {
		if s.Predicated || s.Axis > AttributeAxis {
			return false
		}
		if s.Name.Local == "*" || strings.HasSuffix(s.Name.Local, ")") {
			return false
		}
		if s.Name == (Name{}) && s.Axis != ParentAxis {
			return false
		}
	}
	return true
}
