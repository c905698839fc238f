// SPDX-License-Identifier: Apache-2.0

package phone

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// answerTime is how long an aggregator waits for the application before it
// gives the session up (Africa's Talking help: 15 s).
const answerTime = 15 * time.Second

// maxReply bounds what is read of a reply; a screen has at most 182 septets.
const maxReply = 64 << 10

// Errors of the network between phone and service.
var (
	// ErrNotAScreen: the reply begins with neither CON nor END, on which the
	// aggregator ends the session with an error of its own.
	ErrNotAScreen = errors.New("the reply begins with neither CON nor END")
	// ErrUnreachable: no whole reply came. Whether the request arrived is not known.
	ErrUnreachable = errors.New("the service can't be reached")
	// ErrRefused: the service answered with an HTTP status other than 200.
	ErrRefused = errors.New("the service refused the request")
)

// network is the aggregator's side: it carries what the phone does to the service.
type network struct {
	base, channel, secret string
	http                  *http.Client
}

// hop posts one USSD request and returns the body of the reply.
func (n *network) hop(ctx context.Context, request url.Values) (string, error) {
	return n.post(ctx, n.channel, request)
}

// carry posts an SMS that the phone sent. Its channel is the USSD channel's name
// with -sms, because an aggregator calls another address for it.
func (n *network) carry(ctx context.Context, message url.Values) error {
	_, err := n.post(ctx, n.channel+"-sms", message)
	return err
}

func (n *network) post(ctx context.Context, channel string, form url.Values) (string, error) {
	address, err := url.JoinPath(n.base, "gateway", url.PathEscape(channel), url.PathEscape(n.secret))
	if err != nil {
		return "", fmt.Errorf("find gateway: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", fmt.Errorf("call gateway: %w", err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return n.do(request)
}

// inbox asks the demo's stand-in network for the messages sent to a phone after
// the one numbered after.
func (n *network) inbox(ctx context.Context, msisdn string, after int64) ([]Message, error) {
	address, err := url.JoinPath(n.base, "demo", "network", "inbox")
	if err != nil {
		return nil, fmt.Errorf("find inbox: %w", err)
	}
	query := url.Values{"phone": {msisdn}, "after": {strconv.FormatInt(after, 10)}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"?"+query.Encode(), nil)
	if err != nil {
		return nil, fmt.Errorf("read inbox: %w", err)
	}
	body, err := n.do(request)
	if err != nil {
		return nil, err
	}
	var messages []Message
	if err := json.Unmarshal([]byte(body), &messages); err != nil {
		return nil, fmt.Errorf("read inbox: %w", err)
	}
	return messages, nil
}

func (n *network) do(request *http.Request) (string, error) {
	ctx, cancel := context.WithTimeout(request.Context(), answerTime)
	defer cancel()
	response, err := n.http.Do(request.WithContext(ctx))
	if err != nil {
		// The error of net/http repeats the address, which holds the channel's secret.
		var wrapped *url.Error
		if errors.As(err, &wrapped) {
			err = wrapped.Err
		}
		return "", fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxReply))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnreachable, err)
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%w: HTTP status %d", ErrRefused, response.StatusCode)
	}
	return string(body), nil
}
