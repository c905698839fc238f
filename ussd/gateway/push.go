// SPDX-License-Identifier: Apache-2.0

package gateway

import (
	"context"
	"crypto/md5" //nolint:gosec // the digest that Huawei's SDP asks for
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/dialform/dialform/sessions"
)

const (
	// pushWithin bounds one try. The person has waited since the request; after
	// some ten seconds the network gives the connection up.
	pushWithin = 5 * time.Second
	pushTries  = 3
	pushPause  = 300 * time.Millisecond
)

// pushValues are what the templates of a push may use besides: the time, the
// channel's password there, and the digest that the dialect asks for.
var pushValues = []string{"now", "secret", "digest"}

// push is how an asynchronous dialect takes a reply: in a request of its own,
// after the acknowledgement.
type push struct {
	ask, end, digest *template
}

func newPush(s *spec, o Options, known []string) (*push, error) {
	if o.PushURL == "" {
		return nil, ErrPushURL
	}
	known = append(known, pushValues[:2]...)
	p := &push{}
	var err error
	if p.digest, err = parse(part{Body: s.Push.Digest}, "text", "", known); err != nil {
		return nil, fmt.Errorf("push: digest: %w", err)
	}
	known = append(known, pushValues[2])
	if p.ask, err = parse(s.Push.Ask, s.Push.Type, s.Reply.Newline, known); err != nil {
		return nil, fmt.Errorf("push: ask: %w", err)
	}
	if p.end, err = parse(s.Push.End, s.Push.Type, s.Reply.Newline, known); err != nil {
		return nil, fmt.Errorf("push: end: %w", err)
	}
	return p, nil
}

// Pushes reports whether Push is to follow Encode.
func (d *Dialect) Pushes() bool { return d.push != nil }

// Push sends a reply. It tries again when the gateway can't be reached: the
// same screen twice harms nobody. Errors hold neither address nor text.
func (d *Dialect) Push(ctx context.Context, req Request, reply sessions.Reply) error {
	t := d.push.ask
	if reply.End {
		t = d.push.end
	}
	value := d.values(req, reply)
	now := d.o.Now().UTC().Format("20060102150405")
	known := func(name string) string {
		switch name {
		case "now":
			return now
		case "secret":
			return d.o.PushSecret
		default:
			return value(name)
		}
	}
	digest := md5.Sum([]byte(d.push.digest.expand(known))) //nolint:gosec // as above
	all := func(name string) string {
		if name == "digest" {
			return hex.EncodeToString(digest[:])
		}
		return known(name)
	}
	body := t.expand(all)
	var err error
	for try := range pushTries {
		if try > 0 {
			select {
			case <-ctx.Done():
				return err
			case <-time.After(pushPause << try):
			}
		}
		var again bool
		if again, err = d.post(ctx, t, all, body); !again {
			return err
		}
	}
	return err
}

// post sends one request and reports whether another try may help.
func (d *Dialect) post(ctx context.Context, t *template, value func(string) string, body string) (again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, pushWithin)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, d.o.PushURL, strings.NewReader(body))
	if err != nil {
		return false, errors.New("push reply: the address of the gateway is not valid")
	}
	t.setHeaders(r.Header, value)
	resp, err := d.o.Client.Do(r)
	if err != nil {
		return true, fmt.Errorf("push reply: %w", stripURL(err))
	}
	defer func() { _ = resp.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the connection is used again
	if resp.StatusCode >= http.StatusMultipleChoices {
		return resp.StatusCode >= http.StatusInternalServerError, fmt.Errorf("push reply: the gateway answered %d", resp.StatusCode)
	}
	return false, nil
}
