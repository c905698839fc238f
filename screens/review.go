// SPDX-License-Identifier: Apache-2.0

package screens

import (
	"strings"
	"unicode/utf8"

	"github.com/dialform/dialform/flows"
)

// A review tells the answers; the questions are there to know them by. Where a
// question would take more than its share of a small screen it is told in short:
// its first sentence, or as many of its words as there is room for.

// reviewShare is the part of a page that a question may take: a quarter.
const reviewShare = 4

// reviewLine words a line of the review.
func (c *Catalog) reviewLine(lang string, p flows.Phrase, m meter) string {
	if p.Key != flows.MsgReviewLine && p.Key != flows.MsgReviewGiven {
		return c.Text(lang, p)
	}
	question := m.brief(strings.TrimRight(plain(p.Args[0]), " :.።፦।"))
	switch {
	case !isQuestion(question):
	case p.Key == flows.MsgReviewLine:
		return question + " " + plain(p.Args[1]) // "Do you have land? Yes"
	default:
		question = strings.TrimRight(question, questionMarks+" ") // "Do you have land: given"
	}
	return c.Text(lang, flows.Message(p.Key, append([]string{question}, p.Args[1:]...)...))
}

// brief is a question in short.
func (m meter) brief(question string) string {
	if m.short(question) {
		return question
	}
	for i, r := range question {
		if rest := question[i+utf8.RuneLen(r):]; strings.HasPrefix(rest, " ") && strings.ContainsRune(sentenceEnds, r) {
			question = strings.TrimRight(question[:len(question)-len(rest)], ".።।")
			break
		}
	}
	if m.short(question) {
		return question
	}
	const more = "…"
	kept, end := "", 0
	for words := question; words != ""; {
		word, rest, _ := strings.Cut(words, " ")
		end += len(word)
		if !m.short(question[:end] + more) {
			break
		}
		kept, words, end = question[:end], rest, end+1
	}
	for end = 0; kept == ""; { // one long word
		next := end + clusterLen(question[end:])
		if !m.short(question[:next] + more) {
			return question[:end] + more
		}
		end = next
	}
	return strings.TrimRight(kept, " ,;:-") + more
}

// short tells whether a text takes no more than its share of a page.
func (m meter) short(text string) bool {
	c := m.cost(text)
	if c.foreign && !m.latin {
		return c.units <= m.units/reviewShare
	}
	return c.septets <= m.septets/reviewShare
}

const (
	questionMarks = "?؟？፧"
	sentenceEnds  = questionMarks + ".!።।"
)

func isQuestion(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(questionMarks, r)
}
