// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dialform/dialform/screens/gsm7"
)

// sendWithin bounds one try to send a message, of which more will follow.
const sendWithin = 30 * time.Second

// Account is ours with an aggregator that sends messages.
type Account struct {
	URL      string // e.g. https://api.africastalking.com/version1/messaging
	Username string
	Secret   string // password or key
	From     string // short code or sender id; "" leaves it to the account
	Client   *http.Client
}

// sender sends messages as a dialect's file says.
type sender struct {
	spec    sendSpec
	account Account
	t       *template
}

// sendValues are what the template of a message may use.
var sendValues = []string{"id", "to", "text", "coding", "from", "username", "secret"}

// Sender sends the messages of a dialect that has some. It returns an error
// for another.
func (d *Dialect) Sender(a Account) (Sender, error) {
	if d.message == nil {
		return nil, fmt.Errorf("dialect %s sends no messages", d.spec.Name)
	}
	if _, err := url.ParseRequestURI(a.URL); err != nil {
		return nil, errors.New("the address that takes messages is missing or not valid")
	}
	return &sender{d.spec.Send, a, d.message}, nil
}

// Send posts one message. Errors never hold the number or the text.
func (s *sender) Send(ctx context.Context, id, to, text string) error {
	ctx, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	req, err := s.request(ctx, func(name string) string {
		switch name {
		case "id":
			return id
		case "to":
			return to
		case "text":
			return text
		case "coding":
			return coding(text)
		case "from":
			return s.account.From
		case "username":
			return s.account.Username
		case "secret":
			return s.account.Secret
		default:
			return "" // no request led to this message
		}
	})
	if err != nil {
		return &PermanentError{errors.New("send message: the address of the gateway is not valid")}
	}
	resp, err := s.account.Client.Do(req)
	if err != nil {
		return fmt.Errorf("send message: %w", stripURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return fmt.Errorf("send message: %w", err)
	}
	if resp.StatusCode >= http.StatusMultipleChoices {
		err := fmt.Errorf("send message: the gateway answered %d", resp.StatusCode)
		if resp.StatusCode < 500 && resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusRequestTimeout {
			return &PermanentError{err}
		}
		return err
	}
	return s.accepted(body)
}

func (s *sender) request(ctx context.Context, value func(string) string) (*http.Request, error) {
	text, address, method := s.t.expand(value), s.account.URL, http.MethodPost
	if s.spec.Type == "form" {
		text = withoutEmpty(text)
	}
	if s.spec.Method == http.MethodGet {
		address, text, method = address+"?"+text, "", http.MethodGet
	}
	req, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	s.t.setHeaders(req.Header, value)
	req.Header.Set("Accept", "application/json")
	if s.spec.Basic {
		req.SetBasicAuth(s.account.Username, s.account.Secret)
	}
	return req, nil
}

// accepted looks for the refusal of a gateway that answers every request with
// 200.
func (s *sender) accepted(body []byte) error {
	if len(s.spec.Accepted) == 0 {
		return nil
	}
	f, err := readJSON(body)
	for name := range s.spec.Accepted {
		if _, there := f[name]; err != nil || !there {
			return errors.New("send message: the gateway's answer is not understood")
		}
	}
	if !s.spec.Accepted.holds(f) {
		return &PermanentError{errors.New("send message: the gateway refused it")}
	}
	return nil
}

// coding is Kannel's: 0 for text in the alphabet of GSM, 2 for other.
func coding(text string) string {
	if _, err := gsm7.Basic.Encode(nil, text); err != nil {
		return "2"
	}
	return "0"
}

// withoutEmpty leaves out what has no value.
func withoutEmpty(form string) string {
	var kept []string
	for pair := range strings.SplitSeq(form, "&") {
		if !strings.HasSuffix(pair, "=") {
			kept = append(kept, pair)
		}
	}
	return strings.Join(kept, "&")
}

// stripURL leaves the address, which may hold a secret, out of an error.
func stripURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
