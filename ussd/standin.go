// SPDX-License-Identifier: Apache-2.0

package ussd

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// maxInbox bounds what a stand-in network keeps for a number.
const maxInbox = 200

// StandIn is a stand-in for a phone network's message centre, for the
// demonstration and for tests: it takes messages as Africa's Talking's
// messaging API does and keeps them until the simulated phone reads them. It
// lives in memory and serves nobody outside the machine.
type StandIn struct {
	mu    sync.Mutex
	last  int64
	inbox map[string][]StandInMessage
	seen  map[string]bool // Idempotency-Keys
}

// StandInMessage is a message that reached the simulated phone.
type StandInMessage struct {
	ID   int64  `json:"id"` // counts up over all numbers
	From string `json:"from"`
	To   string `json:"to"`
	Text string `json:"text"`
}

// NewStandIn returns an empty network. Its numbers go on where those of an
// earlier one ended, since they begin with the time of day it was made: a phone
// that stays switched on asks for what came after the last one it saw.
func NewStandIn(made time.Time) *StandIn {
	return &StandIn{last: made.UnixMilli(), inbox: map[string][]StandInMessage{}, seen: map[string]bool{}}
}

// Handler serves POST /demo/network/messaging, the aggregator's side, and
// GET /demo/network/inbox?phone=NUMBER&after=ID, the phone's side.
func (n *StandIn) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /demo/network/messaging", n.take)
	mux.HandleFunc("GET /demo/network/inbox", n.give)
	return mux
}

func (n *StandIn) take(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "not a form post", http.StatusBadRequest)
		return
	}
	to, key := r.PostFormValue("to"), r.Header.Get("Idempotency-Key")
	n.mu.Lock()
	if key == "" || !n.seen[key] {
		n.seen[key] = true
		n.last++
		box := append(n.inbox[to], StandInMessage{ID: n.last, From: r.PostFormValue("from"), To: to, Text: r.PostFormValue("message")})
		if len(box) > maxInbox {
			box = box[len(box)-maxInbox:]
		}
		n.inbox[to] = box
	}
	n.mu.Unlock()
	writeJSON(w, map[string]any{"SMSMessageData": map[string]any{
		"Message":    "Sent to 1/1",
		"Recipients": []map[string]any{{"statusCode": 101, "number": to, "status": "Success", "messageId": key}},
	}})
}

func (n *StandIn) give(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	n.mu.Lock()
	out := []StandInMessage{}
	for _, m := range n.inbox[r.URL.Query().Get("phone")] {
		if m.ID > after {
			out = append(out, m)
		}
	}
	n.mu.Unlock()
	writeJSON(w, out)
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}
