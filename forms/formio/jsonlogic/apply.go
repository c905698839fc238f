// SPDX-License-Identifier: Apache-2.0

package jsonlogic

import (
	"errors"
	"time"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// Value is a JavaScript value; see package jsvalue.
type Value = jsvalue.Value

// Bounds of one evaluation. A rule of a form takes a few dozen steps.
const (
	DefaultSteps = 100_000
	maxDepth     = 250
	maxText      = 1 << 20 // bytes of a text that is put together
)

// ErrBudget is the error of a rule that takes more steps than it may, lies too
// deep, or makes a text that is too long.
var ErrBudget = errors.New("rule takes too many steps")

// Error is a rule that fails; Type says how, in the words of the proposal:
// "Unknown Operator", "Invalid Arguments", "NaN", or what throw was given.
type Error struct {
	Type  string
	Value Value // what was thrown: a text or an object with a type
}

func (e *Error) Error() string { return "rule fails: " + e.Type }

func fail(kind string) error { return &Error{Type: kind, Value: kind} }

// Options are what an evaluation needs of the world.
type Options struct {
	Now   time.Time // of the operations on dates
	Steps int       // 0 is DefaultSteps
}

// Apply evaluates a rule over data. The error is [ErrBudget] or an *[Error].
func Apply(rule, data Value, o Options) (Value, error) {
	if o.Steps == 0 {
		o.Steps = DefaultSteps
	}
	e := &evaluation{now: o.Now, steps: o.Steps}
	return e.apply(rule, &frame{data: data})
}

// evaluation is one run of a rule.
type evaluation struct {
	now   time.Time
	steps int
	depth int
}

// frame is the data of a rule and, within an iteration, of the rules around it.
type frame struct {
	data   Value
	parent *frame
	index  int
}

// spend takes steps from what is left.
func (e *evaluation) spend(steps int) error {
	if e.steps -= steps; e.steps < 0 {
		return ErrBudget
	}
	return nil
}

// operation is the name and the operands of a rule: an object with one member.
func operation(rule Value) (name string, operands Value, ok bool) {
	o, ok := rule.(*jsvalue.Object)
	if !ok || o.Len() != 1 {
		return "", nil, false
	}
	name = o.Keys()[0]
	return name, o.Get(name), true
}

func (e *evaluation) apply(rule Value, f *frame) (Value, error) {
	if err := e.spend(1); err != nil {
		return nil, err
	}
	if e.depth++; e.depth > maxDepth {
		return nil, ErrBudget
	}
	defer func() { e.depth-- }()
	if list, ok := rule.(*jsvalue.Array); ok {
		items, err := e.each(list.Items, f)
		return jsvalue.NewArray(items...), err
	}
	name, operand, ok := operation(rule)
	if !ok {
		return rule, nil
	}
	list, written := operand.(*jsvalue.Array)
	operands := []Value{operand}
	if written {
		operands = list.Items
	}
	if lazy, ok := lazyOperations[name]; ok {
		if !written && preserves(operand) && name != "try" {
			return nil, fail("Invalid Arguments")
		}
		return lazy(e, operands, f)
	}
	op, ok := operations[name]
	if !ok {
		return nil, fail("Unknown Operator")
	}
	args, err := e.arguments(operands, written, op, f)
	if err != nil {
		return nil, err
	}
	return op.run(&call{e, f}, args)
}

// preserves reports whether an operand is a literal that preserve keeps whole.
func preserves(operand Value) bool {
	name, _, ok := operation(operand)
	return ok && name == "preserve"
}

// arguments evaluates operands. A list that preserve keeps whole is the list
// of arguments of the operations that take any number of them.
func (e *evaluation) arguments(operands []Value, written bool, op operator, f *frame) ([]Value, error) {
	if !written && preserves(operands[0]) {
		_, kept, _ := operation(operands[0])
		list, ok := kept.(*jsvalue.Array)
		if ok && (!op.spreads || len(list.Items) < op.least) {
			return nil, fail("Invalid Arguments")
		}
		if ok {
			return list.Items, nil
		}
	}
	return e.each(operands, f)
}

func (e *evaluation) each(rules []Value, f *frame) ([]Value, error) {
	values := make([]Value, len(rules))
	for i, rule := range rules {
		v, err := e.apply(rule, f)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	return values, nil
}

// truthy is JSON Logic's: JavaScript's, but an empty list is false.
func truthy(v Value) bool {
	if list, ok := v.(*jsvalue.Array); ok && len(list.Items) == 0 {
		return false
	}
	return jsvalue.Truthy(v)
}

// at is an argument, nil (undefined) beyond the last.
func at(args []Value, i int) Value {
	if i < len(args) {
		return args[i]
	}
	return nil
}
