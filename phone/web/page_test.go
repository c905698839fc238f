// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/phone/web"
)

// service is a service as small as one can be: it knows the reply to every text.
type service struct {
	url string

	mu    sync.Mutex
	hops  []url.Values
	sms   []url.Values
	inbox string
}

var replies = map[string]string{
	"":            "CON Welcome\n1 Register\n2 Status",
	"1":           "CON Your name?",
	"1*Amina":     "CON የቤተሰብ ብዛት?",
	"1*Amina*a*b": "END Thank you {ok}",
	"2":           "END Direct",
	"3":           "no screen",
}

func serve(t *testing.T) *service {
	t.Helper()
	s := &service{inbox: "[]"}
	mux := http.NewServeMux()
	take := func(kept *[]url.Values) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			s.mu.Lock()
			defer s.mu.Unlock()
			_ = r.ParseForm()
			*kept = append(*kept, r.PostForm)
			_, _ = io.WriteString(w, replies[r.PostForm.Get("text")])
		}
	}
	mux.HandleFunc("POST /gateway/at/demo", take(&s.hops))
	mux.HandleFunc("POST /gateway/at-sms/demo", take(&s.sms))
	mux.HandleFunc("GET /demo/network/inbox", func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		_, _ = io.WriteString(w, s.inbox)
	})
	mux.HandleFunc("GET /favicon.ico", func(http.ResponseWriter, *http.Request) {})
	mux.Handle("GET /phone", web.Handler(web.Options{
		Name: `Household "registry" <b>`, Code: "*384*96#", ShortCode: "96384",
		USSD: "/gateway/at/demo", SMS: "/gateway/at-sms/demo", Inbox: "/demo/network/inbox",
	}))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *service) texts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, hop := range s.hops {
		out = append(out, hop.Get("text"))
	}
	return out
}

// open opens the page and takes the network's delay away.
func (s *service) open(t *testing.T) *chromium {
	t.Helper()
	c := openPage(t, s.url+"/phone")
	c.slow("0")
	return c
}

func (c *chromium) slow(seconds string) {
	c.t.Helper()
	c.eval(`{const d = document.getElementById("delay"); d.value = "` + seconds + `"; d.oninput()}`)
}

func TestPageIsSmallAndClosed(t *testing.T) {
	t.Parallel()
	s := serve(t)
	resp, err := http.Get(s.url + "/phone")
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.Less(t, len(body), 50_000)
	policy := resp.Header.Get("Content-Security-Policy")
	require.Equal(t, web.Policy(body), policy)
	require.Contains(t, policy, "default-src 'none'")
	require.NotContains(t, policy, "unsafe")
	require.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))
	page := string(body)
	require.NotRegexp(t, regexp.MustCompile(`<[^>]*\s(src|href|style|on[a-z]+)=|url\(|@import|https?://`), page, "a request, or what the policy refuses")
	require.NotContains(t, page, "{{")
	require.Contains(t, page, "Household &#34;registry&#34; &lt;b&gt;")
	require.Equal(t, 1, strings.Count(page, "<style>"), "the policy names one style")
	require.Equal(t, 1, strings.Count(page, "<script>"), "the policy names one script")
}

// TestRegistrationByKeyboard dials, answers and reads a screen in another script,
// with no mouse, and takes the transcript home.
func TestRegistrationByKeyboard(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c := s.open(t)
	c.shows("Dial *384*96#")
	c.types("*384*96#")
	c.key("Enter")
	c.shows("1 Register")
	require.Equal(t, "27/160", c.eval(`document.getElementById("size").textContent`))
	c.types("1")
	c.key("Enter")
	c.shows("Your name?")
	c.types("Amina")
	c.key("Enter")
	c.shows("የቤተሰብ ብዛት?")
	require.Equal(t, "10/70", c.eval(`document.getElementById("size").textContent`))
	c.shot("ethiopic")
	c.types("a*b") // a star is text here
	c.key("Enter")
	c.shows("Thank you {ok}")
	require.Equal(t, "16/160", c.eval(`document.getElementById("size").textContent`), "a brace takes two septets")
	require.Equal(t, []string{"", "1", "1*Amina", "1*Amina*a*b"}, s.texts())
	require.Equal(t, "+254700000001", s.hops[0].Get("phoneNumber"))
	require.Equal(t, "*384*96#", s.hops[3].Get("serviceCode"))
	require.Equal(t, s.hops[0].Get("sessionId"), s.hops[3].Get("sessionId"))
	require.Equal(t, strings.Join([]string{
		"> dial *384*96#", "< CON Welcome", "  1 Register", "  2 Status [27/160]", "> 1", "< CON Your name? [10/160]",
		"> Amina", "< CON የቤተሰብ ብዛት? [10/70 ucs2]", "> a*b", "< END Thank you {ok} [16/160]", "",
	}, "\n"), c.eval(`document.getElementById("log").textContent`))
	c.download(t)
	c.quiet(t, s)
}

// download takes the transcript as a file.
func (c *chromium) download(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	session := c.page
	c.page = ""
	c.call("Browser.setDownloadBehavior", map[string]any{"behavior": "allow", "downloadPath": dir}, nil)
	c.page = session
	c.click("save")
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(filepath.Join(dir, "transcript.txt"))
		return err == nil && strings.HasPrefix(string(text), "> dial *384*96#\n< CON Welcome\n") && strings.HasSuffix(string(text), "[16/160]\n")
	}, patience, 50*time.Millisecond)
}

// quiet holds that nothing went wrong in the script, that the policy refused
// nothing, and that every request went to the page's own server.
func (c *chromium) quiet(t *testing.T, s *service) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	require.Empty(t, c.complaints)
	for _, address := range c.addresses {
		require.True(t, strings.HasPrefix(address, s.url+"/") || strings.HasPrefix(address, "blob:"), address)
	}
}

// TestPadTypesLetters presses the phone's own keys, again and again for a letter.
func TestPadTypesLetters(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c := s.open(t)
	c.click("call") // with nothing typed it dials the service
	c.shows("Welcome")
	c.pad("1")
	c.click("softLeft")
	c.shows("Your name?")
	c.pad("#26444") // A, m, i
	require.Equal(t, "Ami", c.eval(`document.getElementById("typed").value`))
	c.pad("66") // the key before was another one
	c.eval(`new Promise((done) => setTimeout(done, 1200))`)
	c.pad("2")
	require.Equal(t, "Amina", c.eval(`document.getElementById("typed").value`))
	c.click("clear")
	require.Equal(t, "Amin", c.eval(`document.getElementById("typed").value`))
	c.click("end")
	c.shows("Dial *384*96#")
}

func (c *chromium) pad(keys string) {
	c.t.Helper()
	for _, key := range keys {
		c.eval(fmt.Sprintf(`document.querySelector("[data-key='%c']").click()`, key))
	}
}

// TestBadNetwork loses a reply, drops the connection and repeats a request.
func TestBadNetwork(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c := s.open(t)
	c.types("*384*96*1#") // direct dialling answers at once
	c.key("Enter")
	c.shows("Your name?")
	c.click("again")
	c.await(`document.getElementById("log").textContent.split("Your name?").length === 3`)
	require.Equal(t, []string{"1", "1"}, s.texts())
	c.click("lose")
	c.types("Amina")
	c.key("Enter")
	c.shows("Connection problem")
	require.Equal(t, []string{"1", "1", "1*Amina"}, s.texts(), "the service heard the answer")
	c.click("lose")
	c.key("Escape")
	c.slow("3")
	c.types("*384*96#")
	c.key("Enter")
	c.shows("USSD code running")
	c.click("drop")
	c.shows("Connection problem")
	c.eval(`new Promise((done) => setTimeout(done, 4000))`) // the reply arrives at nobody
	require.Contains(t, c.screen(), "Connection problem")
	c.slow("0")
	c.key("Escape")
	c.types("*384*96*3#")
	c.key("Enter")
	c.shows("neither CON nor END")
	c.key("Escape")
	c.types("*100#")
	c.key("Enter")
	c.shows("Unknown code")
	require.NotContains(t, c.eval(`document.getElementById("log").textContent`), "another reply")
	c.quiet(t, s)
}

// TestMessages sends an SMS and reads one that came.
func TestMessages(t *testing.T) {
	t.Parallel()
	s := serve(t)
	c := s.open(t)
	s.mu.Lock()
	s.inbox = `[{"id":7,"from":"96384","to":"+254700000001","text":"Sent. <b>Your</b> reference: 1000"}]`
	s.mu.Unlock()
	c.await(`document.getElementById("mail").textContent.includes("1")`)
	c.key("Enter")
	c.shows("from 96384, 33/160Sent. <b>Your</b> reference: 1000")
	c.key("Enter")
	c.types("Hallo")
	require.Equal(t, "5/160", c.eval(`document.getElementById("count").textContent`))
	c.key("Enter")
	c.await(`document.getElementById("log").textContent.includes("> sms Hallo")`)
	c.await(`document.getElementById("view").textContent.includes("from 96384")`)
	s.mu.Lock()
	defer s.mu.Unlock()
	require.Len(t, s.sms, 1)
	require.Equal(t, "Hallo", s.sms[0].Get("text"))
	require.Equal(t, "96384", s.sms[0].Get("to"))
	require.NotEmpty(t, s.sms[0].Get("id"))
}
