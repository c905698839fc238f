// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// A model of drafts that knows nothing of sessions: each began once, is in one
// place, and ends by being sent, given up by its person, or expired.
type model struct {
	w        *world
	rng      *rand.Rand
	hands    []*hand
	keeper   *sessions.Keeper
	screens  map[*hand]string
	live     map[string]time.Time // by reference: when it was last touched
	ended    map[string]string    // by reference: how
	finished int
	place    map[string]uuid.UUID // by reference: the row it is in
	moves    int
}

const modelLife = 6 * time.Hour

func newModel(t *testing.T, seed uint64) *model {
	w := withDrafts(t)
	w.ussd.Receipts = "at-sms"
	w.serve(compiled(t, form), func(v *flows.Service) {
		v.Items[0].Expires = modelLife
		v.Nudge.From, v.Nudge.Till, v.Nudge.Budget = 0, 24*time.Hour, 1000
	})
	m := &model{
		w: w, rng: rand.New(rand.NewPCG(seed, 7)), keeper: w.keeper(), screens: map[*hand]string{},
		live: map[string]time.Time{}, ended: map[string]string{}, place: map[string]uuid.UUID{},
	}
	for _, number := range []string{phone, otherPhone} {
		m.hands = append(m.hands, w.hand(&w.ussd, number), w.hand(&w.sms, number))
	}
	return m
}

// types is what a person might type at a screen.
func (m *model) types(screen string) string {
	options := 0
	for _, line := range strings.Split(screen, "\n") {
		if strings.HasPrefix(line, strconv.Itoa(options+1)+" ") {
			options++
		}
	}
	switch r := m.rng.IntN(10); {
	case strings.Contains(screen, "12 digits") && r < 8 && len(m.live) > 0:
		return m.someRef()
	case strings.Contains(screen, "How many people?") && r < 6:
		return "5"
	case options > 0 && r < 8:
		return strconv.Itoa(m.rng.IntN(options) + 1)
	case r == 8:
		return "00"
	case r == 9:
		return "0"
	}
	return "Amina"
}

func (m *model) someRef() string {
	skip := m.rng.IntN(len(m.live))
	for _, ref := range sorted(m.live) {
		if skip == 0 {
			return ref
		}
		skip--
	}
	return ""
}

// act lets somebody do something, and says who gave a draft up by it.
func (m *model) act() (gaveUp bool) {
	p := m.hands[m.rng.IntN(len(m.hands))]
	switch r := m.rng.IntN(20); {
	case r == 0:
		m.w.later(time.Duration(m.rng.IntN(5*60)) * time.Minute)
	case r == 1:
		m.keeper = m.w.keeper()
		fallthrough
	case r == 2:
		m.w.round(m.keeper)
	case r < 5 && !p.ch.Messages:
		m.screens[p] = p.dial()
	default:
		screen := m.screens[p]
		text := m.types(screen)
		gaveUp = strings.Contains(screen, text+" Start over")
		m.w.later(time.Second)
		m.screens[p] = p.types(text)
	}
	return gaveUp
}

// holds compares the store with the model after an action.
func (m *model) holds(t *testing.T, gaveUp bool) {
	now, open := m.w.clock(), m.w.open()
	sent := map[string]bool{}
	for _, s := range m.w.submissions() {
		require.False(t, sent[s.Ref], "%s was sent twice", s.Ref)
		sent[s.Ref] = true
	}
	for ref, rows := range open {
		require.NotEmpty(t, ref)
		require.Len(t, rows, 1, "%s is in several places", ref)
		require.Empty(t, m.ended[ref], "%s came back", ref)
		if was, ok := m.place[ref]; ok && was != rows[0].ID {
			m.moves++
		}
		m.place[ref] = rows[0].ID
		m.live[ref] = rows[0].Updated
	}
	for ref, touched := range m.live {
		if open[ref] != nil {
			continue
		}
		status, err := m.w.edge.Status(t.Context(), identity.System(), ref)
		switch {
		case sent[ref]:
			m.ended[ref] = "sent"
			m.finished++
		case err == nil && status.State == flows.StateExpired:
			require.Greater(t, now.Sub(touched), modelLife, "%s expired too early", ref)
			m.ended[ref] = "expired"
		default:
			require.True(t, gaveUp, "%s was lost", ref)
			gaveUp = false // one only
			m.ended[ref] = "given up"
		}
		delete(m.live, ref)
	}
	require.Len(t, sent, m.finished, "something was sent that was no draft")
}

func sorted(live map[string]time.Time) []string {
	out := make([]string, 0, len(live))
	for ref := range live {
		out = append(out, ref)
	}
	slices.Sort(out)
	return out
}

// TestNoDraftIsLostOrDoubled lets two people with two channels each do whatever
// comes to their minds, while drafts expire and reminders are sent.
func TestNoDraftIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	ends := map[string]int{}
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			m := newModel(t, seed)
			for range 250 {
				m.holds(t, m.act())
			}
			ends["moved"] += m.moves
			for _, how := range m.ended {
				ends[how]++
			}
			for number, n := range m.w.reminders() {
				require.LessOrEqual(t, n, len(m.live)+len(m.ended), "%s was reminded too often", number)
			}
		})
	}
	for _, how := range []string{"moved", "sent", "expired", "given up"} {
		require.Positive(t, ends[how], "no draft was %s", how)
	}
	t.Log(ends)
}
