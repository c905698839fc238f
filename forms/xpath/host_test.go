// SPDX-License-Identifier: Apache-2.0

package xpath_test

import (
	"fmt"
	"time"

	"github.com/dialform/dialform/forms/xpath"
)

// host is a host of tests: a fixed clock, a counter for randomness, instances
// by id, and slots that are names of children of the root element.
type host struct {
	now       time.Time
	draws     int
	instances map[string]xpath.Node
	slots     []xpath.Node
}

func (h *host) Instance(id string) (xpath.Node, bool) {
	n, ok := h.instances[id]
	return n, ok
}

func (h *host) Now() time.Time { return h.now }

func (h *host) Random() float64 {
	h.draws++
	return float64(h.draws*7919%1000)/1000 + 0.000123456789
}

func (h *host) UUID() string {
	h.draws++
	return fmt.Sprintf("00000000-0000-4000-8000-%012d", h.draws)
}

func (h *host) Property(name string) string { return "property of " + name }

func (h *host) Itext(id string) string { return "text of " + id }

func (h *host) ChoiceLabel(value string, question xpath.Node) string {
	return "label of " + value + " in " + question.Tree.NodeName(question.ID).Local
}

func (h *host) SlotFirst(s xpath.Slot, _ xpath.Node) (xpath.Node, bool) {
	return h.slots[s], true
}

func (h *host) SlotAll(s xpath.Slot, _ xpath.Node, dst []xpath.Node) []xpath.Node {
	return append(dst, h.slots[s])
}
