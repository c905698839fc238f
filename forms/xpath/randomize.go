// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
)

// buildRandomize is randomize(nodes, seed): the nodes in random order, always
// the same for the same seed (ODK XForms, "randomize").
func buildRandomize(c *compiler, n *callNode, args []code) code {
	if !c.wantNodes(n, 0, args[0]) {
		return args[0]
	}
	if len(args) == 1 {
		c.volatile |= Random
	}
	a := args[0]
	return c.nodeset(func(m *machine, dst []Node) []Node {
		next := m.random
		if len(args) == 2 {
			next = newParkMiller(m.seed(args[1])).next
		}
		mark := len(dst)
		dst = a.nodes(m, dst)
		shuffle(dst[mark:], next)
		return dst
	})
}

// seed is the seed of a value: the number it is, or else the first 64 bits of
// its SHA-256.
func (m *machine) seed(a code) int64 {
	x := a.num(m)
	if !math.IsNaN(x) {
		return javaLong(x)
	}
	s := m.spendText(a.str(m))
	if s == "" {
		return 0
	}
	sum := sha256.Sum256([]byte(s))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// javaLong converts as Java does: the fraction is dropped and what is too
// large becomes the largest.
func javaLong(x float64) int64 {
	switch {
	case x >= math.MaxInt64:
		return math.MaxInt64
	case x <= math.MinInt64:
		return math.MinInt64
	}
	return int64(x)
}

// parkMiller is the "minimal standard" generator of Park and Miller (CACM 31,
// 1988), which both engines of ODK use so that a seed gives the same order
// everywhere.
type parkMiller struct{ state int64 }

const (
	parkMillerModulus    = 1<<31 - 1
	parkMillerMultiplier = 16807
)

func newParkMiller(seed int64) *parkMiller {
	state := seed % parkMillerModulus
	if state <= 0 {
		state += parkMillerModulus - 1
	}
	return &parkMiller{state: state}
}

// next is the next number in [0, 1).
func (p *parkMiller) next() float64 {
	p.state = p.state * parkMillerMultiplier % parkMillerModulus
	return float64(p.state-1) / (parkMillerModulus - 1)
}

// shuffle is the inside-out form of the Fisher-Yates shuffle, done in place:
// element i goes to a random place j <= i, and what was there to i.
func shuffle(nodes []Node, next func() float64) {
	for i := range nodes {
		j := int(next() * float64(i+1))
		nodes[i], nodes[j] = nodes[j], nodes[i]
	}
}
