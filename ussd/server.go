// SPDX-License-Identifier: Apache-2.0

package ussd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
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
	// pushWithin is when a screen that was not taken helps nobody any more.
	pushWithin = 15 * time.Second
)

// Steps is what takes a request through to its committed reply.
type Steps interface {
	Handle(ctx context.Context, ch *sessions.Channel, in sessions.Inbound) (sessions.Reply, error)
}

// Channel is a gateway that may call.
type Channel struct {
	sessions.Channel
	Dialect *gateway.Dialect
	Secret  string // part of the address that only the gateway knows
	Guard   Guard
}

// Options are what a Server works with.
type Options struct {
	Steps    Steps
	Latin    Steps // of channels that carry Latin letters only. Defaults to Steps
	Channels []Channel
	Catalog  *screens.Catalog
	Language string // of the failure screen, where nothing is known of the person
	Limits   Limits // of each phone
	Log      *slog.Logger
	Now      func() time.Time // Defaults to time.Now
}

// Server takes the requests of gateways. It is safe for concurrent use.
type Server struct {
	Options
	limiter *limiter
	repeats *repeats
	callers *callers
	under   sync.WaitGroup // steps, and replies that are being pushed
}

// NewServer returns a Server.
func NewServer(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Server{Options: o, limiter: newLimiter(o.Limits, o.Now), repeats: newRepeats(o.Now), callers: newCallers(o.Now)}
}

// errCredential: a request is not the gateway's.
var errCredential = errors.New("the credential is missing or wrong")

// Errors that end a connection with a screen.
var (
	errTooMany = errors.New("too many requests from one phone")
	errCaller  = errors.New("the beginning of the connection is not known, and with it who calls")
	errLate    = fmt.Errorf("the step took longer than %v", answerWithin)
	errPanic   = errors.New("the step panicked")
)

// Handler serves /gateway/{channel}/{secret} and what dialects have below. A
// wrong channel, a wrong secret and a wrong address are answered alike.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/gateway/{channel}/{secret}", s.serve)
	mux.HandleFunc("/gateway/{channel}/{secret}/{path...}", s.serve)
	return mux
}

// Wait returns when every step is made, and every reply that was being pushed
// has left or was given up.
func (s *Server) Wait() { s.under.Wait() }

// serve lets in whom the channel's guard lets in, and reads the request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	ch := s.channel(r.PathValue("channel"), r.PathValue("secret"))
	if ch == nil || ch.Dialect.Link() != "" || !ch.Guard.from(r) {
		http.NotFound(w, r)
		return
	}
	if want := ch.Dialect.Method(); r.Method != want {
		err := fmt.Errorf("it came with %s, and this gateway's requests come with %s", r.Method, want)
		if !ch.Messages {
			s.fail(w, ch, gateway.Request{}, "refuse request", err)
			return
		}
		// An acknowledgement would lose a message.
		w.Header().Set("Allow", want)
		http.Error(w, err.Error(), http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			http.Error(w, "request body is too large", http.StatusRequestEntityTooLarge)
			return
		}
		s.fail(w, ch, gateway.Request{}, "read request", err)
		return
	}
	err = ch.Dialect.Verify(r, body)
	if err == nil && !ch.Guard.Credential.holds(r) {
		err = errCredential
	}
	if err != nil {
		s.Log.Warn("request refused", "channel", ch.Name, "err", err)
		if ch.Guard.Credential.In == BasicAuth {
			w.Header().Set("WWW-Authenticate", `Basic realm="gateway"`)
		}
		http.Error(w, "the request does not show that it comes from the gateway", http.StatusUnauthorized)
		return
	}
	req, err := ch.Dialect.Decode(r, r.PathValue("path"), body)
	if err != nil {
		s.fail(w, ch, req, "decode request", err)
		return
	}
	reply, taken, err := s.take(r.Context(), ch, &req)
	switch {
	case err != nil && ch.Messages:
		// A message has no screen to fail on, and its gateway tries again.
		s.Log.Error("serve message", "channel", ch.Name, "err", err)
		http.Error(w, "not taken; please send it again", http.StatusServiceUnavailable)
	case err != nil:
		s.fail(w, ch, req, "serve request", err)
	default:
		err = s.reply(w, ch, req, reply)
	}
	taken(err == nil && r.Context().Err() == nil)
}

// identify finds out who calls where the request does not tell, and counts the
// request.
func (s *Server) identify(ch *Channel, req *gateway.Request) error {
	if ch.Dialect.NumberOnce() {
		connection := ch.Name + "\x00" + req.Connection
		if req.Party == "" {
			req.Party, req.Phone = s.callers.get(connection)
		} else {
			s.callers.put(connection, req.Party, req.Phone)
		}
	}
	switch {
	case req.Closed:
		return nil
	case req.Party == "":
		return errCaller
	case !s.limiter.allow(ch.Name + "\x00" + req.Party):
		return errTooMany
	default:
		return nil
	}
}

// take brings a request to its reply. Whoever calls it says in the end whether
// the gateway took that reply.
func (s *Server) take(ctx context.Context, ch *Channel, req *gateway.Request) (reply sessions.Reply, taken func(bool), err error) {
	taken = func(bool) {}
	if err := s.identify(ch, req); err != nil {
		return reply, taken, err
	}
	if req.Party == "" { // the end of a connection that nobody knows
		return reply, taken, nil
	}
	if req.Event == "" {
		a := s.repeats.begin(ch.Name+"\x00"+req.Party+"\x00"+req.Connection, req.Phase.String()+req.Text)
		req.Event = a.event
		taken = func(yes bool) { s.repeats.end(a, yes) }
	}
	reply, err = s.step(ctx, ch, req.Inbound)
	return reply, taken, err
}

// step makes one step, and waits no longer for it than a gateway waits for us.
// A step that is late, or that panics, costs the person a screen and no answer:
// what was committed is there when they dial again. It runs on the connection's
// own goroutine; whatever it may wait for, it waits with the context.
func (s *Server) step(ctx context.Context, ch *Channel, in sessions.Inbound) (reply sessions.Reply, err error) {
	s.under.Add(1)
	defer s.under.Done()
	// A gateway that hangs up must not undo a step that is being committed.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerWithin)
	defer cancel()
	defer func() {
		if recover() != nil { // what it says may hold an answer
			s.Log.Error("step panicked", "channel", ch.Name, "stack", string(debug.Stack()))
			reply, err = sessions.Reply{}, errPanic
		}
	}()
	steps := s.Steps
	if ch.Layout.Latin && s.Latin != nil {
		steps = s.Latin
	}
	reply, err = steps.Handle(ctx, &ch.Channel, in)
	if err != nil && ctx.Err() != nil {
		err = errLate
	}
	return reply, err
}

// fail answers with a closing screen of the dialect: an error page would drop
// the person's session without a word.
func (s *Server) fail(w http.ResponseWriter, ch *Channel, req gateway.Request, what string, err error) {
	_ = s.reply(w, ch, req, s.failure(ch, what, err)) // whoever asked may be gone
}

// failure is the closing screen of a request that can't be served.
func (s *Server) failure(ch *Channel, what string, err error) sessions.Reply {
	level := slog.LevelError
	if errors.Is(err, errTooMany) {
		level = slog.LevelWarn // the fault is not ours
	}
	s.Log.Log(context.Background(), level, what, "channel", ch.Name, "err", err)
	screen := flows.Screen{Kind: flows.KindMessage, Body: flows.Message(flows.MsgTryAgain), End: true}
	catalog := s.Catalog
	if ch.Layout.Latin {
		catalog = catalog.Latin()
	}
	return sessions.Reply{Text: screens.Render(catalog, screen, s.Language, ch.Layout).Text, End: true}
}

// Answer brings a request that came over a link to the body of its reply; ""
// means none.
func (s *Server) Answer(ctx context.Context, ch *Channel, session string, body []byte) string {
	req, err := ch.Dialect.Decode(nil, session, body)
	if err != nil {
		return ch.Dialect.Body(req, s.failure(ch, "decode request", err))
	}
	reply, taken, err := s.take(ctx, ch, &req)
	defer func() { taken(true) }()
	if err != nil {
		reply = s.failure(ch, "serve request", err)
	}
	return ch.Dialect.Body(req, reply)
}

// reply writes a reply, and pushes it where the dialect wants that.
func (s *Server) reply(w http.ResponseWriter, ch *Channel, req gateway.Request, reply sessions.Reply) error {
	if err := ch.Dialect.Encode(w, req, reply); err != nil {
		return err
	}
	if !ch.Dialect.Pushes() || req.Closed || req.Connection == "" {
		return nil
	}
	s.under.Add(1)
	if err := http.NewResponseController(w).Flush(); err != nil { // the acknowledgement goes first
		s.under.Done()
		return err
	}
	go func() {
		defer s.under.Done()
		ctx, cancel := context.WithTimeout(context.Background(), pushWithin)
		defer cancel()
		if err := ch.Dialect.Push(ctx, req, reply); err != nil {
			s.Log.Error("push reply", "channel", ch.Name, "err", err)
		}
	}()
	return nil
}

// channel finds a channel by name and secret, in time that depends on neither.
func (s *Server) channel(name, secret string) *Channel {
	var found *Channel
	for i := range s.Channels {
		ch := &s.Channels[i]
		if same(secret, ch.Secret) && ch.Name == name && ch.Secret != "" {
			found = ch
		}
	}
	return found
}
