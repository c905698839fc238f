// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// parameters reads the parameters column: key=value pairs separated by spaces,
// commas or semicolons. Keys have no case; values keep theirs only where they
// name columns of a file.
func (r *reader) parameters(rec record, accepts []string) map[string]string {
	c := rec.cell(keyParameters)
	if c.text == "" {
		return nil
	}
	tokens := parameterTokens(c.text)
	params := map[string]string{}
	for i := 0; i < len(tokens); i += 3 {
		if i+2 >= len(tokens) || tokens[i] == "=" || tokens[i+1] != "=" || tokens[i+2] == "=" {
			r.fail(c.pos, fmt.Sprintf("the parameters %q cannot be read", c.text), `write them as "key=value key=value"`)
			return nil
		}
		key, value := strings.ToLower(tokens[i]), tokens[i+2]
		if key != "label" && key != "value" && !strings.HasPrefix(value, "${") {
			value = strings.ToLower(value)
		}
		params[key] = value
	}
	for key := range params {
		if len(accepts) > 0 && !slices.Contains(accepts, key) {
			r.fail(c.pos, fmt.Sprintf("unknown parameter %q", key), "this type of question takes "+strings.Join(accepts, ", "))
		}
	}
	return params
}

func parameterTokens(s string) []string {
	var tokens []string
	start := -1
	flush := func(end int) {
		if start >= 0 {
			tokens = append(tokens, s[start:end])
			start = -1
		}
	}
	for i, c := range s {
		switch c {
		case '=', ' ', '\t', '\n', ',', ';':
			flush(i)
			if c == '=' {
				tokens = append(tokens, "=")
			}
		default:
			if start < 0 {
				start = i
			}
		}
	}
	flush(len(s))
	return tokens
}

// rangeParameters completes and checks the parameters of a range and tells
// whether its value can have a fraction.
func (r *reader) rangeParameters(rec record, params map[string]string) (_ map[string]string, decimal bool) {
	out := map[string]string{"start": "1", "end": "10", "step": "1"}
	pos := rec.cell(keyParameters).pos
	numbers := map[string]float64{}
	for key, value := range params {
		out[key] = value
	}
	for _, key := range []string{"start", "end", "step", "tick_interval", "placeholder"} {
		value, ok := out[key]
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(value, 64)
		if err != nil || n-n != 0 { // Inf and NaN are no bounds
			r.fail(pos, fmt.Sprintf("parameter %q must be a number, not %q", key, value), "")
			return out, false
		}
		numbers[key] = n
		decimal = decimal || strings.ContainsAny(value, ".eE")
	}
	width := max(numbers["start"], numbers["end"]) - min(numbers["start"], numbers["end"])
	for _, key := range []string{"step", "tick_interval"} {
		switch n, ok := numbers[key]; {
		case ok && n == 0:
			r.fail(pos, fmt.Sprintf("parameter %q must not be 0", key), "")
		case ok && n > width:
			r.fail(pos, fmt.Sprintf("parameter %q must not be larger than the range from start to end", key), "")
		}
	}
	return out, decimal
}
