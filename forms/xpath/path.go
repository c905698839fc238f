// SPDX-License-Identifier: Apache-2.0

package xpath

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
