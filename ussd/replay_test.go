// SPDX-License-Identifier: Apache-2.0

package ussd_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/screens"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
	"github.com/dialform/dialform/ussd"
	"github.com/dialform/dialform/ussd/gateway"
)

const householdForm = `
| survey |
|  | type    | name | label            | required |
|  | text    | head | Your name        | yes      |
|  | integer | size | How many people? | yes      |
|  | integer | kids | How many children? | yes    |
| settings |
|  | form_id   | form_title | version |
|  | household | Household  | 1       |
`

// service is the whole way of a registration, from the gateway's socket to the
// database.
type service struct {
	url  string
	edge *store.Edge
}

func open(t *testing.T, dialect string, delay time.Duration) *service {
	t.Helper()
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("household.md", householdForm), nil)
	require.False(t, found.HasErrors(), "%v", found)
	form, found := forms.Compile(def)
	require.False(t, found.HasErrors(), "%v", found)
	edge, err := store.OpenEdge(t.Context(), t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, edge.Close()) })
	var seed atomic.Uint64
	handler := sessions.New(sessions.Options{
		Service: &flows.Service{
			Code: "*384*96#", Name: flows.Text{"en": "Registry"}, Languages: []flows.Language{{Tag: "en", Name: "English"}},
			Items: []flows.Item{{ID: "register", Label: flows.Text{"en": "Register"}, Form: form, Purpose: registry.KindRegister}},
		},
		Store: edge, Catalog: screens.System(), References: edge.Device().References, Device: edge.Device().ID,
		Now: time.Now, Random: func() uint64 { return seed.Add(1) },
	})
	srv := newServer(delayed{handler, delay}, io.Discard, channel(t, dialect, gateway.Options{}))
	listener := httptest.NewServer(srv.Handler())
	t.Cleanup(listener.Close)
	return &service{listener.URL, edge}
}

// delayed is a node that takes its time.
type delayed struct {
	ussd.Steps
	by time.Duration
}

func (d delayed) Handle(ctx context.Context, ch *sessions.Channel, in sessions.Inbound) (sessions.Reply, error) {
	reply, err := d.Steps.Handle(ctx, ch, in)
	time.Sleep(d.by)
	return reply, err
}

// submissions are what was registered.
func (s *service) submissions(t *testing.T) []registry.Submission {
	t.Helper()
	rows, err := s.edge.Outbox().Pending(t.Context(), time.Now().Add(time.Hour), 100, 1<<20)
	require.NoError(t, err)
	var out []registry.Submission
	for _, row := range rows {
		submission, err := registry.Thaw(row.Bytes)
		require.NoError(t, err)
		out = append(out, submission)
	}
	return out
}

// registration are the inputs of one: the dial, the menu, a name with a star in
// it, and twice the same number.
var registration = []string{"", "1", "A*na", "3", "3"}

// gateways make the nth request of a registration.
var gateways = map[string]func(base string, n int) (*http.Request, error){
	"africastalking": func(base string, n int) (*http.Request, error) {
		form := url.Values{"sessionId": {"s"}, "phoneNumber": {"+254711000111"}, "text": {strings.Join(registration[min(n, 1):n+1], "*")}}
		return http.NewRequest("POST", base+"/gateway/africastalking/s3cret", strings.NewReader(form.Encode()))
	},
	"hubtel": func(base string, n int) (*http.Request, error) {
		kind := "response"
		if n == 0 {
			kind = "initiation"
		}
		body := fmt.Sprintf(`{"SessionId":"s","Mobile":"254711000111","Type":%q,"Message":%q,"Sequence":%d}`, kind, registration[n], n+1)
		return http.NewRequest("POST", base+"/gateway/hubtel/s3cret", strings.NewReader(body))
	},
	"airtel": func(base string, n int) (*http.Request, error) {
		q := url.Values{"MSISDN": {"254711000111"}, "SessionID": {"s"}, "input": {registration[n]}}
		return http.NewRequest("GET", base+"/gateway/airtel/s3cret?"+q.Encode(), nil)
	},
}

func say(ctx context.Context, base, dialect string, n int) (string, error) {
	r, err := gateways[dialect](base, n)
	if err != nil {
		return "", err
	}
	resp, err := http.DefaultClient.Do(r.WithContext(ctx))
	if err != nil {
		return "", err
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end, or not wanted
	body, err := io.ReadAll(resp.Body)
	return string(body), err
}

// TestReplay sends every request of a registration up to four times, one after
// the other, at once, and after the gateway hung up: one record, the same bytes.
func TestReplay(t *testing.T) {
	t.Parallel()
	once := func(t *testing.T, s *service, dialect string, n int) []string {
		reply, err := say(t.Context(), s.url, dialect, n)
		require.NoError(t, err)
		return []string{reply}
	}
	oneByOne := func(t *testing.T, s *service, dialect string, n int) (replies []string) {
		for range n%4 + 1 {
			replies = append(replies, once(t, s, dialect, n)...)
		}
		return replies
	}
	atOnce := func(t *testing.T, s *service, dialect string, n int) []string {
		replies, errs := make([]string, 4), make([]error, 4)
		var all sync.WaitGroup
		for i := range replies {
			all.Go(func() { replies[i], errs[i] = say(t.Context(), s.url, dialect, n) })
		}
		all.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
		return replies
	}
	hungUp := func(t *testing.T, s *service, dialect string, n int) []string {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond) // the node takes three times as long
		defer cancel()
		_, err := say(ctx, s.url, dialect, n)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		return once(t, s, dialect, n)
	}
	tests := []struct {
		name, dialect string
		send          func(t *testing.T, s *service, dialect string, n int) []string
	}{
		{"everything typed so far, one after the other", "africastalking", oneByOne},
		{"everything typed so far, at once", "africastalking", atOnce},
		{"a sequence, one after the other", "hubtel", oneByOne},
		{"a sequence, at once", "hubtel", atOnce},
		{"the newest input only", "airtel", once},
		{"everything typed so far, cut", "africastalking", hungUp},
		{"a sequence, cut", "hubtel", hungUp},
		{"the newest input only, cut", "airtel", hungUp},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			delay := time.Duration(0)
			if strings.HasSuffix(tt.name, "cut") {
				delay = 300 * time.Millisecond
			}
			s := open(t, tt.dialect, delay)
			for n := range registration {
				replies := tt.send(t, s, tt.dialect, n)
				for _, reply := range replies {
					require.Equal(t, replies[0], reply, "request %d", n)
				}
			}
			requireOneRecord(t, s)
		})
	}
}

func requireOneRecord(t *testing.T, s *service) {
	t.Helper()
	subs := s.submissions(t)
	require.Len(t, subs, 1)
	require.Equal(t, []string{"A*na", "3", "3"}, []string{subs[0].Answers.Text("head"), subs[0].Answers.Text("size"), subs[0].Answers.Text("kids")})
	require.Equal(t, "+254711000111", subs[0].By.Party)
}
