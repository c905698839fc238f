// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/screens"
)

// person types at the screens of a form until it is sent. All that a person goes
// by is what is on the screen: its options, the answer it expects, and what it
// says of the answer before.
type person struct {
	v       *flows.Service
	s       *flows.Session
	env     flows.Env
	layout  screens.Layout
	catalog *screens.Catalog
	lines   bool // a terminal: screens of any length

	screen flows.Screen
	visits map[forms.At]int
	turn   int // how often a repeat has not let go
	sent   *forms.Instance
}

var errStuck = errors.New("no answer is taken")

const (
	// maxVisits is how often a form may come back to a question.
	maxVisits = 20
	// maxTyped bounds what is typed in all; the longest form takes some 300 lines.
	maxTyped = 20_000
	// maxTurns is how many rows are tried in a repeat.
	maxTurns = 4
)

func newPerson(form *forms.Form, channel string) *person {
	zone := time.FixedZone("MST", -7*3600)
	p := &person{
		v: &flows.Service{
			Code: "*384#", Start: "form", Name: flows.Text{"en": form.Title}, Languages: []flows.Language{{Tag: "en", Name: "English"}},
			Items: []flows.Item{{ID: "form", Kind: flows.ItemForm, Label: flows.Text{"en": form.Title}, Form: form, Review: true, Receipt: true}},
		},
		s:      &flows.Session{Lang: "en"},
		env:    flows.Env{Now: time.Date(2026, 11, 20, 3, 30, 0, 0, zone), InstanceID: "uuid:1", Seed: 1, Phone: "254700000001"},
		layout: screens.Layout{Septets: 160, UCS2: 70, Keys: screens.DefaultKeys}, catalog: screens.System(),
		lines: channel == "plain", visits: make(map[forms.At]int),
	}
	if p.lines {
		p.env.Operator = "clerk"
	}
	return p
}

// walk dials, or begins at a desk, and goes on to the closing screen.
func (p *person) walk() error {
	var begin flows.Input = flows.Dial{}
	if p.lines {
		begin = flows.Begin{Item: "form"}
	}
	if err := p.take(begin); err != nil {
		return err
	}
	for total := 0; !p.screen.End; total++ {
		if p.visits[p.s.At]++; p.visits[p.s.At] > maxVisits || total > maxTyped {
			return fmt.Errorf("%s: the form leads in a circle", p.where())
		}
		if err := p.leave(); err != nil {
			return err
		}
	}
	if p.sent == nil {
		return errors.New("it ends without a submission")
	}
	return nil
}

func (p *person) where() string {
	if p.s.Form == nil {
		return "menu"
	}
	return p.s.Form.Form().Nodes[p.s.At.Node].Path
}

// take gives the engine an input, and holds what it shows to the channel.
func (p *person) take(in flows.Input) error {
	r := p.v.Step(p.s, in, p.env)
	for r.Need.Kind == flows.NeedReference {
		r = p.v.Step(p.s, flows.Given{Reference: "1000 1234 5678"}, p.env)
	}
	if r.Finished != nil {
		p.sent = r.Finished.Form
	}
	p.screen = r.Screen
	return p.fits()
}

// fits reads every page of the screen.
func (p *person) fits() error {
	if p.lines {
		if screens.Linear(p.catalog, p.screen, "en", p.layout).String() == "" {
			return fmt.Errorf("%s: an empty screen", p.where())
		}
		return nil
	}
	for sc := p.screen; ; sc.Page++ {
		page := screens.Render(p.catalog, sc, "en", p.layout)
		limit := p.layout.Septets
		if page.Coding == screens.UCS2 {
			limit = p.layout.UCS2
		}
		switch {
		case page.Size > limit:
			return fmt.Errorf("%s: a page of %d where %d fit: %s", p.where(), page.Size, limit, page.Text)
		case strings.TrimSpace(page.Text.String()) == "":
			return fmt.Errorf("%s: an empty page", p.where())
		case page.Number == page.Of:
			return nil
		}
	}
}

// leave types until the form goes on from the screen shown.
func (p *person) leave() error {
	left := p.screen.Kind
	at, tried := p.s.At, map[string]bool{}
	for p.screen.Kind == left && p.s.At == at && !p.screen.End {
		line, ok := p.next(tried)
		if !ok {
			return fmt.Errorf("%s: %w; tried %d; it says %q", p.where(), errStuck, len(tried), p.notice())
		}
		tried[line] = true
		if err := p.take(screens.Read(p.catalog, p.screen, "en", line, p.layout)); err != nil {
			return err
		}
		if left == flows.KindRepeat || left == flows.KindReview || left == flows.KindNote {
			return nil
		}
	}
	return nil
}

func (p *person) notice() string {
	sc := flows.Screen{Kind: flows.KindMessage, Body: p.screen.Notice}
	return screens.Linear(p.catalog, sc, "en", p.layout).String()
}

// next is what to type that was not tried yet.
func (p *person) next(tried map[string]bool) (string, bool) {
	for _, line := range p.ideas() {
		if !tried[line] {
			return line, true
		}
	}
	return "", false
}

// ideas are what a person may type at the screen shown, likely ones first.
func (p *person) ideas() []string {
	sc := p.screen
	if sc.Kind == flows.KindRepeat {
		return []string{p.grow()}
	}
	var out []string
	switch sc.Expect.Kind {
	case flows.ExpectContinue:
		return []string{"1"}
	case flows.ExpectOne:
		first := 0
		if sc.Kind == flows.KindQuestion {
			first = p.turn
		}
		for i := range min(len(sc.Options), 90) {
			out = append(out, strconv.Itoa((i+first)%len(sc.Options)+1))
		}
	case flows.ExpectMany, flows.ExpectRank:
		all := ""
		for i := range min(len(sc.Options), 90) {
			out = append(out, strconv.Itoa(i+1))
			all += " " + strconv.Itoa(i+1)
			out = append(out, strings.TrimSpace(all))
		}
	case flows.ExpectInteger, flows.ExpectDecimal:
		out = append(counts(p.notice()), "5", "1", "30", "12", "0", "18", "100", "1000", "2020", "2025", "0.5", "10000", "-1", "12345", "1234567")
	case flows.ExpectDate:
		out = []string{"15 3 1990", "20 11 2026", "15 1 2027", "1 6 2020", "24 12 2026", "15 1 2030", "19 11 2026", "3 1990", "1 2027", "1990", "2026", "2027"}
	case flows.ExpectTime:
		out = []string{"10:30", "20:15"}
	case flows.ExpectDateTime:
		out = []string{"15 3 1990 10:30", "20 11 2026 10:30", "24 12 2026 10:30", "15 1 2030 10:30", "1 6 2020 10:30"}
	default:
		out = append(counts(p.notice()), texts...)
		if p.turn > 0 { // the code of a choice whose list is not at hand
			out = append([]string{strconv.Itoa(p.turn)}, out...)
		}
	}
	if sc.Expect.Optional {
		out = append(out, "")
	}
	return out
}

// texts are what people write, and what forms are known to ask for.
var texts = []string{
	"Amina", "Amina Odhiambo", "12", "0712345678", "+254712345678", "amina@example.org", "https://example.org", "12345", "2020", "(555) 123-4567",
	"1234", "AB", "ABC", "10:30", "12345678", "123456789", "a1", "5", "1", "A long line about the family and where it lives.",
	"13097248022", "01010750160", "12345678911", "97652347", "889640782", "555-123-4567", "2015550123", "AB123456", "123-45-6789", "x, y", "true", "01/2020", "0",
}

var digits = regexp.MustCompile(`\d+`)

// counts are answers with as many characters as a remark speaks of.
func counts(remark string) (out []string) {
	for _, number := range digits.FindAllString(remark, 3) {
		n, err := strconv.Atoi(number)
		if err != nil || n > 60 {
			out = append(out, number)
			continue
		}
		out = append(out, number, strings.Repeat("1234567890", 6)[:n], strings.Repeat("Amina", 12)[:n])
	}
	return out
}

// grow adds one row to a repeat that has none. One that does not let go gets
// others, with other answers, and at last they are all taken out again.
func (p *person) grow() string {
	rows, done := len(p.s.Form.Repeats(p.s.At)), strconv.Itoa(len(p.screen.Options))
	refused := !p.screen.Notice.Empty()
	if refused {
		p.turn++
	}
	switch {
	case rows == 0 && p.turn < maxTurns, refused && p.turn < maxTurns:
		return "1"
	case rows > 0 && p.turn >= maxTurns:
		return "3"
	default:
		return done
	}
}
