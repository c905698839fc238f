// SPDX-License-Identifier: Apache-2.0

package script

import (
	"fmt"

	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// Session is one turn with a runtime, for one goroutine.
type Session struct {
	pool    *Pool
	engine  *engine // nil until the first call, and after one that was cut off
	begun   bool
	setting Setting
	values  []variable // what the scripts see
}

type variable struct {
	name string
	json string // "" is undefined
}

// Set gives a variable its value; nil is undefined. The scripts get copies.
func (s *Session) Set(name string, v jsvalue.Value) {
	if v == nil {
		s.SetJSON(name, "")
		return
	}
	s.SetJSON(name, jsvalue.JSON(v))
}

// SetJSON is [Session.Set] of a value that is JSON already; "" is undefined.
func (s *Session) SetJSON(name, json string) {
	for i := range s.values {
		if s.values[i].name == name {
			if s.values[i].json != json {
				s.values[i].json = json
				s.hand(s.values[i])
			}
			return
		}
	}
	s.values = append(s.values, variable{name, json})
	s.hand(s.values[len(s.values)-1])
}

// hand gives a variable to the runtime. One that cannot take it, because it is
// out of memory, is given up; the next call begins with a new one.
func (s *Session) hand(v variable) {
	if s.begun && s.engine.set(v.name, v.json) != nil {
		s.drop()
	}
}

// Run runs a script and gives its value. The error is [ErrLimit] or an *[Error].
func (s *Session) Run(script *Script) (jsvalue.Value, error) { return s.run(script, s.setting.Library) }

// RunWithLibrary is [Session.Run] with _, moment and utils.
func (s *Session) RunWithLibrary(script *Script) (jsvalue.Value, error) { return s.run(script, true) }

func (s *Session) run(script *Script, library bool) (jsvalue.Value, error) {
	if err := s.begin(); err != nil {
		return nil, err
	}
	v, err := s.engine.run(script, library)
	if s.engine.spent {
		s.drop()
	}
	return v, err
}

func (s *Session) begin() error {
	if s.begun {
		return nil
	}
	if s.engine == nil {
		e, err := newEngine(s.pool.memory)
		if err != nil {
			return fmt.Errorf("start a runtime: %w", err)
		}
		s.engine = e
	}
	err := s.engine.begin(s.setting)
	for i := 0; err == nil && i < len(s.values); i++ {
		err = s.engine.set(s.values[i].name, s.values[i].json)
	}
	if err != nil {
		s.drop()
		return err
	}
	s.begun = true
	return nil
}

func (s *Session) drop() {
	s.engine.close()
	s.engine, s.begun = nil, false
}

// Close gives the runtime back.
func (s *Session) Close() {
	if s.pool == nil {
		return
	}
	if s.begun && s.engine.clear() != nil {
		s.drop()
	}
	s.pool.free <- s.engine
	s.pool, s.engine, s.begun = nil, nil, false
}
