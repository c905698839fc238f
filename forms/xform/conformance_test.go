// SPDX-License-Identifier: Apache-2.0

package xform_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/conformance"
)

// The sets scenarios and walks were recorded with this clock and zone.
const (
	recordedClock = "2026-11-20T10:30:00Z"
	recordedZone  = "America/Phoenix"
)

// scenario is a line of xform-scenarios.jsonl.
type scenario struct {
	ID        string             `json:"id"`
	Form      string             `json:"form"`
	Resources map[string]*string `json:"resources"`
	Edit      string             `json:"editInstance"`
	Init      struct {
		Instance string     `json:"instance"`
		Nodes    []nodeFact `json:"nodes"`
	} `json:"init"`
	Steps []scenarioStep `json:"steps"`
}

type scenarioStep struct {
	Op       string     `json:"op"`
	At       string     `json:"at"`
	Args     []any      `json:"args"`
	Instance string     `json:"instance"`
	Changed  []nodeFact `json:"changed"`
	Removed  []string   `json:"removed"`
	Error    any        `json:"error"`
}

// nodeFact is what is recorded of one node.
type nodeFact struct {
	Ref         string      `json:"ref"`
	Type        string      `json:"type"`
	Relevant    bool        `json:"relevant"`
	ReadOnly    bool        `json:"readonly"`
	Required    bool        `json:"required"`
	Label       string      `json:"label"`
	Hint        string      `json:"hint"`
	Value       any         `json:"value"`
	Choices     [][2]string `json:"choices"`
	Appearances []string    `json:"appearances"`
	Violation   *struct {
		Condition string  `json:"condition"`
		Message   *string `json:"message"`
	} `json:"violation"`
}

// walk is a line of xform-walks.jsonl.gz.
type walk struct {
	Form     string     `json:"form"`
	Seed     int        `json:"seed"`
	Lang     string     `json:"lang"`
	Init     []nodeFact `json:"init"`
	Steps    [][]any    `json:"steps"`
	Final    []nodeFact `json:"final"`
	Instance string     `json:"instance"`
	Volatile []string   `json:"volatile"`
}

func TestConformanceScenarios(t *testing.T) {
	dir := dataDir(t)
	exclude := conformance.Excluded(t, "scenarios")
	score := conformance.Set(t, "scenarios")
	for _, line := range readLines(t, filepath.Join(dir, "xform-scenarios.jsonl")) {
		var s scenario
		decode(t, line, &s)
		if exclude[s.ID] == "" {
			score.Count(s.ID, s.play())
		}
	}
	score.Finish()
}

func TestConformanceWalks(t *testing.T) {
	dir := dataDir(t)
	exclude := conformance.Excluded(t, "walks")
	all, logic := conformance.Set(t, "walks"), conformance.Set(t, "walks-logic")
	for _, line := range readLines(t, filepath.Join(dir, "xform-walks.jsonl.gz")) {
		var w walk
		decode(t, line, &w)
		id := fmt.Sprintf("%s#%d", w.Form, w.Seed)
		if exclude[id] != "" {
			continue
		}
		source, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(w.Form)))
		require.NoError(t, err)
		failure := w.play(source)
		all.Count(id, failure)
		if w.hasLogic() {
			logic.Count(id, failure)
		}
	}
	all.Finish()
	logic.Finish()
}

// dataDir is the folder of the conformance data.
func dataDir(t *testing.T) string {
	t.Helper()
	return conformance.Dir(t, "xform-scenarios.jsonl")
}

func decode(t *testing.T, line string, v any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(v))
}

// readLines are the lines of a file, each only once.
func readLines(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var r io.Reader = bytes.NewReader(data)
	if strings.HasSuffix(path, ".gz") {
		r, err = gzip.NewReader(r)
		require.NoError(t, err)
	}
	var lines []string
	seen := map[string]bool{}
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 64<<20)
	for scanner.Scan() {
		if line := scanner.Text(); !seen[line] {
			seen[line] = true
			lines = append(lines, line)
		}
	}
	require.NoError(t, scanner.Err())
	return lines
}

func recordedNow() time.Time {
	zone, err := time.LoadLocation(recordedZone)
	if err != nil {
		panic(err)
	}
	clock, err := time.Parse(time.RFC3339, recordedClock)
	if err != nil {
		panic(err)
	}
	return clock.In(zone)
}

var (
	uuidPattern     = regexp.MustCompile(`[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`)
	dateTimePattern = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?`)
)
