// SPDX-License-Identifier: Apache-2.0

package safetext

import (
	"log/slog"
	"strings"
)

// String is text that holds no control byte, no direction override and no
// invisible character a script does not need. The zero value is empty text.
type String struct{ s string }

// constant can be built outside this package only from an untyped constant,
// which is text of the program and never of data.
type constant string

// Const makes a String of text written in the program itself. It is cleaned
// all the same, with its newlines kept.
func Const(s constant) String { return Text(string(s)) }

// String returns the text.
func (s String) String() string { return s.s }

// Empty tells whether there is no text.
func (s String) Empty() bool { return s.s == "" }

// LogValue lets slog write the text itself.
func (s String) LogValue() slog.Value { return slog.StringValue(s.s) }

// Join puts sep between the parts.
func Join(parts []String, sep String) String {
	texts := make([]string, len(parts))
	for i, p := range parts {
		texts[i] = p.s
	}
	// Two clean texts may meet in a run of marks or joiners that is not clean.
	return Text(strings.Join(texts, sep.s))
}
