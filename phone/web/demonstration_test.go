// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// demonstrate runs dialform serve --demo, as it ships, and returns its address.
func demonstrate(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	binary, ready := filepath.Join(dir, "dialform"), filepath.Join(dir, "ready")
	out, err := exec.Command("go", "build", "-o", binary, "../../cmd/dialform").CombinedOutput()
	require.NoError(t, err, "%s", out)
	node := exec.Command(
		binary, "serve", "--demo", "--http", "127.0.0.1:0", "--ssh", "127.0.0.1:0", "--hub", "127.0.0.1:0",
		"--data", filepath.Join(dir, "data"), "--ready-file", ready,
	)
	require.NoError(t, node.Start())
	t.Cleanup(func() {
		_ = node.Process.Signal(syscall.SIGTERM)
		_ = node.Wait()
	})
	var addresses struct{ HTTP string }
	require.Eventually(t, func() bool {
		text, err := os.ReadFile(ready)
		return err == nil && json.Unmarshal(text, &addresses) == nil
	}, patience, 20*time.Millisecond)
	return "http://" + addresses.HTTP
}

// TestDemonstration asks for a call in the demonstration, by keyboard: the
// language, the menu, two questions, and the receipt that comes as a message.
func TestDemonstration(t *testing.T) {
	t.Parallel()
	s := &service{url: demonstrate(t)}
	c := s.open(t)
	c.types("*384*96#")
	c.key("Enter")
	c.shows("1 English")
	c.types("1")
	c.key("Enter")
	c.shows("4 Call me back")
	c.shot("menu")
	c.types("4")
	c.key("Enter")
	c.shows("When may we call you?")
	c.types("2")
	c.key("Enter")
	c.shows("Which number should we call?")
	c.types("0712345678")
	c.shot("question")
	c.key("Enter")
	c.shows("reference")
	c.await(`document.getElementById("mail").textContent !== ""`)
	c.key("Enter") // the closing screen
	c.key("Enter") // the messages
	c.shows("from 96384")
	c.shot("messages")
	require.NotContains(t, c.eval(`document.getElementById("log").textContent`), "!")
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, complaint := range c.complaints {
		require.Contains(t, complaint, "favicon.ico", "the only thing that a browser asks for by itself")
	}
}

// TestFromTheRight: lines in Arabic begin at the right of the screen, numbers and
// all, and the groups of a reference keep their order.
func TestFromTheRight(t *testing.T) {
	t.Parallel()
	s := &service{url: demonstrate(t)}
	c := s.open(t)
	answer := func(text, then string) {
		c.types(text)
		c.key("Enter")
		c.shows(then)
	}
	answer("*384*96#", "5 Al-arabiyya")
	require.Equal(t, "left", c.side("5 Al-arabiyya"))
	answer("5", "1 تسجيل أسرتي")
	require.Equal(t, "right", c.side("1 تسجيل أسرتي"))
	c.shot("arabic-menu")
	answer("٤", "متى نتصل بك؟")
	answer("١", "على أي رقم نتصل؟")
	answer("٠٧١٢٣٤٥٦٧٨", "رقمك المرجعي")
	c.shot("arabic-receipt")
	reference := regexp.MustCompile(`\d{4}\x{a0}\d{4}\x{a0}\d{4}`).FindString(c.screen())
	require.NotEmpty(t, reference, c.screen())
	require.Equal(t, "left", c.side(reference), "its first digit is the leftmost")
}

// side is the end of a text at which its first character stands.
func (c *chromium) side(text string) string {
	c.t.Helper()
	quoted, err := json.Marshal(text)
	require.NoError(c.t, err)
	return c.eval(`(() => {
		const text = ` + string(quoted) + `;
		const nodes = document.createTreeWalker(document.getElementById("view"), NodeFilter.SHOW_TEXT);
		while (nodes.nextNode()) {
			const at = nodes.currentNode.data.indexOf(text);
			if (at < 0) continue;
			const left = n => { const r = document.createRange(); r.setStart(nodes.currentNode, n); r.setEnd(nodes.currentNode, n + 1); return r.getBoundingClientRect().left; };
			return left(at) > left(at + text.length - 1) ? "right" : "left";
		}
		return "nowhere";
	})()`)
}
