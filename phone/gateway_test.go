// SPDX-License-Identifier: Apache-2.0

package phone_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/dialform/dialform/phone"
)

// gateway is a service as small as one can be: it knows the reply to every text.
type gateway struct {
	url string

	mu      sync.Mutex
	hops    []url.Values
	sms     []url.Values
	replies map[string]string // by cumulative text
	after   []string          // ids that the phone had seen when it asked
	inbox   string            // JSON that the stand-in network returns
	status  int
}

func open(t *testing.T, replies map[string]string) *gateway {
	t.Helper()
	g := &gateway{replies: replies, inbox: "[]", status: http.StatusOK}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /gateway/at/demo", g.serve(func(w http.ResponseWriter, r *http.Request) {
		g.hops = append(g.hops, r.PostForm)
		_, _ = io.WriteString(w, g.replies[r.PostForm.Get("text")])
	}))
	mux.HandleFunc("POST /gateway/at-sms/demo", g.serve(func(_ http.ResponseWriter, r *http.Request) {
		g.sms = append(g.sms, r.PostForm)
	}))
	mux.HandleFunc("GET /demo/network/inbox", g.serve(func(w http.ResponseWriter, r *http.Request) {
		g.after = append(g.after, r.URL.Query().Get("after"))
		_, _ = io.WriteString(w, g.inbox)
	}))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	g.url = server.URL
	return g
}

func (g *gateway) serve(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		defer g.mu.Unlock()
		if err := r.ParseForm(); err != nil || g.status != http.StatusOK {
			w.WriteHeader(g.status)
			return
		}
		next(w, r)
	}
}

// set changes what the gateway answers from now on.
func (g *gateway) set(change func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	change()
}

// texts are the cumulative texts that arrived, in order.
func (g *gateway) texts() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var texts []string
	for _, hop := range g.hops {
		texts = append(texts, hop.Get("text"))
	}
	return texts
}

// hop is one USSD request that arrived, sent one SMS.
func (g *gateway) hop(i int) url.Values {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.hops[i]
}

func (g *gateway) sent(i int) url.Values {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.sms[i]
}

func (g *gateway) phone() *phone.Handset { return phone.New(phone.Options{URL: g.url}) }

var household = map[string]string{
	"":                "CON Welcome\n1. Register\n2. Status",
	"1":               "CON Your name?",
	"1*Amina":         "CON የቤተሰብ ብዛት?",
	"1*Amina*a*b":     "END Thank you",
	"1*Amina*":        "END Nothing typed",
	"2":               "END " + strings.Repeat("x", 161),
	"1*\x1b]52;c;x\a": "END \x1b]52;c;x\a done",
}
