// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

// expressions are one or more for everything that can be translated. Of the
// questions, words is a select, mark an acknowledgement, and rows a repeat.
var expressions = strings.Split(strings.TrimSpace(`
${text}
${number} + 1
${text} + 1
${whole} div ${number}
${whole} mod 3
-${number} * 2
1 = 1 and ${number} > 2 or not(${text} = '')
${text} = 'a'
${text} != 'a'
${number} = '5'
${number} = 5
${number} != 5
${text} = ${number}
${number} < ${whole}
${number} >= ''
${text} = ''
'' = ${one}
${one} = 'b'
${one} != ''
boolean(${text})
${text}
${text} = true()
true() > ${number}
string(${number} > 1)
number(${text})
number('  12.50 ')
number('1e3')
string(1 div 3)
string(0.0000001)
string(123456789012345678901234)
string(number('x'))
if(${number} > 3, 'many', 'few')
if(${number} > 3, ${number}, '')
if(${number} > 3, 1, 'none') = 1
if(${number} > 3, if(${text} = 'a', 1, 2), 3) + 1
coalesce(${text}, ${one})
coalesce(${number}, 7)
concat(${text}, '-', ${number}, '-', ${words})
join(', ', ${text}, ${one}, 'x')
join('|', ${score})
concat(${score})
string-length(${text})
string-length('né😀')
normalize-space(concat('  a ', ${text}, '  b'))
translate(${text}, 'abc', 'AB')
contains(${text}, 'b')
contains(${text}, '')
starts-with(${text}, 'a')
ends-with(${text}, 'c')
substring(${text}, 2)
substring(${text}, 1.5, 1.6)
substring('12345', 0, 3)
substring('12345', -42, 1 div 0)
substr(${text}, 1)
substr(${text}, 0, 2)
substr(${text}, -2)
substr('hello', -3, -1)
substr('hello', ${text})
substring-before(${text}, 'b')
substring-after(${text}, 'b')
regex(${text}, '[a-c]+')
regex(${text}, 'a|ab')
regex(${number}, '\d+')
selected(${words}, 'x')
selected(${words}, '')
selected(${one}, 'b')
selected(${text}, 'a')
count-selected(${words})
selected-at(${words}, 1)
selected-at(${words}, 9)
${words} = 'x y'
round(${number})
round(-2.5)
round(${number} div 3, 2)
round(1234, -2)
int(${number} div 2)
int(-3.7)
floor(${number} div 2)
ceiling(${number} div 2)
abs(-${number})
pow(${whole}, 2)
sqrt(${whole})
min(${number}, ${whole}, 3)
max(${score})
min(${score})
sum(${score})
sum(${score}) > 5
count(${score})
count(${rows})
count(${rows}[score > 2])
count-non-empty(${score})
sum(/data/rows[name = 'a']/score)
sum(/data/rows[2]/score)
count(/data/rows[score > 1][1])
${score} > 3
${score} = 2
${score} = ${number}
${name} = 'a'
string(${name})
indexed-repeat(${name}, ${rows}, 2)
indexed-repeat(${score}, ${rows}, 1) + 1
${day} < today()
${day} = today()
${day} > '2020-01-01'
today() - ${day}
int((today() - ${day}) div 365.25)
string(today())
string(date('2026-1-5'))
date(${day}) + 1
date('2026-02-30')
format-date(${day}, '%d %b %Y %a %%')
format-date-time(now(), '%H:%M:%S.%3 %n/%e/%y')
decimal-date-time(${day})
decimal-date-time('2026-11-20T10:30:00.000-07:00')
decimal-time('10:30:00')
decimal-time(${clock})
string(now())
difference-in-months(${day}, today())
${moment} < now()
format-date(${moment}, '%Y-%m-%d')
${mark} = 'OK'
string-length(${mark})
${hidden} + 0
boolean-from-string('true')
${deep} = 'a'
concat(${deep}, ${text})
pulldata('places', 'name', 'code', ${one})
instance('colours')/root/item[name = ${one}]/shade
count(instance('colours')/root/item[shade = 'dark'])
jr:choice-name(${one}, '${one}')
/data/group/deep
exp10(2) + pi() * 0
${number} > 2 = true()
sin(${number}) < 1
`), "\n")

// calculated is a form with a question of every type, and a calculation for each
// expression.
func calculated() *forms.Definition {
	item := func(value, shade string) forms.ItemDef {
		return forms.ItemDef{Value: value, Label: plain("Label of " + value), Columns: map[string]string{"shade": shade}}
	}
	def := &forms.Definition{
		ID: "all", File: "all.yaml",
		Lists:    map[string]*forms.ListDef{"colours": {Name: "colours", Columns: []string{"shade"}, Items: []forms.ItemDef{item("a", "light"), item("b", "dark"), item("c", "dark")}}},
		Datasets: map[string]*forms.DatasetDef{"places": {ID: "places", Columns: []string{"code", "name"}, Rows: [][]string{{"a", "Arusha"}, {"b", "Bukoba"}}}},
	}
	question := func(name string, kind forms.DataType, control forms.Control) *forms.NodeDef {
		n := &forms.NodeDef{Name: name, Kind: forms.Question, Type: kind, Control: control, Label: plain(name)}
		switch control {
		case forms.Select1:
			n.Choices = &forms.ChoicesDef{List: "colours"}
		case forms.Select:
			n.Choices = &forms.ChoicesDef{Items: []forms.ItemDef{{Value: "x"}, {Value: "y"}, {Value: "10"}, {Value: "9"}}}
		}
		return n
	}
	hidden := question("hidden", forms.Int, forms.Input)
	hidden.Relevant = forms.Source{Text: "${number} > 4"}
	def.Root = []*forms.NodeDef{
		question("text", forms.String, forms.Input), question("number", forms.Decimal, forms.Input), question("whole", forms.Int, forms.Input),
		question("one", forms.String, forms.Select1), question("words", forms.String, forms.Select), question("mark", forms.String, forms.Trigger),
		question("day", forms.Date, forms.Input), question("clock", forms.Time, forms.Input), question("moment", forms.DateTime, forms.Input), hidden,
		{Name: "group", Kind: forms.Group, Children: []*forms.NodeDef{question("deep", forms.String, forms.Input)}},
		{Name: "rows", Kind: forms.Repeat, Children: []*forms.NodeDef{
			question("name", forms.String, forms.Input), question("score", forms.Int, forms.Input),
			{Name: "place", Kind: forms.Value, Calculate: forms.Source{Text: "position(..) + ${number}"}},
			{Name: "beside", Kind: forms.Value, Calculate: forms.Source{Text: "concat(${name}, '/', ../score, '/', ${text})"}},
			{Name: "before", Kind: forms.Value, Calculate: forms.Source{Text: "indexed-repeat(${score}, ${rows}, position(..) - 1)"}},
		}},
	}
	for i, text := range expressions {
		def.Root = append(def.Root, &forms.NodeDef{Name: fmt.Sprintf("e%d", i), Kind: forms.Value, Calculate: forms.Source{Text: text}})
	}
	return def
}

func plain(s string) forms.Text {
	return forms.Text{"": {Long: []forms.Piece{{Literal: s}}}}
}

// TestScriptsMeanWhatExpressionsMean answers at random, and compares the value of
// every expression with that of the script it has become.
func TestScriptsMeanWhatExpressionsMean(t *testing.T) {
	t.Parallel()
	p, err := through(calculated())
	require.NoError(t, err)
	answers := map[string][]string{
		"text": {"", "a", "abc", "cab", "5", " a b ", "2026-11-20", "néx"}, "number": {"", "0", "5", "2.5", "-7.25", "1000000"}, "whole": {"", "0", "7", "-3"},
		"one": {"", "a", "b", "c"}, "words": {"", "x", "x y", "9", "x y 10 9"}, "mark": {"", "OK"}, "day": {"", "2026-11-20", "1990-05-31", "2027-01-01"},
		"clock": {"", "10:20:00", "23:59:59"}, "moment": {"", "2026-11-20T10:00:00.000-07:00", "2030-01-01T00:00:00.000Z"},
		"hidden": {"", "4"}, "group/deep": {"", "a"}, "name": {"", "a", "b"}, "score": {"", "1", "4"},
	}
	wrong := map[string]string{} // by expression
	for seed := range seeds(8, 200) {
		chance := rand.New(rand.NewPCG(seed, 2)) //nolint:gosec // to be repeated
		require.NoError(t, p.begin(seed))
		rows := forms.At{Node: int32(p.a.Index("/data/rows"))} //nolint:gosec // few nodes
		other, _ := p.twin(rows)
		for range chance.IntN(3) {
			p.ina.Add(rows)
			p.inb.Add(other)
		}
		for i := range p.a.Nodes {
			n := &p.a.Nodes[i]
			list := answers[strings.TrimPrefix(strings.TrimPrefix(n.Path, "/data/"), "rows/")]
			if list == nil {
				continue
			}
			scopes := []int32{0}
			if n.Repeat != 0 {
				scopes = p.ina.Repeats(rows)
			}
			for _, scope := range scopes {
				at := forms.At{Node: int32(i), Scope: scope} //nolint:gosec // few nodes
				to, ok := p.twin(at)
				require.True(t, ok, n.Path)
				answer := list[chance.IntN(len(list))]
				if answer == "" || !p.ina.Relevant(at) {
					continue
				}
				require.True(t, p.ina.Answer(at, answer).OK(), "%s: %q", n.Path, answer)
				require.True(t, p.inb.Answer(to, otherwise(n, answer)).OK(), "%s: %q", n.Path, answer)
			}
		}
		for i := range p.a.Nodes {
			n := &p.a.Nodes[i]
			if n.Kind != forms.Value || n.Parent > 0 && p.a.Nodes[n.Parent].Name == "meta" {
				continue
			}
			scopes := []int32{0}
			if n.Repeat != 0 {
				scopes = p.ina.Repeats(rows)
			}
			for _, scope := range scopes {
				at := forms.At{Node: int32(i), Scope: scope} //nolint:gosec // few nodes
				to, _ := p.twin(at)
				source := p.find(n).Calculate.Text
				if want, got := p.ina.Value(at), p.inb.Value(to); want != got {
					wrong[source] = fmt.Sprintf("%q and not %q with seed %d", got, want, seed)
				}
			}
		}
	}
	require.Empty(t, wrong)
}
