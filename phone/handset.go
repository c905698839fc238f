// SPDX-License-Identifier: Apache-2.0

package phone

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// sessionTime is how long the network keeps one session, whatever happens in it
// (Africa's Talking help: 180 s).
const sessionTime = 180 * time.Second

// Errors of using the phone.
var (
	ErrNoSession  = errors.New("no session: dial first")
	ErrInSession  = errors.New("a session is open: hang up first")
	ErrExpired    = errors.New("the network ended the session: its time is over")
	ErrNotACode   = errors.New("not a code of this service")
	ErrNotTheSame = errors.New("the repeated request got another reply")
	ErrNoMessage  = errors.New("no message came")
)

// Options says which service a Handset reaches, and as whom.
type Options struct {
	URL       string // of the service. Defaults to http://127.0.0.1:8096
	Channel   string // the service's name of the USSD channel. Defaults to at
	Secret    string // of the channel. Defaults to demo
	Number    string // the phone's own MSISDN. Defaults to +254700000001
	Code      string // the service code. Defaults to *384*96#
	ShortCode string // where SMS go. Defaults to 96384

	HTTP *http.Client     // Defaults to http.DefaultClient
	Now  func() time.Time // Defaults to time.Now
}

func (o Options) withDefaults() Options {
	o.URL = cmp.Or(o.URL, "http://127.0.0.1:8096")
	o.Channel = cmp.Or(o.Channel, "at")
	o.Secret = cmp.Or(o.Secret, "demo")
	o.Number = cmp.Or(o.Number, "+254700000001")
	o.Code = cmp.Or(o.Code, "*384*96#")
	o.ShortCode = cmp.Or(o.ShortCode, "96384")
	o.HTTP = cmp.Or(o.HTTP, http.DefaultClient)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Handset is one phone. It is used by one goroutine at a time.
type Handset struct {
	options Options
	network network

	open    bool
	session url.Values // the last request; its text is all that was typed so far, joined by *
	began   time.Time
	last    Screen

	inbox []Message // received, not read yet
	seen  int64     // id of the newest message received
}

// New makes a phone that is switched on and in no session.
func New(o Options) *Handset {
	o = o.withDefaults()
	return &Handset{
		options: o,
		network: network{base: o.URL, channel: o.Channel, secret: o.Secret, http: o.HTTP},
	}
}

// Number is the phone's own MSISDN.
func (h *Handset) Number() string { return h.options.Number }

// Code is the service code that the phone knows.
func (h *Handset) Code() string { return h.options.Code }

// InSession tells whether the service waits for an answer.
func (h *Handset) InSession() bool { return h.open && h.Left() > 0 }

// Left is the time that the network still gives the session.
func (h *Handset) Left() time.Duration {
	if !h.open {
		return 0
	}
	return max(0, sessionTime-h.options.Now().Sub(h.began))
}

// Dial opens a session. Direct dialling puts answers before the last #:
// *384*96*1*2# dials *384*96# and answers 1 and 2 at once. Returns ErrInSession,
// ErrNotACode for a code of another service, ErrUnreachable, ErrRefused or
// ErrNotAScreen.
func (h *Handset) Dial(ctx context.Context, dialled string) (Screen, error) {
	if h.InSession() {
		return Screen{}, ErrInSession
	}
	answers, ok := h.directDial(dialled)
	if !ok {
		return Screen{}, fmt.Errorf("%w (%s)", ErrNotACode, h.options.Code)
	}
	h.session = url.Values{
		"sessionId":   {"ATUid_" + rand.Text()},
		"serviceCode": {h.options.Code},
		"phoneNumber": {h.options.Number},
		"networkCode": {"63902"}, // Safaricom Kenya
		"text":        {answers},
	}
	h.began = h.options.Now()
	return h.hop(ctx)
}

// directDial returns what follows the service code in a dialled string.
func (h *Handset) directDial(dialled string) (answers string, ok bool) {
	code := strings.TrimSuffix(h.options.Code, "#")
	rest, ok := strings.CutPrefix(strings.TrimSpace(dialled), code)
	if !ok || !strings.HasSuffix(rest, "#") {
		return "", false
	}
	rest = strings.TrimSuffix(rest, "#")
	if rest == "" {
		return "", true
	}
	return strings.CutPrefix(rest, "*")
}

// Answer types one answer. Returns ErrNoSession, ErrExpired, ErrUnreachable,
// ErrRefused or ErrNotAScreen; after the last three the session is over, as it is
// at an aggregator, unless the request is repeated.
func (h *Handset) Answer(ctx context.Context, text string) (Screen, error) {
	if !h.open {
		return Screen{}, ErrNoSession
	}
	if h.Left() == 0 {
		h.HangUp()
		return Screen{}, ErrExpired
	}
	if typed := h.session.Get("text"); typed != "" {
		text = typed + "*" + text
	}
	h.session.Set("text", text)
	return h.hop(ctx)
}

// Repeat sends the last request again, as a gateway does that is not sure of the
// reply. Returns ErrNotTheSame if a reply came before and this one differs by a
// byte, and ErrNoSession before the first request.
func (h *Handset) Repeat(ctx context.Context) (Screen, error) {
	if h.session == nil {
		return Screen{}, ErrNoSession
	}
	before := h.last.raw
	screen, err := h.hop(ctx)
	if err == nil && before != "" && screen.raw != before {
		err = ErrNotTheSame
	}
	return screen, err
}

// Lose types an answer whose reply never arrives: the network drops the session
// while the service works.
func (h *Handset) Lose(ctx context.Context, text string) error {
	_, err := h.Answer(ctx, text)
	h.HangUp()
	return err
}

// HangUp leaves the session. The service is not told; networks rarely do.
func (h *Handset) HangUp() { h.open = false }

func (h *Handset) hop(ctx context.Context) (Screen, error) {
	h.open, h.last = false, Screen{}
	reply, err := h.network.hop(ctx, h.session)
	if err != nil {
		return Screen{}, err
	}
	screen, err := readScreen(reply)
	if err != nil {
		return Screen{}, err
	}
	h.last, h.open = screen, !screen.End
	return screen, nil
}

// Send sends an SMS to the service.
func (h *Handset) Send(ctx context.Context, text string) error {
	return h.network.carry(ctx, url.Values{
		"from":        {h.options.Number},
		"to":          {h.options.ShortCode},
		"text":        {text},
		"date":        {h.options.Now().UTC().Format(time.RFC3339)},
		"id":          {rand.Text()},
		"linkId":      {rand.Text()},
		"networkCode": {"63902"},
	})
}

// Receive returns the oldest message that was not read yet; ErrNoMessage if none is there.
func (h *Handset) Receive(ctx context.Context) (Message, error) {
	if len(h.inbox) == 0 {
		arrived, err := h.network.inbox(ctx, h.options.Number, h.seen)
		if err != nil {
			return Message{}, err
		}
		for _, message := range arrived {
			if message.ID > h.seen {
				h.inbox, h.seen = append(h.inbox, message), message.ID
			}
		}
	}
	if len(h.inbox) == 0 {
		return Message{}, ErrNoMessage
	}
	message := h.inbox[0]
	h.inbox = h.inbox[1:]
	return message, nil
}

// Await is Receive with patience: it asks again until a message is there or the
// time is over, and then returns ErrNoMessage.
func (h *Handset) Await(ctx context.Context, patience time.Duration) (Message, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		message, err := h.Receive(ctx)
		if !errors.Is(err, ErrNoMessage) {
			return message, err
		}
		select {
		case <-ctx.Done():
			return Message{}, ErrNoMessage
		case <-time.After(100 * time.Millisecond):
		}
	}
}
