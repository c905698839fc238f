// SPDX-License-Identifier: Apache-2.0

package screens_test

import (
	"fmt"
	"testing"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
)

func BenchmarkRender(b *testing.B) {
	menu := func(labels ...string) (s flows.Screen) {
		s = flows.Screen{
			Body: flows.Literal(labels[0]), Expect: flows.Expect{Kind: flows.ExpectOne},
			Can: flows.CanBack | flows.CanHome, Progress: flows.Progress{Step: 3, Of: 10},
		}
		for _, label := range labels[1:] {
			s.Options = append(s.Options, flows.Option{Label: flows.Literal(label)})
		}
		return s
	}
	long := []string{"Which district?"}
	for range 300 {
		long = append(long, "Kenema North")
	}
	benchmarks := []struct {
		name, lang string
		screen     flows.Screen
	}{
		{"menu", "en", menu("What is the roof made of?", "Iron sheets", "Thatch", "Tiles", "Other")},
		{"accented menu", "fr", menu("De quoi est fait le toit ?", "Tôle", "Chaume", "Tuiles", "Autre matériau")},
		{"Amharic menu", "am", menu("ጣሪያው ከምን የተሠራ ነው?", "ቆርቆሮ", "ሣር", "ሸክላ", "ሌላ")},
		{"number", "en", flows.Screen{Body: flows.Literal("How many people live here?"), Expect: flows.Expect{Kind: flows.ExpectInteger}, Can: flows.CanActions}},
		{"300 options", "en", menu(long...)},
	}
	for _, bm := range benchmarks {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				screens.Render(screens.System(), bm.screen, bm.lang, screens.Layout{})
			}
		})
	}
}

// BenchmarkFind types first letters at a list of 20,000 villages.
func BenchmarkFind(b *testing.B) {
	s := flows.Screen{Kind: flows.KindQuestion, Body: flows.Literal("Which village?"), Expect: flows.Expect{Kind: flows.ExpectOne}}
	for i := range 20_000 {
		s.Options = append(s.Options, flows.Option{Label: flows.Literal(fmt.Sprintf("Kénéma %c%c", 'a'+i%26, 'a'+i/26%26))})
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			screens.Read(screens.System(), s, "en", "kenema ab", screens.Layout{})
		}
	})
	b.Run("render", func(b *testing.B) {
		s.Find = "kenema ab"
		for b.Loop() {
			screens.Render(screens.System(), s, "en", screens.Layout{})
		}
	})
	b.Run("render all", func(b *testing.B) {
		s.Find = ""
		for b.Loop() {
			screens.Render(screens.System(), s, "en", screens.Layout{})
		}
	})
}

func BenchmarkRead(b *testing.B) {
	s := flows.Screen{Expect: flows.Expect{Kind: flows.ExpectOne}, Options: make([]flows.Option, 5)}
	b.ReportAllocs()
	for b.Loop() {
		screens.Read(screens.System(), s, "en", "3", screens.Layout{})
	}
}
