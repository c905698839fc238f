// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"strings"
)

// geoFunctions are those of the ODK XForms specification on places.
var geoFunctions = map[string]function{
	"area":       {min: 1, max: 1, build: buildArea},
	"distance":   {min: 1, max: many, build: buildDistance},
	"geofence":   {min: 2, max: 2, build: buildGeofence},
	"intersects": {min: 1, max: 1, build: buildIntersects},
}

// earthRadius is that of the equator in metres, as both engines of ODK take
// it (GeoUtils.java).
const earthRadius = 6_378_100

// point is a place in degrees.
type point struct{ latitude, longitude float64 }

// parsePoint reads "latitude longitude altitude accuracy", of which the last
// two may be missing.
func parsePoint(s string) (p point, ok bool) {
	fields := strings.Fields(s)
	if len(fields) < 2 || len(fields) > 4 {
		return point{}, false
	}
	p = point{latitude: ParseNumber(fields[0]), longitude: ParseNumber(fields[1])}
	return p, math.Abs(p.latitude) <= 90 && math.Abs(p.longitude) <= 180
}

// parseTrace reads points with semicolons between them.
func parseTrace(s string) (trace []point, ok bool) {
	s = strings.TrimRight(s, "; \t\r\n")
	for _, part := range strings.Split(s, ";") {
		p, ok := parsePoint(part)
		if !ok {
			return nil, false
		}
		trace = append(trace, p)
	}
	return trace, len(trace) >= 2
}

// trace is the line of all values: the points of one value, or one point each
// of several.
func (m *machine) trace(args []code) (trace []point, ok bool) {
	var values []string
	for _, a := range args {
		each(m, a, func(s string) bool {
			values = append(values, s)
			return true
		})
	}
	if len(values) == 1 {
		return parseTrace(values[0])
	}
	for _, s := range values {
		p, ok := parsePoint(s)
		if !ok {
			return nil, false
		}
		trace = append(trace, p)
	}
	return trace, len(trace) >= 2
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

// hundredths rounds to two decimals.
func hundredths(x float64) float64 { return math.Abs(math.Round(x*100) / 100) }

// buildArea is the area within a line in square metres, 0 if there is none.
func buildArea(c *compiler, _ *callNode, args []code) code {
	return c.number(func(m *machine) float64 {
		trace, ok := m.trace(args)
		if !ok {
			if m.dialect == JavaRosa {
				m.fail(ErrValue)
			}
			return 0
		}
		total := 0.0
		for i, p := range trace {
			q := trace[(i+1)%len(trace)]
			total += radians(q.longitude-p.longitude) *
				(2 + math.Sin(radians(q.latitude)) + math.Sin(radians(p.latitude)))
		}
		return hundredths(total * earthRadius * earthRadius / 2)
	})
}

// buildDistance is the length of a line in metres.
func buildDistance(c *compiler, _ *callNode, args []code) code {
	return c.number(func(m *machine) float64 {
		trace, ok := m.trace(args)
		if !ok {
			m.fail(ErrValue)
			return nan()
		}
		total := 0.0
		for i := 1; i < len(trace); i++ {
			total += arc(trace[i-1], trace[i])
		}
		return hundredths(total)
	})
}

// arc is the distance of two points along a great circle.
func arc(p, q point) float64 {
	a, b := radians(p.latitude), radians(q.latitude)
	cosine := math.Sin(a)*math.Sin(b) + math.Cos(a)*math.Cos(b)*math.Cos(radians(p.longitude-q.longitude))
	return math.Acos(math.Min(cosine, 1)) * earthRadius
}

// buildGeofence tells whether a point lies within a closed line. In JavaRosa
// anything else is an error.
func buildGeofence(c *compiler, _ *callNode, args []code) code {
	return c.boolean(func(m *machine) bool {
		p, okPoint := parsePoint(args[0].str(m))
		fence, ok := parseTrace(m.spendText(args[1].str(m)))
		if !okPoint || !ok {
			if m.dialect == JavaRosa {
				m.fail(ErrValue)
			}
			return false
		}
		return fence[0] == fence[len(fence)-1] && within(p, fence)
	})
}

// within is the crossing number test of W. R. Franklin (PNPOLY). The first
// point of the fence is also its last.
func within(p point, fence []point) bool {
	inside := false
	for i := 1; i < len(fence); i++ {
		a, b := fence[i-1], fence[i]
		if (b.latitude > p.latitude) != (a.latitude > p.latitude) &&
			p.longitude < (a.longitude-b.longitude)*(p.latitude-b.latitude)/(a.latitude-b.latitude)+b.longitude {
			inside = !inside
		}
	}
	return inside
}
