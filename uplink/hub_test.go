// SPDX-License-Identifier: Apache-2.0

package uplink_test

import (
	"bytes"
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
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/uplink"
)

const ids = `"batch_id":"00000000-0000-4000-8000-000000000003","device":"00000000-0000-4000-8000-000000000001","epoch":"00000000-0000-4000-8000-000000000002"`

// centre is a hub with its database.
type centre struct {
	*uplink.Hub
	store *store.Hub
	dir   string
}

func newCentre(t testing.TB) centre {
	t.Helper()
	dir := t.TempDir()
	s, err := store.OpenHub(context.Background(), dir)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	_, logger := newLogs(t.(*testing.T))
	h, err := uplink.NewHub(s, uplink.HubConfig{Token: token, Logger: logger})
	require.NoError(t, err)
	return centre{h, s, dir}
}

// arrived lists what the hub holds, as the command line does.
func (c centre) arrived(t testing.TB) []store.Entry {
	t.Helper()
	v, err := store.OpenView(context.Background(), c.dir)
	require.NoError(t, err)
	defer v.Close()
	require.True(t, v.Hub())
	entries, err := v.Submissions(context.Background(), identity.System(), 1000)
	require.NoError(t, err)
	return entries
}

// post sends a body as a device would and returns the answer.
func (c centre) post(body []byte, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "/sync/v1/push", bytes.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

func verdicts(t testing.TB, w *httptest.ResponseRecorder) []registry.Verdict {
	t.Helper()
	require.Equal(t, http.StatusOK, w.Code, w.Body.String())
	var a struct {
		ServerTime time.Time          `json:"server_time"`
		Verdicts   []registry.Verdict `json:"verdicts"`
	}
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &a))
	require.WithinDuration(t, time.Now(), a.ServerTime, time.Minute)
	return a.Verdicts
}

func itemOf(id, frozen string) string {
	sum := sha256.Sum256([]byte(frozen))
	return itemWith(id, hex.EncodeToString(sum[:]), frozen)
}

func itemWith(id, sum, frozen string) string {
	text, err := json.Marshal(frozen)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"submission_id":%q,"dseq":1,"form":"household","form_version":"1","sha256":%q,"frozen":%s}`, id, sum, text)
}

func pushOf(items ...string) []byte {
	return []byte(`{` + ids + `,"items":[` + strings.Join(items, ",") + `]}`)
}

func packed(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}

func TestHubRefuses(t *testing.T) {
	t.Parallel()
	big := bytes.Repeat([]byte(" "), 1<<20+1)
	tests := []struct {
		name   string
		body   []byte
		header []string
		want   int
	}{
		{"no token", pushOf(), []string{"Authorization", ""}, http.StatusUnauthorized},
		{"another token", pushOf(), []string{"Authorization", "Bearer " + strings.Repeat("0", 32)}, http.StatusUnauthorized},
		{"the token without its scheme", pushOf(), []string{"Authorization", token}, http.StatusUnauthorized},
		{"the beginning of the token", pushOf(), []string{"Authorization", "Bearer " + token[:31]}, http.StatusUnauthorized},
		{"nothing", nil, nil, http.StatusBadRequest},
		{"no JSON", []byte("<html>"), nil, http.StatusBadRequest},
		{"JSON of another shape", []byte(`{"device":1}`), nil, http.StatusBadRequest},
		{"no device", []byte(`{"items":[]}`), nil, http.StatusBadRequest},
		{"a device that is no UUID", bytes.Replace(pushOf(), []byte("-8000-000000000001"), []byte("x"), 1), nil, http.StatusBadRequest},
		{"a batch that is no UUID", bytes.Replace(pushOf(), []byte("-8000-000000000003"), []byte("x"), 1), nil, http.StatusBadRequest},
		{"not gzip", pushOf(), []string{"Content-Encoding", "gzip"}, http.StatusBadRequest},
		{"gzip cut short", packed(pushOf())[:20], []string{"Content-Encoding", "gzip"}, http.StatusBadRequest},
		{"too large", big, nil, http.StatusRequestEntityTooLarge},
		{"a gzip bomb", packed(big), []string{"Content-Encoding", "gzip"}, http.StatusRequestEntityTooLarge},
		{"101 items", pushOf(strings.Split(strings.Repeat(",{}", 101)[1:], ",")...), nil, http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newCentre(t)
			require.Equal(t, tt.want, c.post(tt.body, tt.header...).Code)
			require.Empty(t, c.arrived(t))
		})
	}
}

func TestHubRoutes(t *testing.T) {
	t.Parallel()
	c := newCentre(t)
	tests := []struct {
		name, method, path string
		want               int
	}{
		{"health", http.MethodGet, "/healthz", http.StatusOK},
		{"push is a POST", http.MethodGet, "/sync/v1/push", http.StatusMethodNotAllowed},
		{"nothing else", http.MethodGet, "/", http.StatusNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			c.ServeHTTP(w, httptest.NewRequest(tt.method, tt.path, nil))
			require.Equal(t, tt.want, w.Code)
		})
	}
}

func TestHubJudgesEachItem(t *testing.T) {
	t.Parallel()
	c := newCentre(t)
	a, b, other := submission(t, 1), submission(t, 2), submission(t, 3)
	changed := strings.Replace(string(b.Bytes), name, "Somebody Else", 1)
	later := strings.Replace(string(other.Bytes), `"v":1`, `"v":2`, 1)
	odd := "not a uuid"
	got := verdicts(t, c.post(packed(pushOf(
		itemOf(a.ID, string(a.Bytes)),
		itemWith(b.ID, hex.EncodeToString(b.SHA256[:]), changed),
		itemOf(b.ID, string(b.Bytes)),
		itemOf(b.ID, string(b.Bytes)),
		itemOf(b.ID, changed),
		itemOf(other.ID, later),
		itemOf(other.ID, "{}"),
		itemOf(other.ID, string(a.Bytes)),
		itemOf(odd, string(a.Bytes)),
		`{}`,
	)), "Content-Encoding", "gzip"))
	require.Equal(t, []registry.Verdict{
		{SubmissionID: a.ID, State: registry.Applied},
		{SubmissionID: b.ID, State: registry.Rejected, Code: registry.CodeHashMismatch},
		{SubmissionID: b.ID, State: registry.Applied},
		{SubmissionID: b.ID, State: registry.Duplicate},
		{SubmissionID: b.ID, State: registry.Rejected, Code: registry.CodeIDConflict},
		{SubmissionID: other.ID, State: registry.Held, Code: registry.CodeVersion},
		{SubmissionID: other.ID, State: registry.Rejected, Code: registry.CodeMalformed},
		{SubmissionID: other.ID, State: registry.Rejected, Code: registry.CodeMalformed},
		{SubmissionID: odd, State: registry.Rejected, Code: registry.CodeMalformed},
		{SubmissionID: "", State: registry.Rejected, Code: registry.CodeHashMismatch},
	}, got)
	entries := c.arrived(t)
	require.Len(t, entries, 2)
	require.Equal(t, b.ID, entries[0].ID)
	require.Equal(t, b.SHA256, entries[0].SHA256)
}

func TestFiveParallelPosts(t *testing.T) {
	t.Parallel()
	c := newCentre(t)
	srv := httptest.NewServer(c)
	defer srv.Close()
	f := submission(t, 1)
	body := pushOf(itemOf(f.ID, string(f.Bytes)))
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		got = map[registry.State]int{}
	)
	for range 5 {
		wg.Go(func() {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/sync/v1/push", bytes.NewReader(body))
			if err != nil {
				t.Error(err)
				return
			}
			req.Header.Set("Authorization", "Bearer "+token)
			resp, err := srv.Client().Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			defer resp.Body.Close()
			var a struct{ Verdicts []registry.Verdict }
			if err := json.NewDecoder(resp.Body).Decode(&a); err != nil || len(a.Verdicts) != 1 {
				t.Errorf("answer: %v", err)
				return
			}
			mu.Lock()
			got[a.Verdicts[0].State]++
			mu.Unlock()
		})
	}
	wg.Wait()
	require.Equal(t, map[registry.State]int{registry.Applied: 1, registry.Duplicate: 4}, got)
	require.Len(t, c.arrived(t), 1)
}

type brokenInbox struct{}

func (brokenInbox) Ingest(context.Context, time.Time, []registry.Arrival) ([]registry.Verdict, error) {
	return nil, errors.New("disk is full")
}

func TestHubThatCannotStore(t *testing.T) {
	t.Parallel()
	l, logger := newLogs(t)
	h, err := uplink.NewHub(brokenInbox{}, uplink.HubConfig{Token: token, Logger: logger})
	require.NoError(t, err)
	f := submission(t, 1)
	w := centre{Hub: h}.post(pushOf(itemOf(f.ID, string(f.Bytes))))
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.Equal(t, "60", w.Header().Get("Retry-After"))
	require.Contains(t, l.String(), "disk is full")
	body, err := io.ReadAll(w.Body)
	require.NoError(t, err)
	require.NotContains(t, string(body), "disk")
}

func TestHubNeedsASecret(t *testing.T) {
	t.Parallel()
	for _, weak := range []string{"", "demo", strings.Repeat("x", 31), strings.Repeat("x", 31) + " ", strings.Repeat("é", 32)} {
		_, err := uplink.NewHub(brokenInbox{}, uplink.HubConfig{Token: weak})
		require.ErrorIs(t, err, uplink.ErrToken)
	}
}

func FuzzPush(f *testing.F) {
	h, err := uplink.NewHub(nothingInbox{}, uplink.HubConfig{Token: token, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(f, err)
	good := submission(f, 1)
	f.Add(pushOf(itemOf(good.ID, string(good.Bytes))), "")
	f.Add(packed(pushOf()), "gzip")
	f.Add([]byte("{"), "")
	f.Fuzz(func(t *testing.T, body []byte, encoding string) {
		w := centre{Hub: h}.post(body, "Content-Encoding", encoding)
		require.Contains(t, []int{200, 400, 413}, w.Code)
	})
}

type nothingInbox struct{}

func (nothingInbox) Ingest(_ context.Context, _ time.Time, as []registry.Arrival) ([]registry.Verdict, error) {
	return make([]registry.Verdict, len(as)), nil
}
