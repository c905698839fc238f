// SPDX-License-Identifier: Apache-2.0

package bench_test

import (
	"encoding/json"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/packs"
	"github.com/dialform/dialform/screens"
)

// r10 are the answers of one registration of ten questions, as they are typed.
var r10 = []string{"1", "Amina Hassan", "1", "15031990", "1", "12345678", "9", "5", "1000", "1"}

// person is somebody on a phone, between two requests: a record of bytes.
type person struct {
	service *flows.Service
	env     flows.Env
	record  []byte
}

func newPerson(v *flows.Service) *person {
	return &person{
		service: v, record: (&flows.Session{}).Append(nil),
		env: flows.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC), InstanceID: "uuid:1", Seed: 1, Phone: "+254700000001"},
	}
}

// types is one step without its store: the record read, what was typed read
// against the screen it belongs to, the step, the page written out, the record
// written.
func (p *person) types(tb testing.TB, typed string) screens.Page {
	s, err := p.service.Restore(p.record, p.env)
	if err != nil {
		tb.Fatal(err)
	}
	screen := p.service.View(s, p.env)
	return p.takes(s, screens.Read(screens.System(), screen, s.Lang, typed, screens.Layout{}))
}

func (p *person) dials(tb testing.TB) screens.Page {
	s, err := p.service.Restore(p.record, p.env)
	if err != nil {
		tb.Fatal(err)
	}
	return p.takes(s, flows.Dial{})
}

func (p *person) takes(s *flows.Session, in flows.Input) screens.Page {
	r := p.service.Step(s, in, p.env)
	if r.Need.Kind == flows.NeedReference {
		r = p.service.Step(s, flows.Given{Reference: "0001 1111 1111"}, p.env)
	}
	page := screens.Render(screens.System(), r.Screen, s.Lang, screens.Layout{})
	p.record = s.Append(nil)
	return page
}

func r10Service(tb testing.TB) *flows.Service {
	tb.Helper()
	pack, found := packs.Load(os.DirFS("r10"))
	require.False(tb, found.HasErrors(), "%v", found)
	return pack.Service
}

// roundTrip is the yardstick: the same answers and position read from JSON and
// written again by encoding/json.
type roundTrip struct {
	Form    string            `json:"form"`
	Version string            `json:"version"`
	At      int               `json:"at"`
	Lang    string            `json:"lang"`
	Answers map[string]string `json:"answers"`
}

var r10JSON = []byte(`{"form":"r10","version":"1","at":9,"lang":"en","answers":{` +
	`"consent":"yes","name":"Amina Hassan","sex":"female","dob":"1990-03-15","has_id":"yes","id_number":"12345678",` +
	`"region":"other","members":"5","income":"1000","correct":"yes"}}`)

func yardstick(tb testing.TB) {
	var state roundTrip
	if err := json.Unmarshal(r10JSON, &state); err != nil {
		tb.Fatal(err)
	}
	state.At++
	if _, err := json.Marshal(&state); err != nil {
		tb.Fatal(err)
	}
}

// fastest is what each of some functions takes in nanoseconds, the least of many
// short rounds that take turns: on a machine with other work that is nearest to
// what it costs.
func fastest(do ...func()) []float64 {
	const rounds, calls = 200, 20
	least := make([]float64, len(do))
	for range rounds {
		for i := range do {
			begin := time.Now()
			for range calls {
				do[i]()
			}
			took := float64(time.Since(begin).Nanoseconds()) / calls
			if least[i] == 0 || took < least[i] {
				least[i] = took
			}
		}
	}
	return least
}

// countsAllocations is false where they cannot be counted.
var countsAllocations = true

// allocations of one call of do.
func allocations(do func()) float64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	return testing.AllocsPerRun(100, do)
}

// walksR10 is one registration of ten questions from the dial to its end, and how
// many steps that takes.
func walksR10(tb testing.TB) (walk func(), steps float64) {
	tb.Helper()
	p := newPerson(r10Service(tb))
	walk = func() {
		p.record = (&flows.Session{}).Append(p.record[:0])
		p.dials(tb)
		for _, typed := range r10 {
			p.types(tb, typed)
		}
	}
	walk()
	end, err := p.service.Restore(p.record, p.env)
	require.NoError(tb, err)
	require.Equal(tb, flows.ModeDone, end.Mode, "the walk ends in a registration")
	return walk, float64(len(r10) + 1)
}

// TestStepAllocates little, which a busy machine cannot hide: peers take 579 and
// 1,318 allocations for the same step.
func TestStepAllocates(t *testing.T) {
	if !countsAllocations {
		t.Skip("the race detector allocates, too")
	}
	walk, steps := walksR10(t)
	require.LessOrEqual(t, allocations(walk)/steps, 40.0)
}

// BenchmarkStepR10 is one step of the registration of ten questions, next to one
// JSON round trip of its answers in the same run. x-json is the ratio of the two.
func BenchmarkStepR10(b *testing.B) {
	walk, steps := walksR10(b)
	for b.Loop() {
		walk()
	}
	took := fastest(walk, func() { yardstick(b) })
	step, round := took[0]/steps, took[1]
	b.ReportMetric(0, "ns/op") // a walk, which says nothing
	b.ReportMetric(step, "ns/step")
	b.ReportMetric(allocations(walk)/steps, "allocs/step")
	b.ReportMetric(round, "ns/json")
	b.ReportMetric(step/round, "x-json")
}

// longForm is a linear form of 400 questions, at some of its steps.
type longForm struct {
	*person
	tenth, before, last []byte // records before the 10th, the 399th and the last answer
}

func newLongForm(tb testing.TB) longForm {
	tb.Helper()
	const questions = 400
	var md strings.Builder
	md.WriteString("| survey |\n| | type | name | label | required |\n")
	for i := range questions {
		n := strconv.Itoa(i + 1)
		md.WriteString("| | text | q" + n + " | Question " + n + " | yes |\n")
	}
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("long.md", md.String()), nil)
	require.False(tb, found.HasErrors(), "%v", found)
	form, found := forms.Compile(def)
	require.False(tb, found.HasErrors(), "%v", found)
	f := longForm{person: newPerson(&flows.Service{
		Code: "*384#", Name: flows.Text{"en": "Bench"}, Languages: []flows.Language{{Tag: "en", Name: "English"}}, Start: "form",
		Items: []flows.Item{{ID: "form", Label: flows.Text{"en": "Bench"}, Form: form}},
	})}
	f.dials(tb)
	for i := range questions - 1 {
		switch i {
		case 9:
			f.tenth = f.record
		case questions - 2:
			f.before = f.record
		}
		f.types(tb, "an answer")
	}
	f.last = f.record
	f.again(tb, f.last)()
	end, err := f.service.Restore(f.record, f.env)
	require.NoError(tb, err)
	require.Equal(tb, flows.ModeDone, end.Mode, "the last answer ends the form")
	return f
}

// again is the step from a record.
func (f longForm) again(tb testing.TB, record []byte) func() {
	return func() {
		f.record = record
		f.types(tb, "an answer")
	}
}

// TestStepOfLongFormAllocates hardly more at the end than at the beginning.
func TestStepOfLongFormAllocates(t *testing.T) {
	f := newLongForm(t)
	tenth := allocations(f.again(t, f.tenth))
	require.LessOrEqual(t, allocations(f.again(t, f.before)), tenth+2)
	require.LessOrEqual(t, allocations(f.again(t, f.last)), tenth+5)
}

// BenchmarkStepOfLongForm is the last step of a linear form of 400 questions, which
// ends it, and the one before next to the tenth. x-last and x-399th are what they
// cost beside the tenth.
func BenchmarkStepOfLongForm(b *testing.B) {
	f := newLongForm(b)
	last := f.again(b, f.last)
	for b.Loop() {
		last()
	}
	took := fastest(f.again(b, f.tenth), f.again(b, f.before), last)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(took[0], "ns/10th")
	b.ReportMetric(took[1], "ns/399th")
	b.ReportMetric(took[2], "ns/last")
	b.ReportMetric(took[1]/took[0], "x-399th")
	b.ReportMetric(took[2]/took[0], "x-last")
	b.ReportMetric(float64(len(f.last)), "record-bytes")
	b.ReportMetric(allocations(f.again(b, f.tenth)), "allocs/10th")
	b.ReportMetric(allocations(last), "allocs/last")
}
