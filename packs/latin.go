// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"maps"
	"slices"
	"strings"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
)

// inLatin is the end of the tag of a language that is written in Latin letters,
// such as am-Latn (BCP 47, ISO 15924).
const inLatin = "-Latn"

// Latin is the pack as channels have it that carry Latin letters only. A
// language that the pack also has in Latin letters is written in them, under the
// tag that people chose: am in the words of am-Latn. So a person is remembered
// with one language on every channel, and a draft goes on in the letters of the
// channel where it is opened. What is missing in Latin letters is said in the
// default language.
func (p *Pack) Latin() *Pack {
	respelled := p.respelled()
	if len(respelled) == 0 {
		return p
	}
	v, out := *p.Service, *p
	out.Service = &v
	v.Name = latinText(v.Name, respelled)
	v.Languages = slices.DeleteFunc(slices.Clone(v.Languages), func(l flows.Language) bool {
		return slices.ContainsFunc(v.Languages, func(o flows.Language) bool { return o.Tag == l.Tag+inLatin })
	})
	v.Items = slices.Clone(v.Items)
	for i := range v.Items {
		it := &v.Items[i]
		it.Label = latinText(it.Label, respelled)
		it.Form = latinForm(it.Form)
	}
	if earlier := v.Earlier; earlier != nil {
		v.Earlier = func(hash [32]byte) *forms.Form { return latinForm(earlier(hash)) }
	}
	return &out
}

// respelled are the languages that the pack has something of in Latin letters,
// too.
func (p *Pack) respelled() []string {
	found := map[string]bool{}
	note := func(tag string) {
		if base, is := strings.CutSuffix(tag, inLatin); is {
			found[base] = true
		}
	}
	for tag := range p.Messages {
		note(tag)
	}
	for tag := range p.Service.Name {
		note(tag)
	}
	for _, l := range p.Service.Languages {
		note(l.Tag)
	}
	for i := range p.Service.Items {
		it := &p.Service.Items[i]
		for tag := range it.Label {
			note(tag)
		}
		if it.Form == nil {
			continue
		}
		for _, l := range it.Form.Languages {
			note(l.Tag)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// latinText has the text of am-Latn under am, or none under it.
func latinText(t flows.Text, respelled []string) flows.Text {
	out := maps.Clone(t)
	for _, tag := range respelled {
		delete(out, tag)
		if text, ok := t[tag+inLatin]; ok {
			out[tag] = text
		}
	}
	return out
}

// latinForm is a form whose language am is what it calls am-Latn. It is the same
// form otherwise, and reads and writes the same records.
func latinForm(f *forms.Form) *forms.Form {
	if f == nil || !slices.ContainsFunc(f.Languages, func(l forms.Language) bool { return strings.HasSuffix(l.Tag, inLatin) }) {
		return f
	}
	out := *f
	out.Languages = slices.Clone(f.Languages)
	for _, l := range f.Languages {
		base, is := strings.CutSuffix(l.Tag, inLatin)
		if !is {
			continue
		}
		i := slices.IndexFunc(out.Languages, func(o forms.Language) bool { return o.Tag == base })
		if i < 0 {
			out.Languages = append(out.Languages, forms.Language{Tag: base, Name: l.Name})
			continue
		}
		if out.Languages[i].Name == out.DefaultLanguage {
			out.DefaultLanguage = l.Name
		}
		out.Languages[i].Name = l.Name
	}
	return &out
}
