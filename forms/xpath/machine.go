// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"sync"
	"time"
)

// machine is the state of one evaluation.
type machine struct {
	ctx       Context
	dialect   Dialect
	node      Node // the context node, which predicates change
	pos, size int
	allowed   int // steps
	budget    int // of them, those that are left
	err       error
	now       time.Time
	clockRead bool
	// free are node lists that are not in use. Lists are taken and given back
	// instead of made, so that a node-set costs no allocation.
	free [][]Node
}

var machines = sync.Pool{New: func() any { return new(machine) }}

// start prepares a machine. The context is copied, so that the caller's can
// stay on the stack.
func start(c *Context, d Dialect) *machine {
	m := machines.Get().(*machine)
	m.dialect = d
	if c != nil {
		m.ctx = *c
	}
	if m.ctx.Current.IsZero() {
		m.ctx.Current = m.ctx.Node
	}
	m.node = m.ctx.Node
	m.pos, m.size = max(m.ctx.Position, 1), max(m.ctx.Size, 1)
	if m.allowed = m.ctx.Budget; m.allowed <= 0 {
		m.allowed = DefaultBudget
	}
	m.budget = m.allowed
	return m
}

// stop gives the machine back and tells how the evaluation ended, and in the
// caller's context what it took.
func (m *machine) stop(c *Context) error {
	err := m.err
	if c != nil {
		c.Spent = m.allowed - m.budget
	}
	*m = machine{free: m.free}
	machines.Put(m)
	return err
}

// fail ends the evaluation. What runs on meanwhile is cheap, because loops
// look at m.err.
func (m *machine) fail(err error) {
	if m.err == nil {
		m.err = err
	}
}

// spend takes steps from the budget. ok is false when the evaluation is over.
func (m *machine) spend(steps int) (ok bool) {
	if m.budget -= steps; m.budget < 0 {
		m.fail(ErrBudget)
	}
	return m.err == nil
}

// spendText takes the price of reading or building a text.
func (m *machine) spendText(s string) string {
	m.spend(len(s)/textPerStep + 1)
	return s
}

// textPerStep is how many bytes of text cost one step. With the default budget
// an evaluation reads and builds 16 MB at most.
const textPerStep = 16

func (m *machine) take() []Node {
	if last := len(m.free) - 1; last >= 0 {
		list := m.free[last]
		m.free = m.free[:last]
		return list
	}
	return make([]Node, 0, 8)
}

// maxKept is the longest node list that is kept for the next evaluation.
const maxKept = 1 << 14

func (m *machine) give(list []Node) {
	if cap(list) <= maxKept {
		clear(list)
		m.free = append(m.free, list[:0])
	}
}

// text is the string-value of a node.
func (m *machine) text(n Node) string {
	s := n.Text()
	m.spend(len(s)/textPerStep + 1)
	return s
}

// clock is the time of the host, read once.
func (m *machine) clock() time.Time {
	if !m.clockRead {
		m.clockRead = true
		if m.now = time.Unix(0, 0).UTC(); m.ctx.Host != nil {
			m.now = m.ctx.Host.Now()
		}
	}
	return m.now
}

func (m *machine) zone() *time.Location { return m.clock().Location() }

// number is number() of a text.
func (m *machine) number(s string) float64 {
	if m.dialect == ODK && isDateShape(s) {
		return textNumber(s, ODK, m.zone())
	}
	return textNumber(s, m.dialect, nil)
}

func (m *machine) random() float64 {
	if m.ctx.Host == nil {
		return 0
	}
	r := m.ctx.Host.Random()
	if !(0 <= r && r < 1) {
		return 0
	}
	return r
}

// root is where absolute paths start. It does not change inside instance():
// absolute paths in a predicate lead into the form's own data.
func (m *machine) root() Node {
	if m.ctx.Node.Tree == nil {
		return Node{}
	}
	return Node{Tree: m.ctx.Node.Tree, ID: m.ctx.Node.Tree.Root()}
}

// value makes a Value of this evaluation.
func (m *machine) value(v Value) Value {
	v.dialect = m.dialect
	if m.dialect != XPath1 {
		v.zone = m.zone()
	}
	return v
}

func nan() float64 { return math.NaN() }
