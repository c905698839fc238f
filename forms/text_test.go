// SPDX-License-Identifier: Apache-2.0

package forms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
)

func TestTexts(t *testing.T) {
	t.Parallel()
	pieces := func(s string) []forms.Piece { return forms.ParseTemplate(s, forms.Position{}) }
	inBoth := func(english, swahili string) forms.Text {
		return forms.Text{"English (en)": {Long: pieces(english)}, "Swahili (sw)": {Long: pieces(swahili)}}
	}
	name := text("name")
	name.Label = inBoth("Your name?", "Jina lako?")
	hello := note("hello", "")
	hello.Label = inBoth("Hello ${name}, you are ${age} and live in ${town}.", "Habari ${name}.")
	hello.Label["English (en)"] = forms.TextForm{
		Long: pieces("Hello ${name}, you are ${age}."), Short: pieces("Hi ${name}"),
	}
	hello.Hint = forms.Text{"": {Long: pieces("the same everywhere")}}
	onlyDefault := note("partly", "")
	onlyDefault.Label = forms.Text{"English (en)": {Long: pieces("Not translated")}}
	asked := selectOne("q", "l", constraint(". != 'no'"))
	asked.ConstraintMsg = inBoth("Say yes", "Sema ndiyo")

	l := plainList("l", "yes", "no")
	l.Items[0].Label = inBoth("Yes", "Ndiyo")
	l.Items[1].Label = inBoth("No, ${name}", "Hapana, ${name}")
	def := definition([]*forms.ListDef{l}, name, integer("age"), hello, onlyDefault, asked,
		calculate("chosen", "jr:choice-name(${q}, '${q}')"),
		calculate("itext", "jr:itext(instance('l')/root/item[name = ${q}]/itextId)"))
	def.Languages = []forms.Language{{Name: "Swahili (sw)", Tag: "sw"}, {Name: "English (en)", Tag: "en"}}
	def.DefaultLanguage = "English (en)"
	p := start(t, compile(t, def))

	p.answer("name", "Amina")
	p.answer("age", "34")
	at := p.where("hello")
	require.Equal(t, "Hello Amina, you are 34.", p.Label(at, "English (en)"))
	require.Equal(t, "Habari Amina.", p.Label(at, "Swahili (sw)"))
	require.Equal(t, "Hello Amina, you are 34.", p.Label(at, ""), "the default language")
	require.Equal(t, "Hello Amina, you are 34.", p.Label(at, "Klingon"))
	require.Equal(t, "Hi Amina", p.Short(at, ""))
	require.Empty(t, p.Short(at, "Swahili (sw)"), "a short form is not borrowed from another language")
	require.Equal(t, "the same everywhere", p.Hint(at, "Swahili (sw)"))
	require.Equal(t, "Not translated", p.Label(p.where("partly"), "Swahili (sw)"))
	require.Empty(t, p.Label(p.where("chosen"), ""))

	require.Equal(t, []forms.Choice{{Value: "yes", Label: "Ndiyo"}, {Value: "no", Label: "Hapana, Amina"}},
		p.Choices(p.where("q"), "Swahili (sw)"))
	require.Equal(t, "Say yes", p.Check(p.where("q"), "no").Message)
	p.answer("q", "yes")
	require.Equal(t, "Yes", p.value("chosen"))
	require.Equal(t, "Yes", p.value("itext"))

	e := p.Env()
	e.Lang = "Swahili (sw)"
	p.SetEnv(e)
	require.Equal(t, "Sema ndiyo", p.Check(p.where("q"), "no").Message)
	require.Equal(t, "Habari Amina.", p.Label(at, ""))
}

func TestLabelsInRepeats(t *testing.T) {
	t.Parallel()
	f := mustForm(t, with(repeat("member", text("name"), note("bye", "Bye ${name}")), label("Member ${name}")))
	p := start(t, f)
	a, b := p.within(p.instances("member")[0]), p.add("member")
	a.answer("name", "Amina")
	b.answer("name", "Baraka")
	require.Equal(t, "Bye Amina", a.Label(a.where("bye"), ""))
	require.Equal(t, "Bye Baraka", b.Label(b.where("bye"), ""))
}
