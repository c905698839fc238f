// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
)

// BenchmarkStepR10 is one step of the ten-question registration, session read
// and written: restore, step, append. It walks the form again and again.
func BenchmarkStepR10(b *testing.B) {
	data, err := os.ReadFile(filepath.Join("..", "bench", "r10", "forms", "r10.xlsx"))
	require.NoError(b, err)
	def, found := xlsform.Read("r10.xlsx", data, nil)
	require.False(b, found.HasErrors())
	form, found := forms.Compile(def)
	require.False(b, found.HasErrors())
	v := oneForm(form)
	answers := []flows.Input{
		flows.Choose{Index: 0},
		flows.Answer{Value: "Amina Hassan"},
		flows.Choose{Index: 0},
		flows.Answer{Value: "1990-03-15"},
		flows.Choose{Index: 0},
		flows.Answer{Value: "12345678"},
		flows.Choose{Index: 8},
		flows.Answer{Value: "5"},
		flows.Answer{Value: "1000"},
		flows.Choose{Index: 0},
	}
	benchmarkSteps(b, v, append([]flows.Input{flows.Dial{}}, answers...))
}

// BenchmarkStepAt is one answer in a form of 400 questions of which so many
// are answered; the cost should not grow with them.
func BenchmarkStepAt(b *testing.B) {
	var md strings.Builder
	md.WriteString("| survey |\n| | type | name | label | required | relevant |\n")
	for i := range 400 {
		relevant := ""
		if i > 0 {
			relevant = "${q" + strconv.Itoa(i-1) + "} != ''"
		}
		md.WriteString("| | text | q" + strconv.Itoa(i) + " | Question " + strconv.Itoa(i) + " | yes | " + relevant + " |\n")
	}
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("long.md", md.String()), nil)
	require.False(b, found.HasErrors(), "%v", found)
	form, found := forms.Compile(def)
	require.False(b, found.HasErrors(), "%v", found)
	for _, answered := range []int{10, 100, 390} {
		b.Run(strconv.Itoa(answered), func(b *testing.B) {
			v := oneForm(form)
			env := benchEnv()
			s := &flows.Session{}
			inputs := []flows.Input{flows.Dial{}}
			for range answered {
				inputs = append(inputs, flows.Answer{Value: "an answer"})
			}
			for _, in := range inputs {
				walk(v, s, in, env)
			}
			record := s.Append(nil)
			var buf []byte
			b.ReportMetric(float64(len(record)), "record-bytes")
			b.ReportAllocs()
			for b.Loop() {
				s, err := v.Restore(record, env)
				if err != nil {
					b.Fatal(err)
				}
				walk(v, s, flows.Answer{Value: "an answer"}, env)
				buf = s.Append(buf[:0])
			}
		})
	}
}

func oneForm(form *forms.Form) *flows.Service {
	return &flows.Service{
		Code: "*384#", Name: flows.Text{"en": "Bench"}, Languages: []flows.Language{{Tag: "en", Name: "English"}}, Start: "form",
		Items: []flows.Item{{ID: "form", Label: flows.Text{"en": "Bench"}, Form: form}},
	}
}

func benchEnv() flows.Env {
	return flows.Env{Now: time.Date(2026, 11, 20, 10, 30, 0, 0, time.UTC), InstanceID: "uuid:1", Seed: 1, Phone: "+254700000001"}
}

func walk(v *flows.Service, s *flows.Session, in flows.Input, env flows.Env) flows.Screen {
	r := v.Step(s, in, env)
	if r.Need.Kind == flows.NeedReference {
		r = v.Step(s, flows.Given{Reference: "0001 1111 1111"}, env)
	}
	return r.Screen
}

func benchmarkSteps(b *testing.B, v *flows.Service, inputs []flows.Input) {
	b.Helper()
	env := benchEnv()
	record := (&flows.Session{}).Append(nil)
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		s, err := v.Restore(record, env)
		if err != nil {
			b.Fatal(err)
		}
		walk(v, s, inputs[i], env)
		record = s.Append(record[:0:0])
		if i++; i == len(inputs) {
			i = 0
		}
	}
}
