// SPDX-License-Identifier: Apache-2.0

package formfile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formfile"
)

// folder are the real forms of one kind by name. Benchmarks that need them are
// skipped without them.
func folder(b *testing.B, kind string) map[string][]byte {
	b.Helper()
	data := os.Getenv("DIALFORM_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	files, err := filepath.Glob(filepath.Join(data, filepath.FromSlash(kind)))
	require.NoError(b, err)
	if len(files) == 0 {
		b.Skip("no real forms: set DIALFORM_DATA")
	}
	found := map[string][]byte{}
	for _, file := range files {
		if found[file], err = os.ReadFile(file); err != nil {
			b.Fatal(err)
		}
	}
	return found
}

const (
	workbooks = "xlsform/*.xls*"
	xforms    = "xform/*.xml"
)

func compiled(file string, data []byte) *forms.Form {
	def, found := formfile.Read(filepath.Base(file), data, os.DirFS(filepath.Dir(file)))
	if found.HasErrors() {
		return nil
	}
	form, _ := forms.Compile(def)
	return form
}

// largest is the form with the most questions.
func largest(b *testing.B, kind string) (file string, form *forms.Form) {
	b.Helper()
	for name, data := range folder(b, kind) {
		if f := compiled(name, data); f != nil && (form == nil || questions(f) > questions(form)) {
			file, form = name, f
		}
	}
	return file, form
}

func questions(form *forms.Form) int {
	n := 0
	for i := range form.Nodes {
		if form.Nodes[i].Kind == forms.Question {
			n++
		}
	}
	return n
}

// BenchmarkReadLargest reads and compiles the workbook with the most questions.
func BenchmarkReadLargest(b *testing.B) {
	file, form := largest(b, workbooks)
	data, err := os.ReadFile(file)
	require.NoError(b, err)
	b.ReportAllocs()
	for b.Loop() {
		compiled(file, data)
	}
	b.ReportMetric(float64(questions(form)), "questions")
}

// BenchmarkReadFolder reads and compiles all workbooks. cpu-s is the time of
// all processors together.
func BenchmarkReadFolder(b *testing.B) {
	books := folder(b, workbooks)
	begun := processor(b)
	good := 0
	for b.Loop() {
		good = 0
		for file, data := range books {
			if compiled(file, data) != nil {
				good++
			}
		}
	}
	b.ReportMetric((processor(b)-begun).Seconds()/float64(b.N), "cpu-s")
	b.ReportMetric(float64(len(books)), "workbooks")
	b.ReportMetric(float64(good), "good")
}

// BenchmarkAnswer answers one question in the largest form, when so many are
// answered: the instance is read from its record, the answer is checked and
// set, what depends on it recalculated, and the record written.
func BenchmarkAnswer(b *testing.B) {
	_, form := largest(b, xforms)
	for _, count := range []int{10, 100, 400} {
		p := fill(form, count)
		for _, step := range []bool{false, true} {
			name := fmt.Sprintf("answered=%d", len(p.answered))
			if step {
				name = "with its record/" + name
			}
			b.Run(name, func(b *testing.B) {
				if len(p.answered) < count {
					b.Logf("the form has no %d questions that can be answered one after the other", count)
				}
				p.measure(b, step)
			})
		}
	}
}

// person has answered some questions.
type person struct {
	form     *forms.Form
	env      forms.Env
	in       *forms.Instance
	answered []answer
}

// answer is a question with two answers to choose from.
type answer struct {
	at     forms.At
	values [2]string
}

// fill answers questions in their order, with whatever the form takes.
func fill(form *forms.Form, count int) *person {
	p := &person{form: form, env: forms.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC), Seed: 1, InstanceID: "uuid:1"}}
	p.in = form.New(p.env)
	seen := map[forms.At]bool{}
	for again := true; again && len(p.answered) < count; {
		again = false
		p.in.Walk(func(at forms.At, _ int) bool {
			n := &form.Nodes[at.Node]
			switch {
			case seen[at]:
				return true
			case n.Kind == forms.Repeat && !n.HasCount && !n.NoAddRemove && len(p.in.Repeats(at)) < 3:
				before := len(p.in.Repeats(at))
				p.in.Add(at)
				again = len(p.in.Repeats(at)) > before
			case n.Kind == forms.Question && n.Control != forms.Note:
				seen[at] = true
				again = p.give(at)
			}
			return !again // relevance may be another now
		})
	}
	return p
}

// give answers a question with what opens the most of the form, if there are
// two answers that it takes.
func (p *person) give(at forms.At) bool {
	var values []string
	best, most := 0, -1
	for _, value := range p.candidates(at) {
		if len(values) == 4 || !p.in.Answer(at, value).OK() {
			continue
		}
		open := 0
		p.in.Walk(func(forms.At, int) bool { open++; return true })
		if open > most {
			best, most = len(values), open
		}
		values = append(values, value)
	}
	if len(values) == 0 {
		return false
	}
	values[0], values[best] = values[best], values[0]
	p.in.Answer(at, values[0])
	if len(values) > 1 {
		p.answered = append(p.answered, answer{at: at, values: [2]string{values[0], values[1]}})
	}
	return true
}

func (p *person) candidates(at forms.At) []string {
	n := &p.form.Nodes[at.Node]
	switch n.Control {
	case forms.Select1, forms.Select:
		var values []string
		for _, c := range p.in.Choices(at, "") {
			values = append(values, c.Value)
		}
		return values[:min(len(values), 20)]
	case forms.Trigger:
		return []string{"OK", ""}
	}
	switch n.Type {
	case forms.Int, forms.Decimal:
		return []string{"1", "2", "5", "20", "30", "1990", "1991", "100", "1000"}
	case forms.Date:
		return []string{"2026-11-19", "2026-11-20", "1990-01-01", "2000-01-01", "2027-01-01", "2027-02-01"}
	case forms.Time:
		return []string{"10:30:00", "11:30:00"}
	case forms.DateTime:
		return []string{"2026-11-19T10:30:00Z", "2026-11-20T10:30:00Z"}
	case forms.Geopoint:
		return []string{"1 36 0 0", "2 37 0 0"}
	case forms.String, forms.Barcode:
		return []string{"Asha", "Juma", "0712345678", "0712345679", "1", "2", "ABC-123", strings.Repeat("1", 12)}
	}
	return nil
}

// measure answers the last questions again and again, a new answer each time.
func (p *person) measure(b *testing.B, step bool) {
	const last = 10
	again := p.answered[max(0, len(p.answered)-last):]
	record := p.in.Append(nil)
	buf := make([]byte, 0, 2*len(record))
	var took []time.Duration
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a := &again[i%len(again)]
		value := a.values[1-i/len(again)%2]
		begun := time.Now()
		in := p.in
		if step {
			var err error
			if in, err = p.form.Restore(record, p.env); err != nil {
				b.Fatal(err)
			}
		}
		in.Answer(a.at, value) // some answers make others impossible, which costs the same
		if step {
			buf = in.Append(buf[:0])
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
	b.ReportMetric(float64(len(record)), "record-bytes")
}
