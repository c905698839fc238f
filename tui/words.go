// SPDX-License-Identifier: Apache-2.0

package tui

import "strings"

// words are the desk's own texts in one language. {0} and {1} stand for
// arguments. What the engine says is in the catalogue of screens, not here.
type words struct {
	// Home.
	Ask, Find, Drafts, Sync, Language, SignOut string
	NotAllowed, NoForms                        string

	// Find and drafts.
	Reference, ReferenceHint, NotFound string
	Open, NoDrafts, Updated            string
	Tasks, NoTasks                     string

	// Synchronisation.
	SyncOff, Waiting, LastSync, Never, Reached, NotReached string

	// Status line.
	Queue, Last, Ref string

	// Forms.
	Saved, Filter, NoMatch, Required, Add, Edit, Remove, ConfirmRemove, NoRows string
	Failed, More                                                               string

	// What the keys do.
	Next, Back, Choose, Field, Save, Help, Leave, Toggle, Done, Clear string

	// The guide.
	GuideTitle, GuideMove, GuideList, GuideLong, GuideCheck, GuideText, GuideTable, GuideSaved, GuideClose string

	// Goodbye, and plain lines.
	Goodbye, Stopping, Full, Hello, PressEnter, ChooseNumber string
}

// wordsIn returns the texts in a language (BCP 47), in English if there are
// none.
func wordsIn(lang string) *words {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if w, ok := translations[base]; ok {
		return w
	}
	return translations["en"]
}

// translations by language.
var translations = map[string]*words{"en": &english, "sw": &swahili, "fr": &french, "am": &amharic, "ar": &arabic, "hi": &hindi}

// fill puts the arguments into a text.
func fill(text string, args ...string) string {
	for i, a := range args {
		text = strings.ReplaceAll(text, "{"+string(rune('0'+i))+"}", a)
	}
	return text
}
