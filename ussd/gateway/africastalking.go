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
)

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
