// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// chromium drives one page over the DevTools protocol, through a pair of pipes:
// each message is JSON with a zero byte behind it.
type chromium struct {
	t       *testing.T
	in      io.Writer
	page    string // session of the page
	mu      sync.Mutex
	last    int
	replies map[int]chan reply

	complaints []string // errors of the script, and what the page's policy refused
	addresses  []string // of every request
}

type reply struct {
	Result json.RawMessage
	Error  *struct{ Message string }
}

// patience is how long a page may take on a machine that is busy.
const patience = 30 * time.Second

// openPage opens a page in a browser of its own, or skips where there is none.
func openPage(t *testing.T, url string) *chromium {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no chromium here; install Debian's package chromium to try the page in a browser")
	}
	commandsOut, commandsIn, err := os.Pipe()
	require.NoError(t, err)
	eventsOut, eventsIn, err := os.Pipe()
	require.NoError(t, err)
	cmd := exec.Command(
		path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--disable-extensions", "--user-data-dir="+t.TempDir(), "--window-size=1200,1000",
		"--remote-debugging-pipe", "about:blank",
	)
	cmd.ExtraFiles = []*os.File{commandsOut, eventsIn} // the protocol's descriptors 3 and 4
	require.NoError(t, cmd.Start())
	require.NoError(t, commandsOut.Close())
	require.NoError(t, eventsIn.Close())
	c := &chromium{t: t, in: commandsIn, replies: map[int]chan reply{}}
	gone := make(chan struct{})
	go func() { c.read(eventsOut); close(gone) }()
	t.Cleanup(func() {
		c.send("", "Browser.close", nil)
		_ = commandsIn.Close()
		select {
		case <-gone:
		case <-time.After(patience):
			_ = cmd.Process.Kill()
		}
		_ = cmd.Wait()
	})
	var target struct{ TargetID, SessionID string }
	c.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	c.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &target)
	c.page = target.SessionID
	for _, domain := range []string{"Runtime", "Log", "Network", "Page"} {
		c.call(domain+".enable", nil, nil)
	}
	c.call("Page.navigate", map[string]any{"url": url}, nil)
	c.await(`document.readyState === "complete"`)
	return c
}

// read takes replies and events until the browser is gone.
func (c *chromium) read(from io.Reader) {
	for in := bufio.NewReaderSize(from, 1<<16); ; {
		message, err := in.ReadBytes(0)
		if err != nil {
			return
		}
		var m struct {
			ID     int
			Method string
			Params json.RawMessage
			reply
		}
		if json.Unmarshal(bytes.TrimSuffix(message, []byte{0}), &m) != nil {
			continue
		}
		c.mu.Lock()
		switch {
		case m.ID != 0:
			if waiting := c.replies[m.ID]; waiting != nil {
				waiting <- m.reply
			}
		case m.Method == "Runtime.exceptionThrown" || m.Method == "Log.entryAdded":
			c.complaints = append(c.complaints, string(m.Params))
		case m.Method == "Network.requestWillBeSent":
			var p struct{ Request struct{ URL string } }
			_ = json.Unmarshal(m.Params, &p)
			c.addresses = append(c.addresses, p.Request.URL)
		}
		c.mu.Unlock()
	}
}

func (c *chromium) send(session, method string, params any) chan reply {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last++
	waiting := make(chan reply, 1)
	c.replies[c.last] = waiting
	message := map[string]any{"id": c.last, "method": method}
	if params != nil {
		message["params"] = params
	}
	if session != "" {
		message["sessionId"] = session
	}
	text, err := json.Marshal(message)
	if err == nil {
		_, _ = c.in.Write(append(text, 0))
	}
	return waiting
}

func (c *chromium) call(method string, params, result any) {
	c.t.Helper()
	select {
	case r := <-c.send(c.page, method, params):
		require.Nil(c.t, r.Error, method)
		if result != nil {
			require.NoError(c.t, json.Unmarshal(r.Result, result))
		}
	case <-time.After(patience):
		require.FailNow(c.t, "the browser does not answer", method)
	}
}

// eval is the value of a script's expression as text.
func (c *chromium) eval(expression string) string {
	c.t.Helper()
	var out struct {
		Result           struct{ Value any }
		ExceptionDetails *struct{ Text string }
	}
	c.call("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true}, &out)
	require.Nil(c.t, out.ExceptionDetails, expression)
	return fmt.Sprint(out.Result.Value)
}

// await asks again until an expression is true.
func (c *chromium) await(expression string) {
	c.t.Helper()
	for begun := time.Now(); c.eval("Boolean("+expression+")") != "true"; time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > patience {
			require.FailNow(c.t, "waited for "+expression, "screen: %q", c.screen())
		}
	}
}

// screen is what the phone shows.
func (c *chromium) screen() string { return c.eval(`document.getElementById("view").textContent`) }

// shows waits for a text on the phone's screen.
func (c *chromium) shows(text string) {
	c.t.Helper()
	quoted, err := json.Marshal(text)
	require.NoError(c.t, err)
	c.await(`document.getElementById("view").textContent.includes(` + string(quoted) + `)`)
}

// types types as a person does, key by key, wherever the focus is.
func (c *chromium) types(text string) {
	c.t.Helper()
	for _, r := range text {
		c.call("Input.dispatchKeyEvent", map[string]any{"type": "keyDown", "text": string(r), "key": string(r)}, nil)
		c.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": string(r)}, nil)
	}
}

// key presses a key that is no character.
func (c *chromium) key(name string) {
	c.t.Helper()
	codes := map[string]int{"Enter": 13, "Escape": 27, "Tab": 9}
	press := map[string]any{"type": "keyDown", "key": name, "code": name, "windowsVirtualKeyCode": codes[name]}
	if name == "Enter" {
		press["text"] = "\r"
	}
	c.call("Input.dispatchKeyEvent", press, nil)
	c.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": name, "code": name, "windowsVirtualKeyCode": codes[name]}, nil)
}

// click presses a button of the page by its id.
func (c *chromium) click(id string) {
	c.t.Helper()
	c.eval(`document.getElementById("` + id + `").click()`)
}

// shot keeps a picture of the page where DIALFORM_SHOTS names a folder for them.
func (c *chromium) shot(name string) {
	c.t.Helper()
	dir := os.Getenv("DIALFORM_SHOTS")
	if dir == "" {
		return
	}
	var out struct{ Data []byte }
	c.call("Page.captureScreenshot", nil, &out)
	require.NoError(c.t, os.WriteFile(filepath.Join(dir, name+".png"), out.Data, 0o644))
}
