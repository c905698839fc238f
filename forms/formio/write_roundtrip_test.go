// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/xlsform"
)

// long reports whether the long rounds are played.
func long() bool { return os.Getenv("DIALFORM_TORTURE") != "" }

// seeds is how often a form is answered.
func seeds(few, many uint64) uint64 {
	if long() {
		return many
	}
	return few
}

// TestWorkbooksThroughFormio writes every workbook as a form of Form.io, answers
// both side by side, and compares the two submissions answer by answer: one workbook
// in six, or all of them.
func TestWorkbooksThroughFormio(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataDir(t), "xlsform")
	files, err := filepath.Glob(filepath.Join(dir, "*.xls*"))
	require.NoError(t, err)
	var all tally
	for i, file := range files {
		if i%6 != 0 && !long() {
			continue
		}
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		name := filepath.Base(file)
		def, findings := xlsform.Read(name, data, os.DirFS(dir))
		if findings.HasErrors() {
			continue
		}
		all.add(t, name, def, seeds(1, 4))
	}
	all.log(t, "workbooks")
	require.Equal(t, all.good, all.written)
	require.Equal(t, all.written, all.kept, "an answer was lost")
}

// tally counts forms that are good, written, and keep every answer, and answers.
type tally struct{ good, written, kept, answers int }

// add writes a form and answers it so many times.
func (n *tally) add(t *testing.T, name string, def *forms.Definition, times uint64) {
	t.Helper()
	if _, findings := forms.Compile(def); findings.HasErrors() {
		return
	}
	n.good++
	pair, err := through(def)
	if err != nil {
		t.Logf("refused: %s: %v", name, err)
		return
	}
	n.written++
	for seed := range times {
		if err := pair.play(seed); err != nil {
			t.Logf("%s: %v", name, err)
			return
		}
	}
	n.kept++
	n.answers += pair.answers
}

func (n *tally) log(t *testing.T, what string) {
	t.Helper()
	t.Logf("of %d %s %d are written, %d keep every answer, of %d", n.good, what, n.written, n.kept, n.answers)
}

// pair is a form, and the form that is read from what it is written as.
type pair struct {
	a, b     *forms.Form
	ina, inb *forms.Instance
	keys     map[string]int // nodes of b by their path of keys
	answers  int
	chance   *rand.Rand
}

// through writes a form as one of Form.io and reads that.
func through(def *forms.Definition) (*pair, error) {
	var text bytes.Buffer
	if _, err := formio.Write(&text, def); err != nil {
		return nil, err
	}
	again, findings := formio.Read("form.json", text.Bytes(), nil)
	if findings.HasErrors() {
		return nil, fmt.Errorf("read again: %w", findings.Err())
	}
	a, findings := forms.Compile(def)
	if findings.HasErrors() {
		return nil, findings.Err()
	}
	b, findings := forms.Compile(again)
	if findings.HasErrors() {
		return nil, fmt.Errorf("compile again: %w", findings.Err())
	}
	p := &pair{a: a, b: b, keys: map[string]int{}}
	for i := 1; i < len(b.Nodes); i++ {
		if b.Nodes[i].Body["formio:shape"] != "" {
			p.keys[keyPath(b, i)] = i
		}
	}
	return p, nil
}

// keyPath is where a value of Form.io stands in the data, without rows.
func keyPath(f *forms.Form, i int) string {
	var parts []string
	for ; i > 0; i = f.Nodes[i].Parent {
		if body := f.Nodes[i].Body; body["formio:shape"] != "" {
			parts = append(parts, body["formio:key"])
		}
	}
	slices.Reverse(parts)
	return strings.Join(parts, ".")
}

func dotted(f *forms.Form, i int) string {
	path := strings.ReplaceAll(strings.TrimPrefix(f.Nodes[i].Path, f.Nodes[0].Path+"/"), ".", "_")
	return strings.ReplaceAll(path, "/", ".")
}

// play answers both forms alike, and compares what comes of it.
func (p *pair) play(seed uint64) error {
	if err := p.begin(seed); err != nil {
		return err
	}
	for range 6 {
		before := p.answers
		var at []forms.At
		p.ina.Walk(func(a forms.At, _ int) bool {
			at = append(at, a)
			return true
		})
		for _, a := range at {
			if err := p.answer(a); err != nil {
				return err
			}
		}
		if err := p.compare(); err != nil {
			return err
		}
		if p.answers == before {
			break
		}
	}
	return p.reopened(p.inb.Env())
}

// reopened saves the answers as a draft and opens them again.
func (p *pair) reopened(env forms.Env) error {
	again, state, err := formio.Open(p.b, formio.Submission(p.inb, formio.Draft), env)
	if err != nil || state != formio.Draft {
		return fmt.Errorf("open draft: %s, %w", state, err)
	}
	want, got := jsvalue.JSON(formio.Data(p.inb)), jsvalue.JSON(formio.Data(again))
	if want != got {
		return fmt.Errorf("a draft that is opened again is %s and not %s", got, want)
	}
	return nil
}

// begin starts both forms.
func (p *pair) begin(seed uint64) error {
	zone, err := time.LoadLocation("America/Phoenix")
	if err != nil {
		return err
	}
	env := forms.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC).In(zone), Seed: 1}
	p.ina, p.inb, p.chance = p.a.New(env), p.b.New(env), rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // to be repeated
	return nil
}

// twin is the place in b of a place in a, ok false for none.
func (p *pair) twin(at forms.At) (forms.At, bool) {
	node, ok := p.keys[dotted(p.a, int(at.Node))]
	if !ok {
		return forms.At{}, false
	}
	var places []int
	for scope := at.Scope; scope > 0; {
		around, place := p.ina.ScopeOf(scope)
		places = append(places, place)
		scope = around.Scope
	}
	var repeats []int
	for r := node; r > 0; r = p.b.Nodes[r].Repeat {
		if p.b.Nodes[r].Kind == forms.Repeat {
			repeats = append(repeats, r)
		}
	}
	if len(repeats) < len(places) {
		return forms.At{}, false
	}
	repeats = repeats[len(repeats)-len(places):]
	scope := int32(0)
	for i := len(places) - 1; i >= 0; i-- {
		rows := p.inb.Repeats(forms.At{Node: int32(repeats[i]), Scope: scope}) //nolint:gosec // few nodes
		if places[i] > len(rows) {
			return forms.At{}, false
		}
		scope = rows[places[i]-1]
	}
	return forms.At{Node: int32(node), Scope: scope}, true //nolint:gosec // few nodes
}

// answer answers one question, if it has no good answer yet.
func (p *pair) answer(at forms.At) error {
	n := &p.a.Nodes[at.Node]
	if n.Kind != forms.Question || n.Control == forms.Note || n.Calculated || !p.ina.Relevant(at) || p.ina.ReadOnly(at) ||
		p.ina.Value(at) != "" && p.ina.Violation(at).OK() {
		return nil
	}
	twin, ok := p.twin(at)
	if !ok {
		return fmt.Errorf("%s is not in the other form", n.Path)
	}
	if !p.inb.Relevant(twin) {
		return fmt.Errorf("%s is hidden in the other form", n.Path)
	}
	if n.Control != forms.Rank && p.ina.Required(at) != p.inb.Required(twin) {
		return fmt.Errorf("%s is required in one form", n.Path)
	}
	list := p.candidates(at)
	first := len(list) // of numbers, small ones are tried first: they may be those of rows
	if n.Type == forms.Int || n.Type == forms.Decimal {
		first = min(len(list), 4)
	}
	p.chance.Shuffle(first, func(i, j int) { list[i], list[j] = list[j], list[i] })
	for _, candidate := range list[:min(len(list), 20)] {
		want := p.ina.Check(at, candidate)
		if want.Kind == forms.ViolationType {
			continue
		}
		if n.Control == forms.Rank {
			p.ina.Answer(at, candidate)
			p.answers++
			return p.rank(twin, candidate)
		}
		if got := p.inb.Check(twin, otherwise(n, candidate)); got.OK() != want.OK() {
			return fmt.Errorf("%s: %q is %v in one form and %v in the other", n.Path, candidate, want, got)
		}
		if want.OK() {
			p.ina.Answer(at, candidate)
			p.inb.Answer(twin, otherwise(n, candidate))
			p.answers++
			return nil
		}
	}
	return nil
}

func (p *pair) rank(at forms.At, candidate string) error {
	for i, value := range strings.Fields(candidate) {
		place := at
		place.Node += int32(i) + 1 //nolint:gosec // few choices
		if v := p.inb.Answer(place, value); !v.OK() {
			return fmt.Errorf("place %d: %v", i+1, v)
		}
	}
	return nil
}

// otherwise is an answer as the other form takes it.
func otherwise(n *forms.Node, candidate string) string {
	switch {
	case n.Control == forms.Trigger:
		return "true"
	case n.Type == forms.Time:
		return candidate[:8]
	}
	return candidate
}

func (p *pair) candidates(at forms.At) []string {
	n := &p.a.Nodes[at.Node]
	if offered := p.ina.Choices(at, ""); len(offered) > 0 {
		var values []string
		for _, c := range offered {
			values = append(values, c.Value)
		}
		if n.Control == forms.Rank {
			return []string{strings.Join(values, " ")}
		}
		if n.Control == forms.Select && len(values) > 1 {
			values = append(values, values[0]+" "+values[1])
		}
		return values
	}
	switch n.Control {
	case forms.Trigger:
		return []string{"OK"}
	case forms.Range:
		return []string{n.Params["start"], n.Params["end"]}
	case forms.Upload:
		return []string{"file.jpg"}
	case forms.Select, forms.Select1, forms.Rank:
		return nil
	}
	switch n.Type {
	case forms.Int, forms.Decimal:
		return []string{"1", "0", "2", "3", "5", "10", "20", "25", "30", "50", "100", "365", "500", "1000", "36.6", "0.5", "-1"}
	case forms.Date:
		return []string{"2026-11-20", "2026-11-19", "2026-11-21", "2020-01-01", "1990-05-14", "2030-01-01"}
	case forms.DateTime:
		return []string{"2026-11-20T10:00:00.000-07:00", "2020-01-01T10:00:00.000-07:00"}
	case forms.Time:
		return []string{"10:20:00.000-07:00"}
	case forms.Boolean:
		return []string{"1", "0"}
	case forms.Geopoint:
		return []string{"1.5 36.8 0.0 0.0"}
	case forms.Geotrace:
		return []string{"1.5 36.8 0.0 0.0;1.6 36.8 0.0 0.0"}
	case forms.Geoshape:
		return []string{"1.5 36.8 0.0 0.0;1.6 36.8 0.0 0.0;1.6 36.9 0.0 0.0;1.5 36.8 0.0 0.0"}
	}
	return []string{"answer", "1", "100", "12345", "0712345678", "+254712345678", "A1", "a@example.org", "ABCDEFGH", "001", "XXX-000-000"}
}
