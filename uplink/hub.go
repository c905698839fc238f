// SPDX-License-Identifier: Apache-2.0

package uplink

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/dialform/dialform/registry"
)

// Inbox keeps what devices send.
type Inbox interface {
	// Ingest takes what one device sent and judges each item, in order. An item
	// with a Reason goes to quarantine with the State it has. One that is known
	// byte for byte is a duplicate; other bytes under a known id are rejected.
	// Nothing is half taken when it fails.
	Ingest(ctx context.Context, at time.Time, arrivals []registry.Arrival) ([]registry.Verdict, error)
}

// HubConfig is how a hub is run.
type HubConfig struct {
	Token  string       // what devices must present; at least 32 characters
	Logger *slog.Logger // Defaults to slog.Default().
}

// retryAfter is how long devices are asked to wait when the hub cannot store.
const retryAfter = time.Minute

// Hub is the centre's side of the protocol, an http.Handler.
type Hub struct {
	inbox Inbox
	token [sha256.Size]byte
	log   *slog.Logger
	mux   *http.ServeMux
}

// NewHub returns the handler of a hub. It returns ErrToken for a token that is
// no secret.
func NewHub(inbox Inbox, cfg HubConfig) (*Hub, error) {
	if err := checkToken(cfg.Token); err != nil {
		return nil, fmt.Errorf("new hub: %w", err)
	}
	h := &Hub{inbox: inbox, token: sha256.Sum256([]byte(cfg.Token)), log: cfg.Logger, mux: http.NewServeMux()}
	if h.log == nil {
		h.log = slog.Default()
	}
	h.mux.HandleFunc("POST "+pushPath, h.push)
	h.mux.HandleFunc("GET "+healthPath, h.health)
	return h, nil
}

// ServeHTTP implements http.Handler.
func (h *Hub) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

func (h *Hub) health(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, "ok\n")
}

func (h *Hub) push(w http.ResponseWriter, r *http.Request) {
	if !bearer(r, h.token) {
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "device token missing or wrong", http.StatusUnauthorized)
		return
	}
	// A device is given the time that its line needs, unlike a stranger.
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(time.Now().Add(pushTime)) // not every writer can, and then need not
	_ = line.SetWriteDeadline(time.Now().Add(pushTime))
	var p push
	if err := readPush(w, r, &p); err != nil {
		status := http.StatusBadRequest
		if errors.Is(err, errTooLarge) {
			status = http.StatusRequestEntityTooLarge
		}
		h.log.Warn("push refused", "status", status, "reason", err.Error())
		http.Error(w, err.Error(), status)
		return
	}
	now := time.Now().UTC()
	arrivals := make([]registry.Arrival, len(p.Items))
	for i := range p.Items {
		arrivals[i] = arrive(&p, &p.Items[i])
	}
	verdicts, err := h.inbox.Ingest(r.Context(), now, arrivals)
	if err != nil {
		h.log.Error("push not stored", "device", p.Device, "batch", p.BatchID, "err", err)
		w.Header().Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
		http.Error(w, "cannot store now", http.StatusServiceUnavailable)
		return
	}
	// What arrived is named in the answer as it was named in the request, which
	// differs from its name in the store when it was no id at all.
	for i := range verdicts {
		verdicts[i].SubmissionID = p.Items[i].SubmissionID
		if verdicts[i].State == registry.Rejected {
			h.log.Warn("submission rejected", "device", p.Device, "submission", arrivals[i].ID, "code", verdicts[i].Code)
		}
	}
	h.log.Info("push taken", "device", p.Device, "batch", p.BatchID, "items", len(p.Items))
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer{ServerTime: now, Verdicts: verdicts})
}

// arrive judges an item by itself: are these the bytes that were hashed, are
// they a submission, and the one they are said to be.
func arrive(p *push, it *item) registry.Arrival {
	a := registry.Arrival{Device: p.Device, Epoch: p.Epoch, DSeq: it.DSeq}
	b := []byte(it.Frozen)
	f, err := registry.Refreeze(b)
	sum := sha256.Sum256(b)
	switch {
	case hex.EncodeToString(sum[:]) != it.SHA256:
		a.State, a.Reason = registry.Rejected, registry.CodeHashMismatch
	case errors.Is(err, registry.ErrVersion):
		// The centre is to be brought up to date; the device asks again.
		a.State, a.Reason = registry.Held, registry.CodeVersion
	case err != nil || f.ID != it.SubmissionID || !isUUID(f.ID):
		a.State, a.Reason = registry.Rejected, registry.CodeMalformed
	default:
		a.Frozen = f
		return a
	}
	a.Bytes, a.SHA256 = b, sum
	if isUUID(it.SubmissionID) {
		a.ID = it.SubmissionID
	}
	return a
}

// Errors of a body that cannot be read. Their texts go to the device.
var (
	errTooLarge  = errors.New("body is larger than 1 MB")
	errPacking   = errors.New("body is not gzip, although it says so")
	errMalformed = errors.New("body is no push")
	errTooMany   = errors.New("push has more than 100 items")
)

func readPush(w http.ResponseWriter, r *http.Request, p *push) error {
	var body io.Reader = http.MaxBytesReader(w, r.Body, maxBody)
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(body)
		if err != nil {
			return errPacking
		}
		defer z.Close()
		body = z
	}
	b, err := io.ReadAll(io.LimitReader(body, maxBody+1))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge), len(b) > maxBody:
		return errTooLarge
	case err != nil:
		return errPacking
	case json.Unmarshal(b, p) != nil, !isUUID(p.BatchID), !isUUID(p.Device), !isUUID(p.Epoch):
		return errMalformed
	case len(p.Items) > maxItems:
		return errTooMany
	}
	return nil
}

// isUUID accepts the canonical form only: lower case, with dashes.
func isUUID(s string) bool {
	id, err := uuid.Parse(s)
	return err == nil && id.String() == s
}
