// SPDX-License-Identifier: Apache-2.0

package script

import (
	_ "embed"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"modernc.org/quickjs"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

//go:embed sandbox.js
var sandboxSource string

//go:embed library.js
var librarySource string

const (
	stackSlots   = 256  // calls in each other
	maxFunctions = 2048 // compiled scripts of one runtime; then a new one is made
)

// engine is one QuickJS runtime with the sandbox in it.
type engine struct {
	vm        *quickjs.VM
	api       quickjs.Value
	call      quickjs.Value
	setter    quickjs.Value
	beginner  quickjs.Value
	define    quickjs.Value
	clearer   quickjs.Value
	zone      quickjs.Value  // table of the location below
	location  *time.Location // nil before the first session
	functions map[*Script]quickjs.Value
	spent     bool // cut off: its state is not to be trusted
}

func newEngine(memory uintptr) (*engine, error) {
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, err
	}
	e := &engine{vm: vm, functions: make(map[*Script]quickjs.Value)}
	if err := e.prepare(memory); err != nil {
		e.close()
		return nil, err
	}
	return e, nil
}

func (e *engine) prepare(memory uintptr) (err error) {
	e.api, err = e.vm.EvalValue("("+stripped(sandboxSource)+")("+stripped(librarySource)+")", quickjs.EvalGlobal)
	if err != nil {
		return fmt.Errorf("prepare the sandbox: %w", err)
	}
	for name, to := range map[string]*quickjs.Value{"call": &e.call, "set": &e.setter, "begin": &e.beginner, "define": &e.define, "clear": &e.clearer} {
		atom, err := e.vm.NewAtom(name)
		if err != nil {
			return err
		}
		if *to, err = e.api.GetPropertyValue(atom); err != nil {
			return err
		}
	}
	e.vm.SetMemoryLimit(memory)
	e.vm.SetMaxStackSize(stackSlots)
	return e.vm.SetEvalTimeout(2 * DefaultWall) // the ticks cut off first
}

// stripped is a source without the comment at its head, so that brackets can
// be put around it.
func stripped(source string) string { return source[strings.Index(source, "\n(")+1:] }

func (e *engine) close() {
	for _, f := range e.functions {
		f.Free()
	}
	for _, v := range []*quickjs.Value{&e.call, &e.setter, &e.beginner, &e.define, &e.clearer, &e.zone, &e.api} {
		if v.VM() != nil {
			v.Free()
		}
	}
	_ = e.vm.Close()
}

// begin sets the clock, the zone and the seed.
func (e *engine) begin(s Setting) error {
	if location := s.Now.Location(); location != e.location {
		zone, err := e.vm.EvalValue(zoneTable(s.Now), quickjs.EvalGlobal)
		if err != nil {
			return e.failure(err)
		}
		if e.location != nil {
			e.zone.Free()
		}
		e.zone, e.location = zone, location
	}
	_, err := e.beginner.Call(quickjs.UndefinedValue, float64(s.Now.UnixMilli()), e.zone, int(s.Seed&0x7fffffff))
	if err != nil {
		return e.failure(err)
	}
	return nil
}

// clear forgets all variables.
func (e *engine) clear() error {
	_, err := e.clearer.Call(quickjs.UndefinedValue)
	return err
}

func (e *engine) set(name, json string) error {
	args := []any{name}
	if json != "" {
		args = append(args, json)
	}
	if _, err := e.setter.Call(quickjs.UndefinedValue, args...); err != nil {
		return e.failure(err)
	}
	return nil
}

func (e *engine) run(s *Script, library bool) (jsvalue.Value, error) {
	f, ok := e.functions[s]
	if !ok {
		code, err := e.vm.EvalValue("("+s.code+")", quickjs.EvalGlobal)
		if err != nil {
			return nil, e.failure(err)
		}
		defer code.Free()
		if f, err = e.define.CallValue(quickjs.UndefinedValue, code); err != nil {
			return nil, e.failure(err)
		}
		e.functions[s] = f
		e.spent = len(e.functions) > maxFunctions
	}
	v, err := e.call.Call(quickjs.UndefinedValue, f, library)
	if err != nil {
		return nil, e.failure(err)
	}
	return value(v)
}

// failure tells a script that was cut off from one that failed.
func (e *engine) failure(err error) error {
	var thrown *quickjs.Error
	if !errors.As(err, &thrown) {
		e.spent = true
		return ErrLimit
	}
	text := thrown.Error()
	switch {
	case thrown.Name == "InternalError" || strings.HasPrefix(text, "InternalError"):
		e.spent = true // out of memory, or interrupted
		return ErrLimit
	case thrown.Message == "time" || thrown.Message == "work" || thrown.Message == "depth":
		return ErrLimit
	}
	for _, name := range []string{"ReferenceError", "TypeError", "RangeError", "SyntaxError", "URIError"} {
		if thrown.Name == name {
			return &Error{name}
		}
	}
	return &Error{"Error"}
}

// value reads what the sandbox returns: texts have an s, and everything else
// that is no plain value a j and its JSON.
func value(v any) (jsvalue.Value, error) {
	switch v := v.(type) {
	case nil:
		return jsvalue.Null, nil
	case bool:
		return v, nil
	case int:
		return float64(v), nil
	case float64:
		return v, nil
	case string:
		if v != "" && v[0] == 'j' {
			if v == "jundefined" {
				return nil, nil
			}
			return jsvalue.Parse([]byte(v[1:]))
		}
		return wellFormed(strings.TrimPrefix(v, "s")), nil
	default:
		return nil, nil
	}
}

// wellFormed is a text in which each half of a surrogate pair, for which UTF-8
// has no place, is U+FFFD, as in String.prototype.toWellFormed. QuickJS spells
// such a half in three bytes, the first of them 0xED.
func wellFormed(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 && s[0] == 0xED {
			size = min(3, len(s))
		}
		b.WriteRune(r)
		s = s[size:]
	}
	return b.String()
}

// zoneTable is the zone of a time as JavaScript: from when, in milliseconds,
// how many minutes east. It reaches from 1900 to 2100.
func zoneTable(t time.Time) string {
	var b strings.Builder
	b.WriteByte('[')
	at := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).In(t.Location())
	for first := true; at.Year() < 2100; first = false {
		_, seconds := at.Zone()
		if !first {
			b.WriteByte(',')
		}
		b.WriteString("[" + strconv.FormatInt(at.UnixMilli(), 10) + "," + strconv.Itoa(seconds/60) + "]")
		_, end := at.ZoneBounds()
		if end.IsZero() {
			break
		}
		at = end
	}
	b.WriteByte(']')
	return b.String()
}
