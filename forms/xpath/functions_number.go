// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// numberFunctions are those of XPath 1.0, section 4.4.
var numberFunctions = map[string]function{
	"number": {max: 1, build: func(c *compiler, _ *callNode, args []code) code {
		return c.number(contextOr(c, args).num)
	}},
	"sum":     {min: 1, max: 1, build: buildSum},
	"floor":   mathFunction(math.Floor),
	"ceiling": mathFunction(math.Ceil),
	"round":   mathFunction(roundHalfUp),
}

// xformsNumberFunctions are those of the ODK XForms specification.
var xformsNumberFunctions = map[string]function{
	"round": {min: 1, max: 2, build: buildRound},
	"int":   mathFunction(math.Trunc),
	"abs":   mathFunction(math.Abs),
	"sign":  mathFunction(sign),
	"sqrt":  mathFunction(math.Sqrt),
	"exp":   mathFunction(math.Exp),
	"exp10": mathFunction(func(x float64) float64 { return math.Pow(10, x) }),
	"log":   mathFunction(math.Log),
	"log10": mathFunction(math.Log10),
	"sin":   mathFunction(math.Sin),
	"cos":   mathFunction(math.Cos),
	"tan":   mathFunction(math.Tan),
	"asin":  mathFunction(math.Asin),
	"acos":  mathFunction(math.Acos),
	"atan":  mathFunction(math.Atan),
	"atan2": mathFunction2(math.Atan2),
	"pow":   mathFunction2(math.Pow),
	"pi": {build: func(c *compiler, _ *callNode, _ []code) code {
		return c.literalNumber(math.Pi)
	}},
	"min": {max: many, build: buildExtreme(math.Min)},
	"max": {max: many, build: buildExtreme(math.Max)},
	"random": {volatile: true, build: func(c *compiler, _ *callNode, _ []code) code {
		c.volatile |= Random
		return c.number((*machine).random)
	}},
}

func mathFunction2(f func(x, y float64) float64) function {
	return function{min: 2, max: 2, build: func(c *compiler, _ *callNode, args []code) code {
		a, b := args[0], args[1]
		return c.number(func(m *machine) float64 {
			x, y := a.num(m), b.num(m)
			if math.IsNaN(x) || math.IsNaN(y) {
				return nan()
			}
			return f(x, y)
		})
	}}
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return x
}

// buildSum adds up the nodes of a node-set. In the browser engine the sum of
// none is no number; in JavaRosa nodes without a number do not count.
func buildSum(c *compiler, _ *callNode, args []code) code {
	a := args[0]
	d := c.options.Dialect
	return c.number(func(m *machine) float64 {
		sum, some := 0.0, false
		eachNumber(m, a, func(x float64) bool {
			if d == JavaRosa && math.IsNaN(x) {
				return true
			}
			sum, some = sum+x, true
			return !math.IsNaN(sum)
		})
		if !some && d == ODK {
			return nan()
		}
		return sum
	})
}

// buildExtreme is min() or max() of all nodes of all arguments. One that is no
// number makes the result none, but does not count in JavaRosa.
func buildExtreme(better func(x, y float64) float64) func(*compiler, *callNode, []code) code {
	return func(c *compiler, _ *callNode, args []code) code {
		skip := c.options.Dialect == JavaRosa
		return c.number(func(m *machine) float64 {
			best, some := nan(), false
			for _, a := range args {
				eachNumber(m, a, func(x float64) bool {
					if math.IsNaN(x) && skip {
						return true
					}
					if !some {
						best, some = x, true
					} else {
						best = better(best, x)
					}
					return !math.IsNaN(best)
				})
				if some && math.IsNaN(best) {
					break
				}
			}
			return best
		})
	}
}

// roundHalfUp is round() of XPath 1.0: a half goes towards positive infinity.
func roundHalfUp(x float64) float64 {
	if math.Abs(x) >= 1<<52 {
		return x
	}
	floor := math.Floor(x)
	if x-floor >= 0.5 {
		floor++
	}
	return math.Copysign(floor, x)
}

func buildRound(c *compiler, _ *callNode, args []code) code {
	value := args[0]
	places := func(*machine) float64 { return 0 }
	if len(args) == 2 {
		places = args[1].num
	}
	round := roundAway
	if c.options.Dialect == JavaRosa {
		round = roundJavaRosa
	}
	return c.number(func(m *machine) float64 { return round(value.num(m), places(m)) })
}

// roundAway rounds to a number of decimals, a half away from zero, as the
// browser engine does.
func roundAway(x, places float64) float64 {
	if math.IsNaN(x) || math.IsNaN(places) {
		return nan()
	}
	if places == 0 {
		return math.Round(x)
	}
	scale := math.Pow(10, places)
	if rounded := math.Round(x*scale) / scale; !math.IsInf(rounded, 0) {
		return rounded
	}
	return x
}

// roundJavaRosa rounds the decimal digits of a number, a half towards positive
// infinity; to tens and above it works on the number itself
// (XPathFuncExpr.round).
func roundJavaRosa(x, places float64) float64 {
	places = math.Trunc(places)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return x
	case !(math.Abs(places) <= 30):
		return nan()
	case places < 0:
		scale := math.Pow(10, -places)
		return math.Trunc(x/scale+0.5) * scale
	}
	whole, part, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'f', -1, 64), ".")
	n := int(places)
	if len(part) <= n {
		return x
	}
	digits, ok := new(big.Int).SetString(whole+part[:n], 10)
	if !ok {
		return nan()
	}
	if rest := part[n:]; rest[0] > '5' || rest[0] == '5' && (x > 0 || strings.Trim(rest[1:], "0") != "") {
		digits.Add(digits, big.NewInt(1))
	}
	text := digits.String()
	if missing := n + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	f, err := strconv.ParseFloat(text[:len(text)-n]+"."+text[len(text)-n:], 64)
	if err != nil {
		return nan()
	}
	return math.Copysign(f, x)
}
