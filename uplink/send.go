// SPDX-License-Identifier: Apache-2.0

package uplink

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/registry"
)

// errRefused: the hub could not read the push, so no item of it was judged.
var errRefused = errors.New("hub cannot read the push")

// tryLater is an answer that is no verdict: the hub is busy, the token is
// wrong, or it is no hub that answers.
type tryLater struct {
	status int
	after  time.Duration // what the hub asked for, else 0
}

func (e *tryLater) Error() string {
	switch e.status {
	case http.StatusOK:
		return "what answers is no hub"
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Sprintf("hub does not know the token (status %d)", e.status)
	default:
		return fmt.Sprintf("hub answered status %d", e.status)
	}
}

// send pushes a batch and returns the hub's verdicts. It returns errRefused,
// a tryLater, or what the network said.
func (w *Worker) send(ctx context.Context, due []registry.Outgoing) ([]registry.Verdict, error) {
	body, err := w.pack(due)
	if err != nil {
		return nil, fmt.Errorf("pack push: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.push, body)
	if err != nil {
		return nil, fmt.Errorf("push: %w", err)
	}
	req.Header.Set("Authorization", "Bearer "+w.token)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Content-Encoding", "gzip")
	resp, err := w.client.Do(req)
	if err != nil {
		// An address may hold a password, so only the cause is repeated.
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err
		}
		return nil, fmt.Errorf("push: %w", err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		return nil, fmt.Errorf("read answer: %w", err)
	}
	switch resp.StatusCode {
	case http.StatusOK:
		var a answer
		if err := json.Unmarshal(b, &a); err != nil || a.ServerTime.IsZero() {
			return nil, &tryLater{status: resp.StatusCode}
		}
		return a.Verdicts, nil
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return nil, errRefused
	default:
		return nil, &tryLater{status: resp.StatusCode, after: retryAfterOf(resp.Header, time.Now())}
	}
}

func (w *Worker) pack(due []registry.Outgoing) (*bytes.Buffer, error) {
	device, epoch := w.outbox.Device()
	p := push{BatchID: uuid.NewString(), Device: device, Epoch: epoch, Items: make([]item, 0, len(due))}
	for _, g := range due {
		p.Items = append(p.Items, item{
			SubmissionID: g.ID, DSeq: g.DSeq, Form: g.Form.ID, FormVersion: g.Form.Version,
			SHA256: hex.EncodeToString(g.SHA256[:]), Frozen: string(g.Bytes),
		})
	}
	var body bytes.Buffer
	z := gzip.NewWriter(&body)
	enc := json.NewEncoder(z)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(p); err != nil {
		return nil, err
	}
	return &body, z.Close()
}
