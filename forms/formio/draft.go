// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

// ErrNoSubmission is the error of a file that holds no submission.
var ErrNoSubmission = errors.New("this is no submission of Form.io")

// Open reads a submission, a draft or one that was sent, so that a person goes on
// with it. It takes the object with data, metadata and state, and the data alone,
// as the OpenG2P portal keeps it. What the form does not ask is left out, and so
// is what is no value of its question: a draft may be of an older form.
func Open(form *forms.Form, submission []byte, env forms.Env) (*forms.Instance, State, error) {
	v, err := jsvalue.Parse(submission)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", ErrNoSubmission, err)
	}
	o, ok := v.(*jsvalue.Object)
	if !ok {
		return nil, "", ErrNoSubmission
	}
	state := Submitted
	s := savedReader{form: form, env: env}
	if data, ok := o.Get("data").(*jsvalue.Object); ok && form.Index(form.Nodes[0].Path+"/data") < 0 {
		if text(o, "state") == string(Draft) {
			state = Draft
		}
		o = data
	}
	s.draft = state == Draft
	given := forms.GivenDef{Values: map[string]string{}, Repeats: map[string][]forms.GivenDef{}}
	s.members(0, form.Nodes[0].Path+"/", o, &given)
	return form.Open(given, env), state, nil
}

// savedReader turns the values of components into those of nodes.
type savedReader struct {
	form  *forms.Form
	env   forms.Env
	draft bool
	rows  int // read so far
}

// maxSavedRows bounds the rows of a submission.
const maxSavedRows = 10_000

// members reads the values of the nodes in a node. below is the path of the
// repeat around them.
func (s *savedReader) members(node int, below string, from *jsvalue.Object, into *forms.GivenDef) {
	if from == nil {
		return
	}
	for i := node + 1; i < s.form.Nodes[node].End; i = s.form.Nodes[i].End {
		n := &s.form.Nodes[i]
		shape, key := n.Body["formio:shape"], n.Body["formio:key"]
		path := strings.TrimPrefix(n.Path, below)
		if shape == "" || key == "" {
			s.members(i, below, from, into)
			continue
		}
		v := jsvalue.Get(from, key)
		switch shape {
		case shapeGrid, shapeMap:
			into.Repeats[path] = s.rowsOf(n, v)
		case shapeContainer:
			o, _ := v.(*jsvalue.Object)
			s.members(i, below, o, into)
		case shapeAddress:
			o, _ := jsvalue.Member(v, "address").(*jsvalue.Object)
			s.members(i, below, o, into)
		case shapeForm, shapeTree:
			o, _ := jsvalue.Member(v, "data").(*jsvalue.Object)
			s.members(i, below, o, into)
		default:
			if value, ok := s.value(n, v); ok && value != "" {
				into.Values[path] = value
			}
		}
	}
}

// rowsOf are the instances of a repeat.
func (s *savedReader) rowsOf(n *forms.Node, v jsvalue.Value) []forms.GivenDef {
	rows := []forms.GivenDef{}
	add := func(row *jsvalue.Object) {
		if s.rows++; s.rows > maxSavedRows {
			return
		}
		given := forms.GivenDef{Values: map[string]string{}, Repeats: map[string][]forms.GivenDef{}}
		s.members(n.Index, n.Path+"/", row, &given)
		rows = append(rows, given)
	}
	switch v := v.(type) {
	case *jsvalue.Array:
		for _, item := range v.Items {
			if row, ok := item.(*jsvalue.Object); ok {
				add(row)
			}
		}
	case *jsvalue.Object: // a data map
		for _, name := range v.Keys() {
			row := jsvalue.NewObject()
			row.Set("__key", name)
			for i := n.Index + 1; i < n.End; i = s.form.Nodes[i].End {
				if key := s.form.Nodes[i].Body["formio:key"]; key != "" && key != "__key" {
					row.Set(key, v.Get(name))
				}
			}
			add(row)
		}
	}
	return rows
}

// value is what a component holds as the text of its node.
func (s *savedReader) value(n *forms.Node, v jsvalue.Value) (string, bool) {
	switch n.Body["formio:shape"] {
	case shapeFile:
		return attached(v), true
	case shapeButton:
		return "", true
	case shapeBoolean:
		if s.draft && v == false {
			return "", true // what a box holds before anyone has looked at it
		}
	case shapeNumber:
		if v == "" {
			return "", true
		}
	}
	zone := s.env.Now.Location()
	if zone == nil {
		zone = time.UTC
	}
	return canonical(n, v, zone)
}

// attached is the name of the first file of a list, or of a signature that has not
// come yet. One that has come is a data URL: it is given again.
func attached(v jsvalue.Value) string {
	if name, ok := v.(string); ok && !strings.HasPrefix(name, "data:") {
		return name
	}
	list, _ := v.(*jsvalue.Array)
	if list == nil || len(list.Items) == 0 {
		return ""
	}
	for _, name := range []string{"originalName", "name"} {
		if s, ok := jsvalue.Get(list.Items[0], name).(string); ok && s != "" {
			return s
		}
	}
	return ""
}

// savedDay is a date of which parts may be 00, which are those not asked for.
func savedDay(s string, dayFirst bool) (string, bool) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 {
		return "", false
	}
	for i, part := range parts[:2] {
		if part == "00" {
			parts[i] = "01"
		}
	}
	if dayFirst {
		parts[0], parts[1] = parts[1], parts[0]
	}
	t, err := time.Parse("01/02/2006", strings.Join(parts, "/"))
	if err != nil || t.Year() == 0 {
		return "", false
	}
	return t.Format(time.DateOnly), true
}
