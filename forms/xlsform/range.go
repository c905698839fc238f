// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/dialform/dialform/forms"
)

// scale is the checked parameters of a range. Exact fractions, because 0.3 is a
// multiple of 0.1 for the form's author.
type scale struct {
	r                 *reader
	pos               forms.Position
	start, end, width *big.Rat
	step, tick        *big.Rat // tick is nil without tick_interval
}

// rangeParameters completes and checks the parameters of a range and tells
// whether its value can have a fraction.
func (r *reader) rangeParameters(rec record, params map[string]string, appearance string) (_ map[string]string, decimal bool) {
	out := map[string]string{"start": "1", "end": "10", "step": "1"}
	for key, value := range params {
		out[key] = value
	}
	numbers := map[string]*big.Rat{}
	for _, key := range []string{"start", "end", "step", "tick_interval", "placeholder"} {
		value, ok := out[key]
		if !ok {
			continue
		}
		if !decimalNumber.MatchString(value) {
			return out, false // reported where the parameters were read
		}
		n, _ := new(big.Rat).SetString(value)
		numbers[key], decimal = n, decimal || !n.IsInt()
	}
	s := scale{
		r: r, pos: rec.cell(keyParameters).pos, start: numbers["start"], end: numbers["end"],
		step: numbers["step"], tick: numbers["tick_interval"],
	}
	s.width = new(big.Rat).Sub(s.end, s.start)
	s.width.Abs(s.width)
	if s.checkStep("step", s.step) && (s.tick == nil || s.checkStep("tick_interval", s.tick)) {
		s.checkMarks(numbers["placeholder"], out["tick_labelset"], strings.Contains(appearance, "no-ticks"))
	}
	marks := s.tick != nil || numbers["placeholder"] != nil || out["tick_labelset"] != ""
	if marks && appearance != "" && !strings.Contains(appearance, "vertical") && !strings.Contains(appearance, "no-ticks") {
		s.fail("the appearance %q has no room for tick_interval, placeholder or tick_labelset", appearance)
	}
	return out, decimal
}

func (s *scale) fail(format string, args ...any) {
	s.r.fail(s.pos, fmt.Sprintf(format, args...), "correct the parameters of the range")
}

// checkStep reports a step that does not fit the range.
func (s *scale) checkStep(name string, n *big.Rat) bool {
	switch {
	case n.Sign() == 0:
		s.fail("the parameter %q must not be 0", name)
	case n.Cmp(s.width) > 0:
		s.fail("the parameter %q must not be larger than the range from start to end", name)
	case name != "step" && !multiple(n, s.step):
		s.fail("the parameter %q must be a multiple of step", name)
	default:
		return true
	}
	return false
}

// checkMarks reports a placeholder or labels that are not on the scale.
func (s *scale) checkMarks(placeholder *big.Rat, labels string, endsOnly bool) {
	if placeholder != nil && !s.holds(placeholder, s.step) {
		s.fail("the parameter \"placeholder\" must be one of the values of the range")
	}
	if labels == "" {
		return
	}
	list := s.r.def.Lists[labels]
	if list == nil {
		s.fail("the parameter \"tick_labelset\" names the list %q, which is not in the sheet choices", labels)
		return
	}
	step := s.step
	if s.tick != nil {
		step = s.tick
	}
	ends := map[string]bool{}
	for _, item := range list.Items {
		if !decimalNumber.MatchString(item.Value) {
			s.fail("the list %q labels a range, so its names must be numbers: %q is none", labels, item.Value)
			return
		}
		n, _ := new(big.Rat).SetString(item.Value)
		if !s.holds(n, step) {
			s.fail("the list %q labels %s, which is not on the range", labels, item.Value)
			return
		}
		ends[n.String()] = true
	}
	if endsOnly && (len(ends) != 2 || !ends[s.start.String()] || !ends[s.end.String()]) {
		s.fail("the appearance no-ticks shows labels at both ends only; the list %q has others", labels)
	}
}

// holds tells whether n is on the scale, counted from start in steps.
func (s *scale) holds(n, step *big.Rat) bool {
	from := new(big.Rat).Sub(n, s.start)
	low, high := s.start, s.end
	if low.Cmp(high) > 0 {
		low, high = high, low
	}
	return n.Cmp(low) >= 0 && n.Cmp(high) <= 0 && multiple(from, step)
}

func multiple(n, of *big.Rat) bool { return new(big.Rat).Quo(n, of).IsInt() }
