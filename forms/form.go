// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"strings"
	"sync"

	"github.com/dialform/dialform/forms/xpath"
)

// Form is a compiled, immutable form. All goroutines share it.
type Form struct {
	ID      string
	Version string
	Title   string
	Hash    [32]byte // SHA-256 of the source file

	Languages       []Language // empty for a form in one unnamed language
	DefaultLanguage string     // Language.Name

	// Nodes are in document order; Nodes[0] is the root group. A child of the
	// root, most often the last, is the group "meta" with instanceID and, where
	// the form has one, instanceName.
	Nodes []Node

	// Definition is what the form was compiled from, for writers. It must
	// not be changed.
	Definition *Definition

	frames []frame
	shift  uint // a cell is scope<<shift | slot
	routes []route
	units  []unit // in topological order

	tables   map[string]*table // choice lists and datasets by id
	texts    map[string]*text  // by itext id
	paths    map[string]int32  // node by path
	mark     [8]byte           // tells records of this form from those of others
	defaults languageIndex
	outline  *outline // nil: as the nodes stand

	instanceID, instanceName, deprecatedID int32   // nodes, -1 if absent
	ends                                   []int32 // nodes that are filled in when the person is done

	demanding, constrained *NodeSet // questions with required, and with a constraint

	memo *sync.Map // see Memo
}

// Memo is what another package has worked out from the form alone, by a key of
// its own: made when first asked for, and kept as long as the form. Two that ask
// at once may both make it. A copy of the form shares it, so what is made depends on
// nothing that a copy may change, such as the languages.
func (f *Form) Memo(key any, make func() any) any {
	if made, ok := f.memo.Load(key); ok {
		return made
	}
	made, _ := f.memo.LoadOrStore(key, make())
	return made
}

// Certainty is what is known of something before anybody has answered.
type Certainty uint8

// Certainties.
const (
	Never Certainty = iota
	Sometimes
	Always
)

// Node is one compiled node of a form: read only.
type Node struct {
	Index  int
	Parent int // -1 for the root
	End    int // first index after the node's subtree
	Repeat int // innermost repeat that holds the node; 0 is none

	Name    string
	Path    string // "/data/household/age"
	Kind    Kind
	Type    DataType
	Control Control

	Appearance  []string
	Params      map[string]string
	Bind        map[string]string // extra bind attributes, verbatim
	Body        map[string]string // extra control attributes, verbatim
	Attrs       map[string]string // extra instance attributes, verbatim
	SaveTo      string            // entity property
	HasCount    bool              // a repeat whose number of instances is calculated
	NoAddRemove bool              // a repeat the person cannot grow or shrink
	Sensitive   bool              // the answer is not to be shown (appearance masked or hidden-answer)
	Calculated  bool              // the value is calculated, not answered
	Locked      Certainty         // read only, or in something that is
	Offering    Certainty         // there are choices to offer

	frame int32 // frame of the node's slot
	slot  int32
	inner int32 // frame of a repeat's instances, -1 for other nodes
	place int32 // of a repeat: its place among the repeats of frame

	def                          *NodeDef
	relevant, required, readOnly *xpath.Expr
	constraint, calculate        *xpath.Expr
	count                        *xpath.Expr
	static                       string // static default in canonical text
	label, hint                  *text
	rangeLabel                   *text // of a repeat: of all its instances together
	constraintMsg, requiredMsg   *text
	limits                       *limits // what the constraint says in plain shapes, nil for nothing
	choices                      *choices
	provable                     bool // its constraint reads the answer and nothing else; see proof.go

	readers  []reader // units that read the node's value
	resizers []reader // of a repeat: units that depend on its instances
	wake     []int32  // units of this node that run when it becomes relevant
	actions  []action // what a change of its value does
}

// At is one node of one instance. Scope 0 is the root; every repeat instance
// is a scope of its own. For a repeat, the scope of one of its instances means
// that instance, and the scope around them means the whole range of instances.
type At struct {
	Node  int32
	Scope int32
}

// Index is the index of the node with a path such as "/data/household/age", -1
// when there is none.
func (f *Form) Index(path string) int {
	if i, ok := f.paths[path]; ok {
		return int(i)
	}
	return -1
}

// HasAppearance reports whether word is among the node's appearances.
func (n *Node) HasAppearance(word string) bool {
	for _, a := range n.Appearance {
		if strings.EqualFold(a, word) {
			return true
		}
	}
	return false
}

// holds reports whether the node holds other nodes and has no value.
func (n *Node) holds() bool { return n.Kind == Group || n.Kind == Repeat }

// HasLabel reports whether the node has a label in some language.
func (n *Node) HasLabel() bool { return n.label != nil }

// frame is the layout of a scope: the root, or one instance of a repeat. Slot
// 0 is the root node or the repeat instance itself.
type frame struct {
	repeat  int32    // node; 0 for the root
	parent  int32    // frame around it, -1 for the root
	depth   int32    // number of frames around it
	slots   []int32  // node of each slot
	repeats []int32  // nodes of the repeats that are directly in this frame
	units   []int32  // units that run in this frame
	presets []int32  // nodes with a static default or a preload
	actions []action // what is done when a scope begins
}

func (fr *frame) pages() int { return (len(fr.slots) + pageSlots - 1) / pageSlots }
