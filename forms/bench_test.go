// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"fmt"
	"testing"

	"github.com/dialform/dialform/forms"
)

// questionnaire is a form of 450 questions in groups of ten, each with a
// constraint and a relevance, and a calculation in each group.
func questionnaire(tb testing.TB) *forms.Form {
	tb.Helper()
	var nodes []*forms.NodeDef
	for g := range 45 {
		var children []*forms.NodeDef
		for q := range 10 {
			name := fmt.Sprintf("q%d", g*10+q)
			n := integer(name, constraint(". >= 0 and . <= 120"), required("true()"))
			if q > 0 {
				n.Relevant = src(fmt.Sprintf("${q%d} != 99", g*10+q-1))
			}
			children = append(children, n)
		}
		children = append(children, calculate(fmt.Sprintf("sum%d", g), fmt.Sprintf("${q%d} + ${q%d}", g*10, g*10+9)))
		nodes = append(nodes, group(fmt.Sprintf("g%d", g), children...))
	}
	return mustForm(tb, nodes...)
}

// One step of a session: restore the record, answer the next question, write
// the record.
func BenchmarkStep(b *testing.B) {
	f := questionnaire(b)
	for _, answered := range []int{10, 100, 400} {
		p := start(b, f)
		for q := range answered {
			p.answer(fmt.Sprintf("q%d", q), "42")
		}
		record := p.Append(nil)
		at := p.where(fmt.Sprintf("q%d", answered))
		e := env()
		b.Run(fmt.Sprintf("answered=%d", answered), func(b *testing.B) {
			b.ReportAllocs()
			b.ReportMetric(float64(len(record)), "record-bytes")
			buf := make([]byte, 0, 2*len(record))
			for b.Loop() {
				in, err := f.Restore(record, e)
				if err != nil {
					b.Fatal(err)
				}
				if v := in.Answer(at, "43"); !v.OK() {
					b.Fatal(v)
				}
				buf = in.Append(buf[:0])
			}
		})
		b.Run(fmt.Sprintf("answer only/answered=%d", answered), func(b *testing.B) {
			b.ReportAllocs()
			values := [2]string{"43", "44"}
			for i := 0; b.Loop(); i++ {
				p.Answer(at, values[i&1])
			}
		})
		b.Run(fmt.Sprintf("copy only/answered=%d", answered), func(b *testing.B) {
			b.ReportAllocs()
			buf := make([]byte, 0, 2*len(record))
			for b.Loop() {
				in, err := f.Restore(record, e)
				if err != nil {
					b.Fatal(err)
				}
				buf = in.Append(buf[:0])
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	f := questionnaire(b)
	b.ReportAllocs()
	for b.Loop() {
		f.New(env())
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		questionnaire(b)
	}
}

// A cascade over a list of 5,000 places.
func BenchmarkCascade(b *testing.B) {
	p := start(b, largeList(b, 100))
	p.answer("c", "c7")
	at := p.where("v")
	b.Run("choices", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.Choices(at, "")
		}
	})
	b.Run("check", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.Check(at, "v7")
		}
	})
}

// A repeat of 200 instances that all read a question outside and are summed up.
func BenchmarkRepeat(b *testing.B) {
	f := mustForm(b, integer("n"), integer("rate"),
		counted("r", "${n}", integer("x"), calculate("y", "${x} * ${rate}")), calculate("all", "sum(${y})"))
	p := start(b, f)
	p.answer("n", "200")
	p.answer("rate", "3")
	scopes := p.instances("r")
	for _, s := range scopes {
		p.within(s).answer("x", "5")
	}
	at := p.within(scopes[100]).where("x")
	rate := p.where("rate")
	values := [2]string{"43", "44"}
	b.Run("answer inside", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			p.Answer(at, values[i&1])
		}
	})
	b.Run("answer outside", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			p.Answer(rate, values[i&1])
		}
	})
}
