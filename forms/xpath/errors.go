// SPDX-License-Identifier: Apache-2.0

package xpath

import (
	"errors"
	"fmt"
)

// Errors of evaluation.
var (
	// ErrBudget says that an expression was stopped because it took more steps
	// or built more text than it may.
	ErrBudget = errors.New("expression takes too many steps")
	// ErrNotNodes says that a value that is no node-set was used as one.
	ErrNotNodes = errors.New("value is not a node-set")
	// ErrValue says that a function was given a value it cannot work with.
	ErrValue = errors.New("value not usable here")
)

// SyntaxError says that an expression cannot be compiled: it cannot be read,
// names an unknown function or question, or calls a function wrongly.
type SyntaxError struct {
	// Offset is the place of the fault in the source, in bytes from 0.
	Offset int
	// Msg says what is wrong, Hint what to do; Hint may be empty.
	Msg, Hint string
	// Err is the error of the [Binder], if it was the binder that refused.
	Err error
}

// Error says what is wrong and where.
func (e *SyntaxError) Error() string {
	if e.Hint == "" {
		return fmt.Sprintf("%s at character %d", e.Msg, e.Offset+1)
	}
	return fmt.Sprintf("%s at character %d, %s", e.Msg, e.Offset+1, e.Hint)
}

// Unwrap is the error of the binder, if any.
func (e *SyntaxError) Unwrap() error { return e.Err }
