// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"slices"
	"time"

	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/script"
)

// Names of processors, as Form.io has them.
var (
	// Submission is everything that a server does with a submission.
	Submission = []string{
		"serverOverride", "filter", "defaultValue", "dereference", "fetch", "calculate", "conditions", "logic", "normalize", "clearHidden", "validate",
	}
	// Validation is validation alone.
	Validation = []string{"validate"}
)

// Input is a form and a submission.
type Input struct {
	Components *jsvalue.Array  // of the form
	Data       *jsvalue.Object // of the submission; processors change it
	Submission *jsvalue.Object // metadata and the like for scripts; may be nil
	Processors []string        // in order; unknown names are an error
	Server     bool            // as the server runs it: only what is to be calculated there

	// Fetch answers what a form fetches; nil fetches nothing. It must not
	// block: what a form needs is there beforehand.
	Fetch func(url string) (jsvalue.Value, error)
	// Path is where the component of [Check] and [Act] stands, with the rows that
	// it is in: members[1].age. Scripts see it as path, and the last row as rowIndex.
	Path string
	// Options are seen by scripts.
	Options *jsvalue.Object

	Pool    *script.Pool // runs the scripts
	Now     time.Time    // the clock, in the person's zone
	Seed    uint64
	Library bool // scripts have _, moment and utils, as in the browser
}

// Fault is what a rule has against a value. Key is the key of a message, or
// the message that the form gives.
type Fault struct{ Rule, Key, Path string }

// Condition is whether a component is shown.
type Condition struct {
	Path   string
	Hidden bool
}

// Output is what the processors have found.
type Output struct {
	Data         *jsvalue.Object // of the submission: Filtered, or the changed input
	Errors       []Fault
	Conditionals []Condition     // of components with a condition, in document order
	Filtered     *jsvalue.Object // what belongs to the form; nil when nothing was filtered
	Components   *jsvalue.Array  // as logic has left them
}

// processor works on one component at one place, before those within it and
// after.
type processor struct{ before, after func(*context) }

var processors map[string]processor

func init() {
	processors = map[string]processor{
		"serverOverride":     {before: serverOverride},
		"filter":             {filterBefore, filterAfter},
		"defaultValue":       {before: func(c *context) { customDefault(c); serverDefault(c) }},
		"customDefaultValue": {before: customDefault},
		"serverDefaultValue": {before: serverDefault},
		"dereference":        {},
		"fetch":              {before: fetch},
		"calculate":          {before: calculate},
		"conditions":         {before: func(c *context) { condition(c, conditionallyHidden) }},
		"simpleConditions":   {before: func(c *context) { condition(c, simplyHidden) }},
		"customConditions":   {before: func(c *context) { condition(c, customHidden) }},
		"logic":              {before: logic},
		"normalize":          {before: normalize},
		"clearHidden":        {before: clearHidden},
		"validate":           {after: validate(&rules, conditionallyHidden)},
		"validateCustom":     {before: validate(&formRules, customHidden)},
		"validateServer":     {before: validate(&formRules, simplyHidden)},
	}
}

// Run runs processors over a submission.
func Run(in Input) (Output, error) {
	var chain []processor
	for _, name := range in.Processors {
		p, ok := processors[name]
		if !ok {
			return Output{}, fmt.Errorf("no processor is called %q", name)
		}
		chain = append(chain, p)
	}
	form := jsvalue.NewObject()
	copied := jsvalue.Clone(in.Components).(*jsvalue.Array)
	form.Set("components", copied)
	r := &run{
		in: in, form: form, states: make(map[*Component]*state), filter: make(map[string]bool), cleared: make(map[string]bool),
	}
	defer r.close()
	w := &walk{
		run: r, values: in.Data,
		visit: func(v visit) bool {
			c := r.context(v)
			for _, p := range chain {
				if p.before != nil {
					p.before(c)
				}
			}
			return false
		},
		after: func(v visit) {
			c := r.context(v)
			for _, p := range chain {
				if p.after != nil {
					p.after(c)
				}
			}
		},
	}
	w.each(copied.Items, nil, nil, nil)
	r.out.Components, r.out.Data = copied, in.Data
	if r.out.Filtered != nil {
		r.out.Data = r.out.Filtered
	}
	return r.out, nil
}

// run is one pass over a submission.
type run struct {
	in      Input
	form    *jsvalue.Object
	out     Output
	session *script.Session // nil until a script runs
	scripts map[[2]string]*script.Script

	states   map[*Component]*state
	filter   map[string]bool // what belongs to the submission
	cleared  map[string]bool // what was hidden and cleared
	defaults []string        // paths that got a default
	fetched  map[string]Value
}

// state is what is known of a component while it and those within it are
// processed.
type state struct {
	model               string
	conditionallyHidden bool
	conditionKnown      bool
	intentionallyHidden bool
}

func (r *run) state(c *Component) *state {
	s, ok := r.states[c]
	if !ok {
		s = &state{model: Model(c)}
		r.states[c] = s
	}
	return s
}

// model is the model type of a component as it was first met.
func (r *run) model(c *Component) string { return r.state(c).model }

// forget ends what is known of a component, but for its model.
func (r *run) forget(c *Component) {
	s := r.state(c)
	*s = state{model: s.model}
}

func (r *run) hide(c *Component, hidden bool) {
	s := r.state(c)
	s.conditionallyHidden, s.conditionKnown = hidden, true
}

// conditional is the condition that is kept for a path, nil if there is none.
func (r *run) conditional(path string) *Condition {
	at := slices.IndexFunc(r.out.Conditionals, func(c Condition) bool { return c.Path == path })
	if at < 0 {
		return nil
	}
	return &r.out.Conditionals[at]
}

// keep lets the value at a path into the submission, unless it was cleared.
func (r *run) keep(path string) {
	if !r.cleared[path] {
		r.filter[path] = true
	}
}

func (r *run) close() {
	if r.session != nil {
		r.session.Close()
	}
}
