// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strconv"
	"strings"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/search"
)

// listSigns separate the numbers of a list: the commas of several scripts, the
// signs that a phone's number pad has, and what people write between numbers.
const listSigns = ",;،؛፣、*+/"

// spanGaps closes up "1 - 3".
var spanGaps = strings.NewReplacer(" - ", "-", " -", "-", "- ", "-")

// one reads a single choice.
func (r *reading) one() flows.Input {
	if i, ok := r.position(r.number); ok {
		return flows.Choose{Index: i}
	}
	if i, ok := r.label(); ok {
		return flows.Choose{Index: i}
	}
	if in := r.search(); in != nil {
		return in
	}
	return unreadable(whyChoice, r.highest())
}

// many reads "1 3 5", "1,3,5", "135" where no option has two digits, and spans
// as "1-3", which are said back since they could have been meant as a list.
func (r *reading) many() flows.Input {
	numbers := r.list()
	indexes := make([]int, 0, len(numbers))
	spans := false
	for _, n := range numbers {
		first, last, ok := r.span(n)
		if !ok {
			if i, ok := r.label(); ok {
				return flows.ChooseMany{Indexes: []int{i}}
			}
			return unreadable(whyMany)
		}
		spans = spans || first < last
		for i := first; i <= last; i++ {
			indexes = append(indexes, i)
		}
	}
	switch {
	case len(indexes) == 0:
		return unreadable(whyMany)
	case repeats(indexes):
		return unreadable(whyRepeated)
	}
	in := flows.ChooseMany{Indexes: indexes}
	if spans {
		in.Echo = r.echo(r.numbers(indexes))
	}
	return in
}

// span reads a number of a list, or two of them as "1-3".
func (r *reading) span(number string) (first, last int, ok bool) {
	from, to, two := strings.Cut(number, "-")
	if first, ok = r.position(from); !ok || !two {
		return first, first, ok
	}
	last, ok = r.position(to)
	return first, last, ok && first < last
}

// numbers writes the numbers of options.
func (r *reading) numbers(indexes []int) string {
	texts := make([]string, len(indexes))
	for i, index := range indexes {
		texts[i] = strconv.Itoa(r.layout.Keys.number(index))
	}
	return strings.Join(texts, " ")
}

// rank reads every number once, in the person's order.
func (r *reading) rank() flows.Input {
	numbers := r.list()
	indexes := make([]int, 0, len(numbers))
	for _, n := range numbers {
		i, ok := r.position(n)
		if !ok {
			return unreadable(whyRank)
		}
		indexes = append(indexes, i)
	}
	if len(indexes) == 0 || len(indexes) != len(r.screen.Options) || repeats(indexes) {
		return unreadable(whyRank)
	}
	return flows.ChooseMany{Indexes: indexes}
}

// list splits what was typed into the numbers of a list. Digits without a
// separator are one number each as long as every option has one digit.
func (r *reading) list() []string {
	numbers := fields(spanGaps.Replace(r.number), listSigns)
	k := r.layout.Keys
	switch r.number {
	case k.Back, k.Home, k.More, k.Skip:
		return numbers // a key by habit, where it is none: not 9 and 8
	}
	if len(numbers) == 1 && len(r.highest()) == 1 && allDigits(numbers[0]) {
		return strings.Split(numbers[0], "")
	}
	return numbers
}

// position is the option that a number stands for. "2." and "2)" are how the
// number may look on a page that someone copies from.
func (r *reading) position(number string) (int, bool) {
	if n := len(number); n > 1 && (number[n-1] == '.' || number[n-1] == ')') {
		number = number[:n-1]
	}
	if !allDigits(number) || number[0] == '0' || len(number) > 9 {
		return 0, false
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return 0, false
	}
	i, ok := r.layout.Keys.index(n)
	return i, ok && i < len(r.screen.Options)
}

func (r *reading) highest() string {
	return strconv.Itoa(r.layout.Keys.number(max(len(r.screen.Options), 1) - 1))
}

// label finds the only option with exactly the label typed, whatever its
// capitals and accents. Digits are always positions, never labels.
func (r *reading) label() (int, bool) {
	typed, found := search.Fold(r.text), -1
	if typed == "" || allDigits(r.number) {
		return 0, false
	}
	for i := range r.screen.Options {
		if search.Fold(r.catalog.Text(r.lang, r.screen.Options[i].Label)) != typed {
			continue
		}
		if found >= 0 {
			return 0, false
		}
		found = i
	}
	return found, found >= 0
}

// repeats tells whether a number is there twice.
func repeats(numbers []int) bool {
	seen := make(map[int]bool, len(numbers))
	for _, n := range numbers {
		if seen[n] {
			return true
		}
		seen[n] = true
	}
	return false
}
