// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a script waits for something to become true. A script never
// sleeps and hopes: it asks again until then.
const patience = 30 * time.Second

// TestMain builds dialform once, as it ships, and puts it in the path of the
// scripts; the test binary itself is their askpass.
func TestMain(m *testing.M) {
	testscript.Main(built{m}, map[string]func(){"askpass": askpass})
}

// TestScripts plays whole journeys against real processes: phones dial, operators
// sign in, the power goes, records arrive. testdata/script/README.md lists the
// commands that scripts have beyond those of testscript.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve":    serve,
			"sigterm":  sigterm,
			"kill9":    kill9,
			"hub":      hub,
			"phone":    phoneLine,
			"play":     play,
			"capture":  capture,
			"await":    await,
			"terminal": openTerminal,
			"keys":     keys,
			"screen":   screen,
			"workbook": workbook,
			"expand":   expand,
			"garble":   garble,
			"garbage":  garbage,
		},
		Condition:           condition,
		Setup:               setup,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// world is what stands around one script.
type world struct {
	dir    string
	node   *process // dialform serve
	hub    *process // dialform hub, where a script runs one apart
	phones map[string]*handset
}

type worldKey struct{}

func setup(env *testscript.Env) error {
	w := &world{dir: env.WorkDir, phones: map[string]*handset{}}
	env.Values[worldKey{}] = w
	env.Defer(func() {
		w.node.kill()
		w.hub.kill()
	})
	repository, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return err
	}
	data, err := filepath.Abs(data())
	if err != nil {
		return err
	}
	env.Vars = append(
		env.Vars,
		"HOME="+env.WorkDir,
		"NUMBER=+254700000001",
		"REPO="+repository, "DATA="+data,
		"CONSOLE="+w.path("node.console"),
		"SSH_ASKPASS=askpass", "SSH_ASKPASS_REQUIRE=force", // codes come from the console, not from a terminal
	)
	return nil
}

func (w *world) path(name ...string) string {
	return filepath.Join(append([]string{w.dir}, name...)...)
}

func of(ts *testscript.TestScript) *world { return ts.Value(worldKey{}).(*world) }

// data is the folder of official cases and real forms, which lie outside the repository.
func data() string {
	if dir := os.Getenv("DIALFORM_DATA"); dir != "" {
		return dir
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// condition adds [data:FILE]: the official data is there and holds the file.
func condition(cond string) (bool, error) {
	file, ok := strings.CutPrefix(cond, "data:")
	if !ok {
		return false, fmt.Errorf("unknown condition %q", cond)
	}
	_, err := os.Stat(filepath.Join(data(), filepath.FromSlash(file)))
	return err == nil, nil
}

// until asks again until ready, and tells what was waited for if it never is.
func until(ts *testscript.TestScript, what string, ready func() bool) {
	for begun := time.Now(); !ready(); time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > patience {
			ts.Fatalf("waited %v for %s", patience, what)
		}
	}
}
