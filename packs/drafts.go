// SPDX-License-Identifier: Apache-2.0

package packs

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
)

// protectFile is what opens earlier answers on a phone: "pin", or
// {question: NAME}, or {question: [NAME, NAME]} of which the first that has an
// answer is asked.
type protectFile struct {
	pin       bool
	questions []string
}

// UnmarshalYAML reads protect.
func (p *protectFile) UnmarshalYAML(read func(any) error) error {
	var word string
	if read(&word) == nil {
		if p.pin = word == "pin"; !p.pin {
			return errors.New("protect is pin, or {question: NAME}")
		}
		return nil
	}
	var one struct {
		Question string `yaml:"question"`
	}
	if read(&one) == nil && one.Question != "" {
		p.questions = []string{one.Question}
		return nil
	}
	var many struct {
		Question []string `yaml:"question"`
	}
	if err := read(&many); err != nil || len(many.Question) == 0 {
		return errors.New("protect is pin, or {question: NAME}")
	}
	p.questions = many.Question
	return nil
}

// nudgeFile is the SMS after a dropped session.
type nudgeFile struct {
	After  string            `yaml:"after"`
	Hours  string            `yaml:"hours"`
	Budget int               `yaml:"budget"`
	Text   map[string]string `yaml:"text"`
}

// drafts sets what becomes of an item's unfinished forms.
func (b *builder) drafts(f itemFile, it *flows.Item) {
	it.ResumeWithin = b.duration(f.ID+": resume_within", f.ResumeWithin)
	it.Expires = b.duration(f.ID+": expires", f.Expires)
	it.Protect = flows.Protect{PIN: f.Protect.pin, Questions: f.Protect.questions}
	if it.Form == nil {
		return
	}
	for _, name := range it.Protect.Questions {
		if !canCheck(it.Form, name) {
			b.errorf("name a question that is typed, outside of repeats; an answer on a list is found in three tries",
				"menu item %q: protect: %q can't be asked as a check", f.ID, name)
		}
	}
}

func canCheck(f *forms.Form, name string) bool {
	for i := range f.Nodes {
		if f.Nodes[i].Name == name && flows.CanCheck(&f.Nodes[i]) {
			return true
		}
	}
	return false
}

// nudge reads the service's reminder.
func (b *builder) nudge(f *nudgeFile) {
	if f == nil {
		return
	}
	n := flows.Nudge{After: b.duration("nudge: after", f.After), Budget: f.Budget, Text: f.Text, Till: 24 * time.Hour}
	if n.After == 0 {
		b.errorf("e.g. after: 10m", "nudge: after is missing")
	}
	if n.Budget <= 0 {
		b.errorf("e.g. budget: 200, messages a day", "nudge: budget is missing")
	}
	if f.Hours != "" {
		from, till, ok := strings.Cut(f.Hours, "-")
		var okFrom, okTill bool
		n.From, okFrom = clock(from)
		n.Till, okTill = clock(till)
		if !ok || !okFrom || !okTill || n.From >= n.Till {
			b.errorf(`e.g. hours: "08:00-20:00", within one day`, "nudge: hours %q are none", f.Hours)
		}
	}
	b.pack.Service.Nudge = n
}

// clock is the time since midnight of "08:00".
func clock(text string) (time.Duration, bool) {
	if text = strings.TrimSpace(text); text == "24:00" {
		return 24 * time.Hour, true
	}
	t, err := time.Parse("15:04", text)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}

// duration reads 10m, 24h or 30d; "" is 0.
func (b *builder) duration(what, text string) time.Duration {
	if text == "" {
		return 0
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= 3650 {
			return time.Duration(n) * 24 * time.Hour
		}
	} else if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return d
	}
	b.errorf("write 10m, 24h or 30d", "%s: %q is no length of time", what, text)
	return 0
}
