// SPDX-License-Identifier: Apache-2.0

package ussd

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/ussd/gateway"
)

const (
	// maxBody is far above any aggregator's post, which is below 2 KB.
	maxBody = 64 << 10
	// answerWithin leaves room below the 10 seconds after which aggregators
	// give up (Africa's Talking 15 s, Kannel 5 to 10 s).
	answerWithin = 5 * time.Second
)

// Steps is what takes a request through to its committed reply.
type Steps interface {
	Handle(ctx context.Context, ch *sessions.Channel, in sessions.Inbound) (sessions.Reply, error)
}

// Channel is a gateway that may call.
type Channel struct {
	sessions.Channel
	Dialect gateway.Dialect
	Secret  string // part of the address that only the gateway knows
}

// Server takes the requests of gateways.
type Server struct {
	Steps    Steps
	Channels []Channel
	Catalog  *screens.Catalog
	Language string // of the failure screen, where nothing is known of the person
	Log      *slog.Logger
}

// Handler serves POST /gateway/{channel}/{secret}. A wrong channel and a wrong
// secret are answered alike.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/gateway/{channel}/{secret}", s.serve)
	return mux
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	ch := s.channel(r.PathValue("channel"), r.PathValue("secret"))
	if ch == nil {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "gateways post their requests here", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(w, "request body is too large", http.StatusRequestEntityTooLarge)
			return
		}
		s.fail(w, ch, "read request", err)
		return
	}
	in, err := ch.Dialect.Decode(r, body)
	if err != nil {
		s.fail(w, ch, "decode request", err)
		return
	}
	// A gateway that hangs up must not undo a step that is being committed.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), answerWithin)
	defer cancel()
	reply, err := s.Steps.Handle(ctx, &ch.Channel, in)
	if err != nil {
		s.fail(w, ch, "serve request", err)
		return
	}
	ch.Dialect.Encode(w, reply)
}

// fail answers with a closing screen of the dialect: an error page would drop
// the person's session without a word.
func (s *Server) fail(w http.ResponseWriter, ch *Channel, what string, err error) {
	s.Log.Error(what, "channel", ch.Name, "err", err)
	screen := flows.Screen{Kind: flows.KindMessage, Body: flows.Message(flows.MsgTryAgain), End: true}
	page := screens.Render(s.Catalog, screen, s.Language, ch.Layout)
	ch.Dialect.Encode(w, sessions.Reply{Text: page.Text, End: true})
}

// channel finds a channel by name and secret, in time that depends on neither.
func (s *Server) channel(name, secret string) *Channel {
	given := sha256.Sum256([]byte(secret))
	var found *Channel
	for i := range s.Channels {
		want := sha256.Sum256([]byte(s.Channels[i].Secret))
		same := subtle.ConstantTimeCompare(given[:], want[:])
		if same == 1 && s.Channels[i].Name == name && s.Channels[i].Secret != "" {
			found = &s.Channels[i]
		}
	}
	return found
}
