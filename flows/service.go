// SPDX-License-Identifier: Apache-2.0

package flows

import (
	"time"

	"github.com/dialform/dialform/forms"
)

// Text is a short text by BCP 47 language tag.
type Text map[string]string

// In returns the text in a language, else in the fallback, else any one that
// there is ("" if there is none).
func (t Text) In(tag, fallback string) string {
	if s, ok := t[tag]; ok {
		return s
	}
	if s, ok := t[fallback]; ok {
		return s
	}
	least := ""
	for k := range t {
		if least == "" || k < least {
			least = k
		}
	}
	return t[least]
}

// Language is a language the service speaks.
type Language struct {
	Tag  string // BCP 47
	Name string // its own name, in letters every phone shows: "Kiswahili"
}

// ItemKind says what a menu item does.
type ItemKind uint8

// The kinds of menu item.
const (
	ItemForm     ItemKind = iota // runs a form
	ItemStatus                   // asks for a reference and tells what is known
	ItemLanguage                 // changes the language
	ItemContinue                 // asks for the reference of a draft held elsewhere
)

// Resume says what a new connection does with an unfinished form.
type Resume uint8

// The ways to resume.
const (
	ResumeAsk      Resume = iota // "continue or start over"; the default
	ResumeContinue               // straight back to the question
	ResumeStart                  // a new form; the unfinished one is given up
)

// DefaultExpires is long enough for a person to come by a missing paper, and
// no longer than a number that changed hands stays silent.
const DefaultExpires = 30 * 24 * time.Hour

// Item is a line of the service's menu.
type Item struct {
	ID      string // stable name within the service, e.g. "register"
	Kind    ItemKind
	Label   Text
	Form    *forms.Form // of ItemForm
	Purpose string      // kind of the submission: "registration", "request", ...
	Resume  Resume
	// ResumeWithin is how long after the last answer ResumeContinue does not ask;
	// 0 is always.
	ResumeWithin time.Duration
	// Expires is how long a draft waits for its next answer before it is closed.
	// Defaults to DefaultExpires.
	Expires time.Duration
	Protect Protect // what opens earlier answers on a phone
	Review  bool    // show every answer before sending
	Receipt bool    // tell the reference on the closing screen
}

// Nudge is a reminder by SMS after a session broke off with a form in progress.
// It goes out once for a draft, and says neither which form nor what was
// answered: others read the messages of a shared phone. The zero Nudge is none.
type Nudge struct {
	After      time.Duration // of silence
	From, Till time.Duration // since midnight: the hours in which it may come
	Budget     int           // messages a day
	Text       Text          // the pack's own wording; MsgNudge where it has none
}

// Service is what one short code offers. It is immutable and shared.
type Service struct {
	Code        string // "*384*96#"
	Name        Text
	Languages   []Language // the first is the default
	AskLanguage bool       // a person without a remembered language is asked first
	Items       []Item
	Start       string // id of the item that a dial opens at once, "" for the menu
	Nudge       Nudge
	// Earlier returns a form by its hash that the menu offers no longer, so
	// that a draft finishes on the version it began; nil if it is not kept.
	Earlier func(hash [32]byte) *forms.Form
}

// Item returns a menu item by its id.
func (v *Service) Item(id string) (*Item, bool) {
	for i := range v.Items {
		if v.Items[i].ID == id {
			return &v.Items[i], true
		}
	}
	return nil, false
}

// DefaultLanguage is the tag of the first language, "" if there is none.
func (v *Service) DefaultLanguage() string {
	if len(v.Languages) == 0 {
		return ""
	}
	return v.Languages[0].Tag
}

// form finds the form that a session runs: the one offered now if it is still
// the same, else the version that the session began with.
func (v *Service) form(item string, hash [32]byte) *forms.Form {
	if it, ok := v.Item(item); ok && it.Form != nil && it.Form.Hash == hash {
		return it.Form
	}
	if v.Earlier == nil {
		return nil
	}
	return v.Earlier(hash)
}

// formLanguage is the name that a form gives to a language of the service, or
// the form's default.
func formLanguage(f *forms.Form, tag string) string {
	for _, l := range f.Languages {
		if l.Tag == tag {
			return l.Name
		}
	}
	return f.DefaultLanguage
}
