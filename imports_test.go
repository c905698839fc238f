// SPDX-License-Identifier: Apache-2.0

package dialform_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/require"
)

const module = "github.com/dialform/dialform"

// pure rooms are functions of what they are given: no I/O, no clock, no goroutine.
var pure = []string{"forms", "forms/xpath", "flows", "registry", "screens", "screens/calendar", "screens/gsm7", "search"}

// TestArrows holds the import arrows of ARCHITECTURE.md. The table is the depguard
// section of .golangci.yml, so there is one list for the linter and for this test.
func TestArrows(t *testing.T) {
	t.Parallel()
	arrows := readArrows(t)
	for _, pkg := range listPackages(t) {
		room, allowed := roomOf(pkg.dir(), arrows)
		if strings.HasPrefix(pkg.dir(), "cmd/") || pkg.dir() == "." {
			continue // the wiring sees everything; the root holds only tests
		}
		require.NotEmpty(t, room, "%s has no arrows: give its room a rule in .golangci.yml and a line in ARCHITECTURE.md", pkg.dir())
		for _, imported := range pkg.Imports {
			if imported == module || strings.HasPrefix(imported, module+"/") {
				require.True(t, permits(allowed, imported), "%s imports %s, which is no arrow of %s", pkg.dir(), imported, room)
			}
		}
	}
}

// TestArrowsCoverTheirRoom catches a rule whose file pattern misses its own room,
// and with it a linter that would stay silent.
func TestArrowsCoverTheirRoom(t *testing.T) {
	t.Parallel()
	for room, rule := range readArrows(t) {
		require.Contains(t, []string{"**/" + room + "/*.go", "**/" + room + "/**"}, rule.Files[0], room)
		require.Equal(t, "lax", rule.ListMode, room)
		require.Equal(t, module, rule.Deny[0].Pkg, room)
	}
}

// TestPureRoomsStayPure reads the source, because a clock or a goroutine is no import.
func TestPureRoomsStayPure(t *testing.T) {
	t.Parallel()
	forbidden := []string{"crypto/rand", "database/sql", "log", "log/slog", "math/rand", "math/rand/v2", "net", "net/http", "os", "os/exec", "syscall"}
	for _, room := range pure {
		files, err := filepath.Glob(filepath.Join(filepath.FromSlash(room), "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, files, room)
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			for _, spec := range file.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				require.NoError(t, err)
				require.NotContains(t, forbidden, path, "%s: a pure room", set.Position(spec.Pos()))
			}
			ast.Inspect(file, func(node ast.Node) bool {
				switch node := node.(type) {
				case *ast.GoStmt:
					t.Errorf("%s: a goroutine in a pure room", set.Position(node.Pos()))
				case *ast.SelectorExpr:
					if from, ok := node.X.(*ast.Ident); ok && from.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After"}, node.Sel.Name) {
						t.Errorf("%s: a clock in a pure room; the time comes in with the input", set.Position(node.Pos()))
					}
				}
				return true
			})
		}
	}
}

// arrow is one depguard rule: which packages of ours a room may import.
type arrow struct {
	ListMode string   `yaml:"list-mode"`
	Files    []string `yaml:"files"`
	Allow    []string `yaml:"allow"`
	Deny     []struct {
		Pkg string `yaml:"pkg"`
	} `yaml:"deny"`
}

func readArrows(t *testing.T) map[string]arrow {
	t.Helper()
	var config struct {
		Linters struct {
			Settings struct {
				Depguard struct {
					Rules map[string]arrow `yaml:"rules"`
				} `yaml:"depguard"`
			} `yaml:"settings"`
		} `yaml:"linters"`
	}
	text, err := os.ReadFile(".golangci.yml")
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, &config))
	rules := config.Linters.Settings.Depguard.Rules
	require.NotEmpty(t, rules)
	return rules
}

// roomOf finds the rule of a folder: its own, or that of the nearest room around it
// whose rule covers the rooms inside.
func roomOf(dir string, arrows map[string]arrow) (string, arrow) {
	for room := dir; room != "."; room = filepath.ToSlash(filepath.Dir(room)) {
		rule, ok := arrows[room]
		if ok && (room == dir || strings.HasSuffix(rule.Files[0], "/**")) {
			return room, rule
		}
	}
	return "", arrow{}
}

// permits reads the allow list as depguard does: a path allows what lies inside it
// too, unless it ends in $.
func permits(rule arrow, imported string) bool {
	return slices.ContainsFunc(rule.Allow, func(allowed string) bool {
		exact, ends := strings.CutSuffix(allowed, "$")
		return imported == exact || !ends && strings.HasPrefix(imported, exact+"/")
	})
}

type listed struct {
	ImportPath string
	Imports    []string
}

func (p listed) dir() string {
	if p.ImportPath == module {
		return "."
	}
	return strings.TrimPrefix(p.ImportPath, module+"/")
}

func listPackages(t *testing.T) []listed {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports", "./...").Output()
	require.NoError(t, err)
	var pkgs []listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var pkg listed
		require.NoError(t, decoder.Decode(&pkg))
		pkgs = append(pkgs, pkg)
	}
	return pkgs
}
