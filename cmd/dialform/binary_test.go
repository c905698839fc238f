// SPDX-License-Identifier: Apache-2.0

package main_test

import (
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// maxBinary is in bytes: what a district office can fetch over a poor line.
const maxBinary = 40 << 20

// built runs tests with the shipped binary in the path.
type built struct{ *testing.M }

// Run builds the binary, runs the tests and returns their exit code.
func (b built) Run() int {
	dir, err := os.MkdirTemp("", "dialform")
	if err != nil {
		fmt.Fprintln(os.Stderr, "make folder for the binary:", err)
		return 1
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder left behind in the system's temporary one
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, "dialform"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Stdout, build.Stderr = os.Stdout, os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "build dialform:", err)
		return 1
	}
	if err := os.Setenv("PATH", dir+string(filepath.ListSeparator)+os.Getenv("PATH")); err != nil {
		fmt.Fprintln(os.Stderr, "set path:", err)
		return 1
	}
	return b.M.Run()
}

// TestBinary looks at what ships: one static file that fits a poor line.
func TestBinary(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("dialform")
	require.NoError(t, err)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.LessOrEqual(t, info.Size(), int64(maxBinary))
	if runtime.GOOS != "linux" {
		return
	}
	file, err := elf.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = file.Close() })
	require.False(t, slices.ContainsFunc(file.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }),
		"the binary asks for a dynamic loader")
}
