// SPDX-License-Identifier: Apache-2.0

package rehearsal

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

// Script is what a person types in one conversation, and what the screens
// between must say.
type Script struct {
	Name   string   // "" for the only one
	Typed  []string // an empty line is an empty answer
	Expect []string // as Options.Expect
}

// UnexpectedError says that a screen is not what a script expects.
type UnexpectedError struct {
	Screen    int // from 1
	Want, Got string
}

// Error names the screen, what it says and what it should.
func (e *UnexpectedError) Error() string {
	return fmt.Sprintf("screen %d says %q, and not %q", e.Screen, oneLine(e.Got), oneLine(e.Want))
}

// sameWords compares a screen with what is expected of it: white space runs are
// equal, since a line may break anywhere; "" expects nothing.
func sameWords(want, got string) bool { return want == "" || oneLine(want) == oneLine(got) }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// ReadScripts reads scripts in any of three forms, told by what is in them: a
// typed line a line; a transcript of this package, whose typed lines are played
// again; or the sessions of a dialoguss file (YAML). The error names the place
// in YAML that is not understood.
func ReadScripts(data []byte) ([]Script, error) {
	text := strings.ReplaceAll(string(bytes.TrimPrefix(data, []byte("\ufeff"))), "\r\n", "\n")
	if strings.HasPrefix(text, "> (") {
		return []Script{{Typed: typedIn(text)}}, nil
	}
	if isDialoguss(text) {
		return readDialoguss(text)
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if text == "" {
		lines = nil
	}
	return []Script{{Typed: lines}}, nil
}

// typedIn are the typed lines of a transcript, but for the dialled code at its
// begin. They end where the submission begins.
func typedIn(transcript string) []string {
	var out []string
	for i, line := range strings.Split(transcript, "\n") {
		if line == "" {
			break
		}
		if typed, ok := strings.CutPrefix(line, "> "); ok && i > 0 {
			out = append(out, typed)
		}
	}
	return out
}

// dialoguss is a file of that test runner, as far as it says what is typed: its
// url, numbers and timeouts are those of another way to the service.
type dialoguss struct {
	Sessions []struct {
		ID          any    `yaml:"id"`
		Description string `yaml:"description"`
		Steps       []struct {
			Typed  *string `yaml:"userInput"`
			Text   *string `yaml:"text"` // its name in older files
			Expect string  `yaml:"expect"`
		} `yaml:"steps"`
	} `yaml:"sessions"`
}

// isDialoguss reports whether a line at the margin begins its list of sessions.
func isDialoguss(text string) bool {
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "sessions:") {
			return true
		}
	}
	return false
}

// errNoSessions: a dialoguss file has nothing to play.
var errNoSessions = errors.New("there are no sessions with steps")

// readDialoguss reads the sessions of a dialoguss file. The step that types
// nothing is the dialling, and comes first.
func readDialoguss(text string) ([]Script, error) {
	var file dialoguss
	if err := yaml.Unmarshal([]byte(text), &file); err != nil {
		var at yaml.Error
		if errors.As(err, &at) && at.GetToken() != nil {
			return nil, fmt.Errorf("line %d: %s", at.GetToken().Position.Line, at.GetMessage())
		}
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	var out []Script
	for i, session := range file.Sessions {
		s := Script{Name: session.Description}
		if s.Name == "" {
			s.Name = fmt.Sprint(session.ID)
		}
		for k, step := range session.Steps {
			typed := step.Typed
			if typed == nil {
				typed = step.Text
			}
			switch {
			case k == 0 && typed == nil:
				s.Expect = append(s.Expect, step.Expect)
				continue
			case typed == nil:
				return nil, fmt.Errorf("session %d, step %d: userInput is missing; only the first step dials", i+1, k+1)
			case k == 0:
				s.Expect = append(s.Expect, "") // the dialling, of which nothing is said
			}
			s.Typed, s.Expect = append(s.Typed, *typed), append(s.Expect, step.Expect)
		}
		if len(session.Steps) > 0 {
			out = append(out, s)
		}
	}
	if out == nil {
		return nil, errNoSessions
	}
	return out, nil
}
