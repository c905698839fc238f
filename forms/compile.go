// SPDX-License-Identifier: Apache-2.0

package forms

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/dialform/dialform/forms/xpath"
)

// Compile checks a definition and compiles it. The form is nil when a finding
// is an error; warnings come with a form. The definition belongs to the form
// afterwards and must not be changed.
func Compile(def *Definition) (*Form, Findings) {
	c := &compiler{def: def, form: &Form{
		ID: def.ID, Version: def.Version, Title: def.Title, Hash: def.Hash,
		Languages: def.Languages, DefaultLanguage: def.DefaultLanguage, Definition: def,
		memo: new(sync.Map),
	}, exprs: make(map[exprKey]*xpath.Expr), routes: make(map[string]xpath.Slot), said: make(map[string]bool)}
	c.foreign = c.functions()
	c.layout()
	if c.findings.HasErrors() {
		return nil, c.findings
	}
	c.languages()
	c.tables()
	c.texts()
	c.bannerLabels()
	for i := range c.form.Nodes {
		c.node(int32(i))
	}
	if c.findings.HasErrors() {
		return nil, c.findings
	}
	c.actions()
	if c.findings.HasErrors() {
		return nil, c.findings
	}
	c.graph()
	if c.findings.HasErrors() {
		return nil, c.findings
	}
	c.form.judged()
	c.form.mark = fingerprint(c.form)
	return c.form, c.findings
}

// compiler is the state of one Compile.
type compiler struct {
	def      *Definition
	form     *Form
	findings Findings
	said     map[string]bool
	names    map[string][]int32 // nodes by name
	exprs    map[exprKey]*xpath.Expr
	routes   map[string]xpath.Slot
	written  int // texts, each counted for every language
	looked   int // nodes that paths were tried on
	foreign  map[string]xpath.Foreign
	banners  []banner
}

// exprKey tells expressions apart: the same text means different things in
// different places.
type exprKey struct {
	text string
	at   place
}

// once adds an error that would otherwise be repeated for every node.
func (c *compiler) once(key string, pos Position, msg, hint string) {
	if !c.said[key] {
		c.said[key] = true
		c.findings.fail(pos, msg, hint)
	}
}

// node compiles everything that a node's definition says.
func (c *compiler) node(i int32) {
	n := &c.form.Nodes[i]
	def := n.def
	at := place{i, n.frame}
	if n.Kind == Repeat {
		n.count = c.expr(def.Count, at, "the repeat count")
		at.frame = n.inner
	}
	n.relevant = c.expr(def.Relevant, at, "relevant")
	n.required = c.expr(def.Required, at, "required")
	n.readOnly = c.expr(def.ReadOnly, at, "read only")
	n.constraint = c.expr(def.Constraint, at, "the constraint")
	n.calculate = c.expr(def.Calculate, at, "the calculation")
	n.label = c.text(def.Label, at)
	if n.Kind == Repeat {
		n.rangeLabel = c.text(def.Label, place{i, n.frame})
	}
	n.hint = c.text(def.Hint, at)
	n.constraintMsg = c.text(def.ConstraintMsg, at)
	n.requiredMsg = c.text(def.RequiredMsg, at)
	n.limits = c.limits(n, at)
	n.provable = c.provable(n, at)
	c.whole(n)
	c.defaultOf(n)
	c.choicesOf(n, at)
	n.Locked, n.Offering = c.locked(n), n.offering()
}

// locked tells whether a node is read only, which all is that is in it.
func (c *compiler) locked(n *Node) Certainty {
	around := Never
	if n.Parent >= 0 {
		around = c.form.Nodes[n.Parent].Locked
	}
	switch {
	case n.readOnly == nil || strings.TrimSpace(n.readOnly.Source()) == "false()":
		return around
	case strings.TrimSpace(n.readOnly.Source()) == "true()":
		return Always
	default:
		return max(around, Sometimes)
	}
}

// defaultOf compiles the first value of a node.
func (c *compiler) defaultOf(n *Node) {
	def := n.def
	fr := &c.form.frames[n.frame]
	if def.Preload == "timestamp" && def.PreloadParams == "end" {
		c.form.ends = append(c.form.ends, int32(n.Index))
	}
	if def.DynamicDefault {
		return
	}
	if def.Default.Text != "" {
		value, ok := canonical(n, def.Default.Text)
		if !ok {
			c.findings.warn(def.Default.Pos, fmt.Sprintf("the default of %s is not of the type of the question", n.Name),
				"it is left out; write it as "+typeExample(n.Type))
		}
		n.static = value
	}
	if n.static != "" || def.Preload != "" {
		fr.presets = append(fr.presets, int32(n.Index))
	}
}

// expr compiles an expression at a place; nil without a text or with an error,
// which becomes a finding.
func (c *compiler) expr(src Source, at place, what string) *xpath.Expr {
	return c.exprWithin(src, "", "", at, what)
}

// exprWithin compiles prefix + src + suffix and reports errors as places in src.
func (c *compiler) exprWithin(src Source, prefix, suffix string, at place, what string) *xpath.Expr {
	if strings.TrimSpace(src.Text) == "" && prefix == "" {
		return nil
	}
	key := exprKey{prefix + src.Text + suffix, at}
	if e, ok := c.exprs[key]; ok {
		return e
	}
	e, err := xpath.Compile(key.text, xpath.Options{
		Binder: &binder{c, at}, Namespaces: c.def.Namespaces, CHT: true, Foreign: c.foreign,
	})
	if err != nil {
		c.refuse(src, what, len(prefix), err)
		e = nil
	}
	c.exprs[key] = e
	return e
}

func (c *compiler) refuse(src Source, what string, prefix int, err error) {
	var syntax *xpath.SyntaxError
	if !errors.As(err, &syntax) {
		c.findings.fail(src.Pos, fmt.Sprintf("%s: %v", what, err), "")
		return
	}
	if syntax.Err != nil {
		c.findings.fail(src.Pos, what+": "+syntax.Err.Error(), refHint(syntax.Err))
		return
	}
	at := min(max(syntax.Offset-prefix, 0), len(src.Text)) + 1
	c.findings.fail(src.Pos, fmt.Sprintf("%s: %s at character %d", what, syntax.Msg, at), syntax.Hint)
}

// fingerprint is a short hash of everything that gives a slot its meaning, so
// that a record is never read with another form than it was written with.
func fingerprint(f *Form) (mark [8]byte) {
	h := sha256.New()
	h.Write(f.Hash[:])
	for i := range f.Nodes {
		n := &f.Nodes[i]
		fmt.Fprintf(h, "%s\x00%d%d%d\x00%d\x00", n.Path, n.Kind, n.Type, n.Control, n.slot)
	}
	copy(mark[:], h.Sum(nil))
	return mark
}

// sortedKeys are the keys of a map in order, so that findings come in the same
// order every time.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
