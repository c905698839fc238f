// SPDX-License-Identifier: Apache-2.0

package xpath

// buildIntersects tells whether a line crosses or touches itself, as Collect
// does: false for what is no line.
func buildIntersects(c *compiler, _ *callNode, args []code) code {
	return c.boolean(func(m *machine) bool {
		line, ok := parseTrace(m.spendText(args[0].str(m)))
		return ok && m.crossesItself(line)
	})
}

// crossesItself compares each pair of the line's segments. Neighbours share a
// point, and so do the last and the first of a closed line; these meet only if
// one runs back along the other.
func (m *machine) crossesItself(line []point) bool {
	segments := len(line) - 1
	closed := line[0] == line[segments]
	for i := range segments {
		for j := i + 1; j < segments; j++ {
			if !m.spend(1) {
				return false
			}
			switch {
			case j == i+1:
				if runsBack(line[i], line[j], line[j+1]) {
					return true
				}
			case closed && i == 0 && j == segments-1:
				if runsBack(line[j], line[0], line[1]) {
					return true
				}
			case meet(line[i], line[i+1], line[j], line[j+1]):
				return true
			}
		}
	}
	return false
}

// turn is positive where the way from a by b to c turns left, negative where it
// turns right, and 0 where it goes straight on or back.
func turn(a, b, c point) float64 {
	return (b.longitude-a.longitude)*(c.latitude-a.latitude) - (b.latitude-a.latitude)*(c.longitude-a.longitude)
}

// runsBack reports whether the way from a to b goes back over itself to c.
func runsBack(a, b, c point) bool {
	ahead := (b.longitude-a.longitude)*(c.longitude-b.longitude) + (b.latitude-a.latitude)*(c.latitude-b.latitude)
	return turn(a, b, c) == 0 && ahead < 0
}

// meet reports whether two segments have a point in common.
func meet(a, b, c, d point) bool {
	onC, onD, onA, onB := turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)
	if onC*onD < 0 && onA*onB < 0 {
		return true
	}
	return onC == 0 && between(a, b, c) || onD == 0 && between(a, b, d) ||
		onA == 0 && between(c, d, a) || onB == 0 && between(c, d, b)
}

// between reports whether a point in line with a segment lies on it.
func between(a, b, p point) bool {
	return min(a.latitude, b.latitude) <= p.latitude && p.latitude <= max(a.latitude, b.latitude) &&
		min(a.longitude, b.longitude) <= p.longitude && p.longitude <= max(a.longitude, b.longitude)
}
