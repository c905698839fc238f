// SPDX-License-Identifier: Apache-2.0

package process

import (
	"strings"

	"github.com/dialform/dialform/forms/formio/jsonlogic"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/script"
)

// context is a component at a place, as processors and scripts see it.
type context struct {
	*run
	visit
	row    Value           // the values beside it
	path   string          // what it is known by
	result Value           // of the trigger of a logic that acts
	held   *jsvalue.Object // the value, when it is not in the data
	lookup Lookup          // finds what conditions name, when that is not in the data
}

func (r *run) context(v visit) *context {
	c := &context{run: r, visit: v, row: r.in.Data, path: v.paths.name(r.model(v.component))}
	if v.paths.row != "" {
		if c.row = jsvalue.Get(r.in.Data, v.paths.row); c.row == nil {
			c.row = jsvalue.Null
		}
	}
	return c
}

// value is the component's value in the data, undefined for what has none.
func (c *context) value() Value {
	if !data(c.component, c.model(c.component)) {
		return nil
	}
	path := c.paths.data
	if path == "" {
		path = c.path
	}
	if c.held != nil {
		return jsvalue.Get(c.held, path)
	}
	return jsvalue.Get(c.in.Data, path)
}

func (c *context) set(v Value) {
	if c.held != nil {
		jsvalue.Set(c.held, c.path, v)
		return
	}
	jsvalue.Set(c.in.Data, c.path, v)
}

// present is what the data has at the component's place.
func (c *context) present() Value {
	if c.held != nil {
		return jsvalue.Get(c.held, c.path)
	}
	return jsvalue.Get(c.in.Data, c.path)
}

// localData are the values of the form that the component stands in.
func (c *context) localData() Value {
	if c.paths.data == c.paths.localData {
		return c.in.Data
	}
	outer := strings.TrimSuffix(strings.TrimSuffix(c.paths.data, c.paths.localData), ".")
	if outer == "" {
		return c.in.Data
	}
	if v := jsvalue.Get(c.in.Data, outer); v != nil {
		return v
	}
	return jsvalue.Null
}

// given are values that an evaluation sees in place of the usual ones.
type given map[string]Value

// evaluate runs a script, or applies a rule of JSON Logic. The result is null
// when it fails, as in Form.io.
func (c *context) evaluate(source Value, result string, instead given) Value {
	switch source := source.(type) {
	case string:
		return c.script(source, result, instead)
	case *jsvalue.Object, *jsvalue.Array:
		v, err := jsonlogic.Apply(source, c.scope(instead), jsonlogic.Options{Now: c.in.Now})
		if err != nil {
			return jsvalue.Null
		}
		return v
	default:
		return jsvalue.Null
	}
}

// scope are the values that an evaluation sees, by name.
func (c *context) scope(instead given) *jsvalue.Object {
	s := jsvalue.NewObject()
	s.Set("path", c.paths.localData)
	if c.in.Path != "" {
		s.Set("path", c.in.Path)
		if begin, end := strings.LastIndexByte(c.in.Path, '['), strings.LastIndexByte(c.in.Path, ']'); begin >= 0 && begin < end {
			s.Set("rowIndex", jsvalue.ToNumber(c.in.Path[begin+1:end]))
		}
	}
	s.Set("data", c.localData())
	s.Set("form", c.form)
	if c.in.Submission != nil {
		s.Set("submission", c.in.Submission)
	}
	s.Set("row", c.row)
	s.Set("component", c.component)
	value := c.value()
	s.Set("value", value)
	s.Set("input", value)
	config := jsvalue.NewObject()
	if c.in.Server {
		config.Set("server", true)
	}
	s.Set("config", config)
	if c.in.Options != nil {
		s.Set("options", c.in.Options)
	}
	for name, v := range instead {
		s.Set(name, v)
	}
	return s
}

func (c *context) script(source, result string, instead given) Value {
	s := c.compiled(source, result)
	if s == nil {
		return jsvalue.Null
	}
	session := c.open()
	scope := c.scope(instead)
	for _, name := range script.Variables {
		if name == "form" && !strings.Contains(source, "form") {
			continue // it is long, and seldom read
		}
		session.Set(name, scope.Get(name))
	}
	v, err := session.Run(s)
	if err != nil {
		return jsvalue.Null
	}
	return v
}

// compiled is a script of this form, nil for one that cannot be read.
func (r *run) compiled(source, result string) *script.Script {
	key := [2]string{source, result}
	s, ok := r.scripts[key]
	if !ok {
		s, _ = script.Compile(source, result)
		if r.scripts == nil {
			r.scripts = make(map[[2]string]*script.Script)
		}
		r.scripts[key] = s
	}
	return s
}

func (r *run) open() *script.Session {
	if r.session == nil {
		r.session = r.in.Pool.Open(script.Setting{Now: r.in.Now, Seed: r.in.Seed, Library: r.in.Library})
	}
	return r.session
}

// Interpolate fills {{ path }} in a text for people; what is not there is empty.
func Interpolate(template string, scope Value) string {
	return interpolate(template, scope, func(v Value) string {
		if jsvalue.IsNil(v) {
			return ""
		}
		return jsvalue.ToString(v)
	})
}

// interpolate fills {{ path }} in a text from the scope, the first of several
// with || between them that is there.
func interpolate(template string, scope Value, spell func(Value) string) string {
	var out strings.Builder
	for {
		begin := strings.Index(template, "{{")
		if begin < 0 {
			break
		}
		end := strings.Index(template[begin:], "}}")
		if end < 0 {
			break
		}
		out.WriteString(template[:begin])
		inner := strings.ReplaceAll(strings.TrimSpace(template[begin+2:begin+end]), "?.", ".")
		var v Value
		for _, path := range strings.Split(inner, "||") {
			if v = jsvalue.Get(scope, strings.TrimSpace(path)); jsvalue.Truthy(v) {
				break
			}
		}
		out.WriteString(spell(v))
		template = template[begin+end+2:]
	}
	out.WriteString(template)
	return out.String()
}
