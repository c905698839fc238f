// SPDX-License-Identifier: Apache-2.0

package lint

import (
	"math"
	"slices"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/screens"
)

// longest is the longest registration that was found, as moves in any language.
type longest struct {
	form    *forms.Form // with the constraints taken out that no tried answer keeps
	moves   []move
	past    []string          // names of the questions whose constraints those were
	stopped string            // name of the question at which it ends, "" at the closing screen
	shots   map[string][]shot // its screens, by language
}

// play finds the longest registration.
func (s *subject) play(desk bool) longest {
	best := longest{form: s.form, shots: map[string][]shot{}}
	var stuck []string
	for play := 0; play < plays; {
		w := s.walker(best.form, desk)
		w.play = play
		w.begin(s.tongues[0].tag)
		w.run()
		if w.stuck != "" && !slices.Contains(stuck, w.stuck) {
			if relaxed := without(s.form, append(stuck, w.stuck)); relaxed != nil {
				stuck = append(stuck, w.stuck)
				best.form = relaxed
				continue
			}
		}
		if len(w.moves) > len(best.moves) || play == 0 {
			best.moves, best.stopped = w.moves, s.nameOf(w.stuck)
			best.shots[s.tongues[0].tag] = w.shots
		}
		if play++; w.trials+10*len(w.moves) > manyTrials {
			break // the next plays would take as long again
		}
	}
	for _, path := range stuck {
		best.past = append(best.past, s.nameOf(path))
	}
	return best
}

func (s *subject) nameOf(path string) string {
	if def := s.defs[path]; def != nil {
		return def.Name
	}
	return ""
}

// runs tells what the longest registration takes on each channel.
func (s *subject) runs() {
	var plan [2]*longest
	for _, c := range s.on {
		desk := 0
		if c.Lines {
			desk = 1
		}
		if plan[desk] == nil {
			found := s.play(c.Lines)
			plan[desk] = &found
		}
		for _, t := range s.tongues {
			shots, played := plan[desk].shots[t.tag]
			if !played {
				w := s.walker(plan[desk].form, c.Lines)
				w.begin(t.tag)
				w.replay(plan[desk].moves)
				shots = w.shots
				plan[desk].shots[t.tag] = shots
			}
			run := s.cost(shots, c, t)
			run.StoppedAt, run.PastConstraints = plan[desk].stopped, plan[desk].past
			s.out.Runs = append(s.out.Runs, run)
			s.checkTime(run, c)
		}
	}
}

// cost adds up what the screens of a registration take.
func (s *subject) cost(shots []shot, c Channel, t tongue) Run {
	run := Run{Channel: c.Name, Language: t.tag}
	var total, session time.Duration
	run.Sessions = 1
	for _, shot := range shots {
		if shot.screen.Kind == flows.KindQuestion {
			run.Questions++
		}
		for _, page := range s.pages(shot.screen, c, t) {
			run.Screens++
			takes := effort(page, c)
			if page.last {
				takes += typing(shot.typed, shot.screen.Expect, c)
			}
			total += takes
			session += takes
			if c.Session > 0 && session > c.Session {
				run.Sessions++
				session = takes + resuming
				total += resuming
			}
		}
	}
	run.Seconds = int(math.Round(total.Seconds()))
	switch {
	case c.Messages:
		run.Sessions, run.Messages, run.Received = 1, run.Screens, run.Screens
	case !c.Lines:
		run.Messages = s.receiptParts(t)
	}
	run.Cost = math.Round(float64(run.Messages)*s.o.Price*1e6) / 1e6
	return run
}

// page is one page of a screen: how much there is to read.
type page struct {
	characters int
	last       bool
}

func (s *subject) pages(screen flows.Screen, c Channel, t tongue) []page {
	if c.Lines {
		return []page{{len([]rune(screens.Linear(s.catalog, screen, t.tag, c.Layout).String())), true}}
	}
	var out []page
	for n, of := 0, 1; n < of; n++ {
		if n >= measuredPages { // as full as the last one that was laid out
			out = append(out, page{out[n-1].characters, n == of-1})
			continue
		}
		screen.Page = n
		p := screens.Render(s.catalog, screen, t.tag, c.Layout)
		of = p.Of
		out = append(out, page{len([]rune(p.Text.String())), n == of-1})
	}
	return out
}

// receiptParts is how many messages a receipt is sent as (3GPP TS 23.040
// 9.2.3.24: the parts of a longer text give 6 octets to their header).
func (s *subject) receiptParts(t tongue) int {
	label := s.item.Label.In(t.tag, s.pack.Service.DefaultLanguage())
	text := s.catalog.Text(t.tag, flows.Message(flows.MsgReceipt, label, sampleReference))
	n, coding := screens.Measure(text)
	whole, part := 160, 153
	if coding == screens.UCS2 {
		whole, part = 70, 67
	}
	if n <= whole {
		return 1
	}
	return (n + part - 1) / part
}

// checkTime compares a run with the time that the network gives a session.
func (s *subject) checkTime(run Run, c Channel) {
	if run.Sessions < 2 {
		return
	}
	f := Finding{Rule: RuleSessionTime, Channel: run.Channel, Language: run.Language}
	minutes := (run.Seconds + 59) / 60
	if s.item.Resume == flows.ResumeStart {
		s.fail(f, s.file(), "let drafts go on: resume: ask or continue in service.yaml, or shorten the form",
			"a registration takes about %d minutes, a session ends after %d seconds, and %s begins anew on each dial", minutes, int(c.Session.Seconds()), s.item.ID)
		return
	}
	s.find(f, s.file(), "nothing is lost, but people dial again; shorten the form or leave questions to a desk",
		"a registration takes about %d minutes, which are %d sessions of %d seconds", minutes, run.Sessions, int(c.Session.Seconds()))
}
