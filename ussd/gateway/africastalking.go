// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dialform/dialform/sessions"
)

// AfricasTalkingUSSD is Africa's Talking's USSD callback: a form post of
// sessionId, serviceCode, phoneNumber, networkCode and text, where text is
// everything typed in the session, joined by "*"; the reply is plain text that
// begins with CON or END.
type AfricasTalkingUSSD struct{}

// Decode reads a callback. A request is known by its session and its text:
// the gateway repeats both when it tries again.
func (AfricasTalkingUSSD) Decode(_ *http.Request, body []byte) (sessions.Inbound, error) {
	f, err := url.ParseQuery(string(body))
	if err != nil && len(f) == 0 {
		return sessions.Inbound{}, fmt.Errorf("%w: %s", ErrUnreadable, "not a form post")
	}
	connection := f.Get("sessionId")
	id, phone := party(f.Get("phoneNumber"))
	if connection == "" && id == "" {
		return sessions.Inbound{}, fmt.Errorf("%w: neither sessionId nor phoneNumber", ErrUnreadable)
	}
	if id == "" {
		id = "session:" + connection
	}
	text := f.Get("text")
	return sessions.Inbound{
		Connection: connection, Event: connection + "\x00" + text, Party: id, Phone: phone,
		Text: text, Cumulative: true,
	}, nil
}

// Encode writes CON or END and the screen.
func (AfricasTalkingUSSD) Encode(w http.ResponseWriter, reply sessions.Reply) {
	word := "CON "
	if reply.End {
		word = "END "
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, word+reply.Text.String())
}

// AfricasTalkingSMS is Africa's Talking's SMS callback: a form post of from,
// to, text, date, id and linkId. The reply goes out as a message of its own, so
// the answer to the post is empty.
type AfricasTalkingSMS struct{}

// Decode reads a callback. A request is known by the message's id.
func (AfricasTalkingSMS) Decode(_ *http.Request, body []byte) (sessions.Inbound, error) {
	f, err := url.ParseQuery(string(body))
	if err != nil && len(f) == 0 {
		return sessions.Inbound{}, fmt.Errorf("%w: %s", ErrUnreadable, "not a form post")
	}
	id, phone := party(f.Get("from"))
	if id == "" {
		return sessions.Inbound{}, fmt.Errorf("%w: no sender", ErrUnreadable)
	}
	event := f.Get("id")
	if event == "" {
		event = f.Get("linkId") + "\x00" + f.Get("date") + "\x00" + f.Get("text")
	}
	return sessions.Inbound{Event: event, Party: id, Phone: phone, Text: f.Get("text")}, nil
}

// Encode acknowledges the message.
func (AfricasTalkingSMS) Encode(w http.ResponseWriter, _ sessions.Reply) {
	w.WriteHeader(http.StatusOK)
}

// AfricasTalkingSender sends messages through Africa's Talking's messaging API.
type AfricasTalkingSender struct {
	URL      string // https://api.africastalking.com/version1/messaging
	Username string
	APIKey   string
	From     string // short code or sender id; "" leaves it to the account
	Client   *http.Client
}

// atSent is the status code of a recipient that was accepted (100 processed,
// 101 sent, 102 queued); others are refusals.
const atFirstAccepted, atLastAccepted = 100, 102

// Send posts one message. Errors never hold the number or the text.
func (s *AfricasTalkingSender) Send(ctx context.Context, id, to, text string) error {
	form := url.Values{"username": {s.Username}, "to": {to}, "message": {text}, "enqueue": {"1"}}
	if s.From != "" {
		form.Set("from", s.From)
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, strings.NewReader(form.Encode()))
	if err != nil {
		return &PermanentError{errors.New("send message: the address of the gateway is not valid")}
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("apikey", s.APIKey)
	req.Header.Set("Idempotency-Key", id)
	resp, err := s.Client.Do(req)
	if err != nil {
		return fmt.Errorf("send message: %w", stripURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return fmt.Errorf("send message: %w", err)
	}
	if resp.StatusCode >= 400 {
		err := fmt.Errorf("send message: the gateway answered %d", resp.StatusCode)
		if resp.StatusCode < 500 && resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusRequestTimeout {
			return &PermanentError{err}
		}
		return err
	}
	var answer struct {
		SMSMessageData struct {
			Recipients []struct {
				StatusCode int `json:"statusCode"`
			}
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil || len(answer.SMSMessageData.Recipients) == 0 {
		return errors.New("send message: the gateway's answer is not understood")
	}
	if code := answer.SMSMessageData.Recipients[0].StatusCode; code < atFirstAccepted || code > atLastAccepted {
		return &PermanentError{fmt.Errorf("send message: refused with status %d", code)}
	}
	return nil
}

// stripURL leaves the address, which may hold a secret, out of an error.
func stripURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
