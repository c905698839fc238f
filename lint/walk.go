// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
)

// A registration is played through the engine, question by question. Of the
// answers that are tried at each, the one that leaves the most questions relevant
// is given. That is greedy and can miss a branch that needs two answers together,
// so the form is played a few times with other answers among equals, and the
// longest run counts.

// move is what a person does at a screen.
type move struct {
	input flows.Input
	typed string // as it is typed on a phone
	value string // of an answer, as the form keeps it
}

// shot is a screen that was shown, and what was typed at it; "" at the end.
type shot struct {
	screen flows.Screen
	typed  string
}

const (
	// sampleReference has the length of every reference.
	sampleReference = "1000 1234 5678"
	samplePIN       = "407192"
	// plays is how often a form is played; a play of manyTrials answers and tenths
	// of screens takes a second or so and is the last.
	plays, manyTrials = 4, 5000
)

// walker plays one registration.
type walker struct {
	s      *subject
	v      *flows.Service
	env    flows.Env
	sess   *flows.Session
	screen flows.Screen
	shots  []shot
	moves  []move
	play   int    // which of the plays, for the answers among equals
	trials int    // answers whose consequences were looked at
	stuck  string // path of the question that no answer was found for
}

func (s *subject) walker(f *forms.Form, desk bool) *walker {
	w := &walker{s: s, v: s.service(f), sess: &flows.Session{}}
	if w.env = s.env(""); desk {
		w.env = s.env("lint")
	}
	return w
}

// step takes one move.
func (w *walker) step(m move) {
	w.shots = append(w.shots, shot{w.screen, m.typed})
	w.take(m.input)
}

// take steps and answers what the engine needs to know.
func (w *walker) take(in flows.Input) {
	for {
		at := w.sess.At
		r := w.v.Step(w.sess, in, w.env)
		if slices.ContainsFunc(r.Events, func(e flows.Event) bool { return e.Kind == flows.EventHeavy }) {
			w.s.weigh(at)
		}
		if w.screen = r.Screen; r.Need.Kind != flows.NeedReference {
			return
		}
		in = flows.Given{Reference: sampleReference}
	}
}

// weigh notes where the form becomes too heavy; a walk ends there.
func (s *subject) weigh(at forms.At) {
	if !s.heavy {
		s.heavy, s.heavyAt = true, &s.form.Nodes[at.Node]
	}
}

// begin dials, and goes to the form's first question in a language.
func (w *walker) begin(tag string) {
	if w.env.Assisted() {
		w.sess.Lang = tag
		w.take(flows.Begin{Item: w.s.item.ID})
		return
	}
	if !w.v.AskLanguage || len(w.v.Languages) < 2 {
		w.sess.Lang = tag
	}
	w.take(flows.Dial{})
	for _, wanted := range []struct {
		kind  flows.Kind
		value string
	}{{flows.KindLanguage, tag}, {flows.KindMenu, w.s.item.ID}} {
		if w.screen.Kind != wanted.kind {
			continue
		}
		i := slices.IndexFunc(w.screen.Options, func(o flows.Option) bool { return o.Value == wanted.value })
		w.step(choice(i))
	}
}

func choice(i int) move { return move{input: flows.Choose{Index: i}, typed: strconv.Itoa(i + 1)} }

// run plays to the closing screen, or to a question that no answer is found for.
func (w *walker) run() {
	visits := map[forms.At]int{}
	for !w.screen.End && !w.s.heavy {
		if visits[w.sess.At]++; visits[w.sess.At] > w.s.o.Members+maxVisits {
			w.stuck = w.node().Path // the form leads in a circle
			return
		}
		m, ok := w.next()
		if !ok {
			return
		}
		w.moves = append(w.moves, m)
		w.step(m)
	}
	w.shots = append(w.shots, shot{screen: w.screen})
}

// maxVisits is how often the engine may come back to a question to have it
// mended; a repeat's menu is met once more for each member.
const maxVisits = 3

// replay makes the moves of another walk.
func (w *walker) replay(moves []move) {
	for _, m := range moves {
		w.step(m)
	}
	if w.screen.End {
		w.shots = append(w.shots, shot{screen: w.screen})
	}
}

func (w *walker) node() *forms.Node { return &w.s.form.Nodes[w.sess.At.Node] }

var goOn = move{input: flows.Continue{}, typed: "1", value: "OK"}

// next is the move at the screen shown.
func (w *walker) next() (move, bool) {
	switch w.screen.Kind {
	case flows.KindQuestion, flows.KindNote:
		return w.answer()
	case flows.KindRepeat:
		return w.grow(), true
	case flows.KindAsk: // for the name of a place that is not listed, or for a PIN
		if w.screen.Expect.DigitsOnly {
			return move{flows.Answer{Value: samplePIN}, samplePIN, samplePIN}, true
		}
		return move{flows.Answer{Value: typicalText}, typicalText, typicalText}, true
	}
	if len(w.screen.Options) > 0 {
		return choice(0), true // send, continue
	}
	return goOn, true
}

// grow adds to a repeat until it has its members; to one within another only
// the first.
func (w *walker) grow() move {
	want := w.s.o.Members
	if w.sess.At.Scope != 0 {
		want = 1
	}
	if len(w.sess.Form.Repeats(w.sess.At)) < want {
		return choice(0)
	}
	return choice(len(w.screen.Options) - 1)
}

// answer is the answer that leads to the most questions; false if none that
// was tried is accepted.
func (w *walker) answer() (move, bool) {
	n, at, in := w.node(), w.sess.At, w.sess.Form
	tried := w.tries(n)
	if n.Control == forms.Note {
		if len(tried) == 0 {
			return choice(0), true
		}
		return tried[0], true
	}
	decides := w.s.role(n).decides
	best, most := -1, -1
	for i, m := range tried {
		if in.Check(at, m.value).Kind != forms.NoViolation {
			continue
		}
		if !decides || len(tried) == 1 {
			return m, true
		}
		after, err := in.Form().Restore(in.Append(nil), in.Env())
		if err != nil {
			break
		}
		w.trials++
		if after.Answer(at, m.value); after.Heavy() {
			w.s.weigh(at)
			return m, true
		}
		if size := 16*w.s.reach(after) + w.taste(i, len(tried)); size > most {
			best, most = i, size
		}
	}
	if best >= 0 {
		return tried[best], true
	}
	if w.screen.Expect.Optional {
		return move{input: flows.Skip{}, typed: "99"}, true
	}
	w.stuck = n.Path
	return move{}, false
}

// taste prefers one of equally long answers, another one in each play. It is
// below 16.
func (w *walker) taste(i, of int) int {
	if w.play == 0 {
		return 15 * (of - i) / of
	}
	return (i*7 + int(w.sess.At.Node)*5) * (w.play*2 + 1) % 13
}

// reach counts the questions that are relevant, those of a repeat that may
// still grow among them.
func (s *subject) reach(in *forms.Instance) int {
	count := 0
	in.Walk(func(at forms.At, _ int) bool {
		if s.isAsked(&s.form.Nodes[at.Node]) {
			count++
		}
		return true
	})
	for i := range s.form.Nodes {
		n := &s.form.Nodes[i]
		if n.Kind != forms.Repeat || n.Repeat != 0 || n.HasCount || !in.Relevant(forms.At{Node: int32(i)}) {
			continue
		}
		for k := i + 1; k < n.End; k++ {
			if s.isAsked(&s.form.Nodes[k]) {
				count += s.o.Members
			}
		}
	}
	return count
}

// triedChoices bounds the choices of a list that are tried one by one.
const triedChoices = 30

// tries are the answers to try at the question shown, likely ones first.
func (w *walker) tries(n *forms.Node) []move {
	opts := w.screen.Options
	all := make([]int, len(opts))
	for i := range all {
		all[i] = i
	}
	switch w.screen.Expect.Kind {
	case flows.ExpectContinue:
		return []move{goOn}
	case flows.ExpectMany, flows.ExpectRank:
		out := []move{many(opts, all)}
		if w.screen.Expect.Kind == flows.ExpectRank || len(all) == 0 {
			return out
		}
		out = append(out, many(opts, all[:len(all)-1]), many(opts, all[1:]))
		for _, i := range w.byInterest(n, all) {
			out = append(out, many(opts, []int{i}))
		}
		return out
	case flows.ExpectOne:
		out := w.searched()
		for _, i := range w.byInterest(n, all) {
			m := choice(i)
			m.value = opts[i].Value
			out = append(out, m)
		}
		return out
	}
	var out []move
	for _, value := range w.s.typed(n) {
		out = append(out, move{flows.Answer{Value: value}, value, value})
	}
	return out
}

// searched are answers to a question for a place whose list is not shown: first
// letters are typed, and the name is on the screen that follows or taken at once.
func (w *walker) searched() []move {
	if opts := w.screen.Options; !w.screen.Expect.Search || len(opts) > 0 && !opts[0].Always {
		return nil
	}
	const letters = 5
	longest := move{}
	for _, c := range w.sess.Form.Choices(w.sess.At, "") {
		if len(c.Label) > len(longest.typed) && w.sess.Form.Check(w.sess.At, c.Value).OK() {
			longest = move{flows.Answer{Value: c.Value, Echo: c.Label}, c.Label, c.Value}
		}
	}
	if longest.value == "" {
		return nil
	}
	runes := []rune(longest.typed)
	longest.typed = string(runes[:min(len(runes), letters)])
	return []move{longest}
}

func many(opts []flows.Option, indexes []int) move {
	numbers, values := make([]string, len(indexes)), make([]string, len(indexes))
	for k, i := range indexes {
		numbers[k], values[k] = strconv.Itoa(i+1), opts[i].Value
	}
	return move{flows.ChooseMany{Indexes: indexes}, strings.Join(numbers, " "), strings.Join(values, " ")}
}

// byInterest puts the choices first that the form asks about elsewhere, then
// those with long labels, which the review repeats.
func (w *walker) byInterest(n *forms.Node, all []int) []int {
	opts := w.screen.Options
	compared := w.s.role(n).compared
	weight := func(i int) int {
		size := len(opts[i].Label.Text)
		if slices.Contains(compared, opts[i].Value) {
			size += 1 << 16
		}
		return size
	}
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b int) int { return weight(b) - weight(a) })
	return out[:min(len(out), triedChoices)]
}
