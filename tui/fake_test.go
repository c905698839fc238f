// SPDX-License-Identifier: Apache-2.0

package tui_test

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/tui"
)

// fakeDesk is a node with one small form: a page of four questions, a notice,
// a repeat, a review and a receipt.
type fakeDesk struct {
	mu    sync.Mutex
	talks map[string]*fakeTalk
	sent  []map[forms.At]string
	sync  tui.Sync
	// villages makes the choice of a village a long one.
	villages []string
	// spoil changes every text that stands for data.
	spoil string
	// onStep is called before a step, to be slow or to panic.
	onStep func(in flows.Input)
}

func newFakeDesk() *fakeDesk {
	return &fakeDesk{
		talks:    make(map[string]*fakeTalk),
		villages: []string{"Bo", "Kailahun", "Kenema", "Kono", "Makeni", "Moyamba", "Port Loko", "Pujehun", "Tonkolili", "Waterloo", "Lungi"},
		sync:     tui.Sync{Enabled: true, Pending: 3, Last: time.Date(2026, 11, 20, 9, 41, 0, 0, time.UTC), Reachable: true},
	}
}

func (d *fakeDesk) Languages() []flows.Language {
	return []flows.Language{{Tag: "en", Name: "English"}, {Tag: "sw", Name: "Kiswahili"}}
}

func (d *fakeDesk) Forms(context.Context, identity.Account, string) ([]tui.Form, error) {
	return []tui.Form{{Item: "register", Title: "Register my household" + d.spoil}}, nil
}

func (d *fakeDesk) Drafts(context.Context, identity.Account, string, int) ([]tui.Draft, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []tui.Draft
	for _, ref := range slices.Sorted(maps.Keys(d.talks)) {
		out = append(out, tui.Draft{Ref: ref, Title: "Register my household" + d.spoil, Channel: "at", Updated: d.sync.Last})
	}
	return out, nil
}

func (d *fakeDesk) Tasks(context.Context, identity.Account, string, int) ([]tui.Task, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []tui.Task
	for _, ref := range slices.Sorted(maps.Keys(d.talks)) {
		out = append(out, tui.Task{Ref: ref, Title: "Register my household" + d.spoil, Missing: "Photo" + d.spoil, Since: d.sync.Last})
	}
	return out, nil
}

func (d *fakeDesk) Find(_ context.Context, _ identity.Account, _, ref string) (tui.Found, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	ref = strings.NewReplacer(" ", "", "-", "").Replace(ref)
	if _, ok := d.talks[ref]; !ok {
		return tui.Found{}, tui.ErrNotFound
	}
	return tui.Found{Ref: ref, Title: "Register my household" + d.spoil, Status: flows.Message(flows.MsgStatusDraft, ref), Draft: true}, nil
}

func (d *fakeDesk) Sync(context.Context) (tui.Sync, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.sync, nil
}

func (d *fakeDesk) Begin(_ context.Context, _ identity.Account, lang, _ string) (tui.Conversation, flows.Screen, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := &fakeTalk{d: d, lang: lang, at: atName, ref: "1000000000" + strconv.Itoa(10+len(d.talks)), answers: make(map[forms.At]string)}
	d.talks[t.ref] = t
	return t, t.screen(), nil
}

func (d *fakeDesk) Resume(_ context.Context, _ identity.Account, _, ref string) (tui.Conversation, flows.Screen, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, ok := d.talks[ref]
	if !ok {
		return nil, flows.Screen{}, tui.ErrNotFound
	}
	return t, t.screen(), nil
}

// submissions are the finished forms.
func (d *fakeDesk) submissions() []map[forms.At]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.sent)
}

// answer is what a draft holds.
func (d *fakeDesk) answer(ref string, at forms.At) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.talks[ref].answers[at]
}

// The questions. Members are asked under Scope 1, 2, ...
var (
	atName    = forms.At{Node: 1}
	atAge     = forms.At{Node: 2}
	atSex     = forms.At{Node: 3}
	atNeeds   = forms.At{Node: 4}
	atVillage = forms.At{Node: 5}
	atConsent = forms.At{Node: 6}
	member    = int32(8)
)

// fakeTalk is a form in progress; place is where it stands.
type fakeTalk struct {
	d       *fakeDesk
	lang    string
	ref     string
	place   string // "" page, "notice", "repeat", "pick", "member", "review", "end", "saved"
	remove  bool
	at      forms.At
	answers map[forms.At]string
	members int32
	notice  flows.Phrase
}

func (t *fakeTalk) Ref() string      { return t.ref }
func (t *fakeTalk) Language() string { return t.lang }

func (t *fakeTalk) Step(_ context.Context, in flows.Input) (flows.Screen, error) {
	if t.d.onStep != nil {
		t.d.onStep(in)
	}
	t.d.mu.Lock()
	defer t.d.mu.Unlock()
	t.notice = flows.Phrase{}
	t.move(in)
	return t.screen(), nil
}

func (t *fakeTalk) move(in flows.Input) {
	switch in := in.(type) {
	case flows.Fill:
		t.fill(in)
	case flows.Answer:
		t.fill(flows.Fill{At: t.at, Value: in.Value})
		if t.notice.Empty() && t.place == "member" {
			t.place = "repeat"
		} else if t.notice.Empty() {
			t.place = "notice"
		}
	case flows.Save:
		t.place = "saved"
	case flows.Unreadable:
		t.notice = in.Why
	case flows.NextPage, flows.Continue:
		t.next()
	case flows.PreviousPage, flows.Back:
		t.place = map[string]string{"notice": "", "repeat": "notice", "member": "repeat", "pick": "repeat", "review": "repeat"}[t.place]
	case flows.Choose:
		t.choose(in.Index)
	}
}

func (t *fakeTalk) fill(in flows.Fill) {
	if in.At == atAge && in.Value != "" {
		if n, _ := strconv.Atoi(in.Value); n > 120 {
			t.notice = flows.Literal("Nobody is that old." + t.d.spoil)
			return
		}
	}
	t.at, t.answers[in.At] = in.At, in.Value
}

func (t *fakeTalk) next() {
	switch t.place {
	case "":
		if t.answers[atName] == "" {
			t.at, t.notice = atName, flows.Message(flows.MsgRequired)
			return
		}
		t.place = "notice"
	case "member":
		t.place = "repeat"
	case "repeat":
		t.place = "review"
	}
}

func (t *fakeTalk) choose(i int) {
	switch t.place {
	case "notice":
		t.answers[atConsent], t.place = strconv.Itoa(i+1), "repeat"
	case "repeat":
		switch key := t.screen().Options[i].Label.Key; key {
		case flows.MsgRepeatAdd:
			t.members++
			t.at, t.place = forms.At{Node: member, Scope: t.members}, "member"
		case flows.MsgRepeatDone:
			t.place = "review"
		default:
			t.place, t.remove = "pick", key == flows.MsgRepeatRemove
		}
	case "pick":
		scope := int32(i + 1)
		if !t.remove {
			t.at, t.place = forms.At{Node: member, Scope: scope}, "member"
			return
		}
		for s := scope; s < t.members; s++ {
			t.answers[forms.At{Node: member, Scope: s}] = t.answers[forms.At{Node: member, Scope: s + 1}]
		}
		delete(t.answers, forms.At{Node: member, Scope: t.members})
		t.members--
		t.place = "repeat"
	case "review":
		if i > 0 {
			t.place, t.at = "", atName
			return
		}
		t.place = "end"
		t.d.sent = append(t.d.sent, t.answers)
		delete(t.d.talks, t.ref)
	}
}

func options(phrases ...flows.Phrase) []flows.Option {
	out := make([]flows.Option, len(phrases))
	for i, p := range phrases {
		out[i].Label = p
	}
	return out
}

func (t *fakeTalk) screen() flows.Screen {
	one := flows.Expect{Kind: flows.ExpectOne}
	switch t.place {
	case "notice":
		return flows.Screen{
			Kind: flows.KindNote, Body: flows.Literal("Your answers are kept by the registry." + t.d.spoil), Expect: one,
			Options: options(flows.Message(flows.MsgNoticeReadOut), flows.Message(flows.MsgNoticeReadThem)),
		}
	case "repeat":
		opts := []flows.Phrase{flows.Message(flows.MsgRepeatAdd)}
		if t.members > 0 {
			opts = append(opts, flows.Message(flows.MsgRepeatEdit), flows.Message(flows.MsgRepeatRemove))
		}
		return flows.Screen{
			Kind: flows.KindRepeat, Body: flows.Message(flows.MsgRepeatCount, "Members", strconv.Itoa(int(t.members))),
			Options: options(append(opts, flows.Message(flows.MsgRepeatDone))...), Expect: one,
		}
	case "member":
		return flows.Screen{Kind: flows.KindQuestion, Body: flows.Literal("Name of the member"), Expect: flows.Expect{Kind: flows.ExpectText}}
	case "pick":
		var opts []flows.Phrase
		for s := range t.members {
			opts = append(opts, flows.Literal(t.answers[forms.At{Node: member, Scope: s + 1}]))
		}
		return flows.Screen{Kind: flows.KindPick, Body: flows.Message(flows.MsgRepeatPickEdit), Options: options(opts...), Expect: one}
	case "review":
		return flows.Screen{
			Kind: flows.KindReview, Body: flows.Message(flows.MsgReview), Expect: one,
			Options: options(flows.Message(flows.MsgReviewSend), flows.Message(flows.MsgReviewLine, "Name", t.answers[atName])),
		}
	case "end":
		return flows.Screen{Kind: flows.KindReceipt, Body: flows.Message(flows.MsgReceipt, "Register my household"+t.d.spoil, t.ref), End: true}
	case "saved":
		return flows.Screen{Kind: flows.KindReceipt, Body: flows.Message(flows.MsgSaved, t.ref), End: true}
	default:
		return flows.Screen{
			Kind: flows.KindQuestion, Title: flows.Literal("About you" + t.d.spoil), Notice: t.notice,
			Body: flows.Literal("Name"), Expect: flows.Expect{Kind: flows.ExpectText}, Progress: flows.Progress{Step: 1, Of: 5},
		}
	}
}

func (t *fakeTalk) Page() flows.Page {
	t.d.mu.Lock()
	defer t.d.mu.Unlock()
	field := func(at forms.At, label string, kind flows.ExpectKind, choices ...string) flows.Field {
		f := flows.Field{At: at, Label: label + t.d.spoil, Value: t.answers[at], Expect: flows.Expect{Kind: kind, Optional: true}}
		for i, c := range choices {
			f.Choices = append(f.Choices, forms.Choice{Value: "c" + strconv.Itoa(i+1), Label: c + t.d.spoil})
		}
		return f
	}
	switch t.place {
	case "":
		name := field(atName, "Name", flows.ExpectText)
		name.Required, name.Expect.Optional, name.Hint = true, false, "As on the identity card"+t.d.spoil
		p := flows.Page{Title: flows.Literal("About you" + t.d.spoil), Fields: []flows.Field{
			name,
			field(atAge, "Age in years", flows.ExpectInteger),
			field(atSex, "Sex", flows.ExpectOne, "Female", "Male"),
			field(atNeeds, "Needs", flows.ExpectMany, "Food", "Water", "Shelter"),
			field(atVillage, "Village", flows.ExpectOne, t.d.villages...),
		}}
		for i, f := range p.Fields {
			if f.At == t.at {
				p.Current = i
			}
		}
		return p
	case "member":
		return flows.Page{Title: flows.Literal("Member"), Fields: []flows.Field{field(t.at, "Name of the member", flows.ExpectText)}}
	case "repeat":
		p := flows.Page{Repeat: true, Columns: []string{"Age", "Name"}}
		for s := range t.members {
			p.Rows = append(p.Rows, []flows.Phrase{flows.Literal("7"), flows.Literal(t.answers[forms.At{Node: member, Scope: s + 1}])})
		}
		return p
	}
	return flows.Page{}
}
