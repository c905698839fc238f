// SPDX-License-Identifier: Apache-2.0

package formio

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio/jsvalue"
	"github.com/dialform/dialform/forms/formio/script"
)

// maxChoices bounds the choices of one question.
const maxChoices = 20_000

// json is the column of a choice that keeps its value as it was.
const jsonColumn = "json"

func (r *reader) item(f *field, value jsvalue.Value, label string) forms.ItemDef {
	item := forms.ItemDef{Value: jsvalue.ToString(value), Pos: f.node.Pos}
	if f.live {
		item.Label = r.literal(label)
	} else {
		item.Label = r.text(f, label)
	}
	switch value.(type) {
	case string:
	case *jsvalue.Object, *jsvalue.Array:
		item.Value = jsvalue.JSON(value)
		item.Columns = map[string]string{jsonColumn: item.Value}
	default:
		item.Columns = map[string]string{jsonColumn: jsvalue.JSON(value)}
	}
	return item
}

// values are choices that are written out: a label and a value.
func (r *reader) values(f *field, list *jsvalue.Array) []forms.ItemDef {
	if list == nil {
		return nil
	}
	var found []forms.ItemDef
	for _, v := range list.Items {
		o, ok := v.(*jsvalue.Object)
		if !ok || jsvalue.IsNil(o.Get("value")) || o.Get("value") == "" {
			continue
		}
		label := jsvalue.ToString(o.Get("label"))
		if jsvalue.IsNil(o.Get("label")) || label == "" {
			label = jsvalue.ToString(o.Get("value"))
		}
		value := o.Get("value")
		if s, ok := value.(string); ok && text(f.component, "dataType") != "string" {
			value = typed(s, text(f.component, "dataType"))
		}
		found = appendNew(found, r.item(f, value, label))
	}
	return found
}

// typed is the value that Form.io makes of the text of a choice: a number, a
// boolean or an object where it spells one.
func typed(s, dataType string) jsvalue.Value {
	n := jsvalue.ToNumber(s)
	switch {
	case dataType != "boolean" && s != "" && jsvalue.FormatNumber(n) == s && n == n:
		return n
	case dataType != "number" && (s == "true" || s == "false"):
		return s == "true"
	case dataType == "" && strings.HasPrefix(s, "{"):
		if v, err := jsvalue.Parse([]byte(s)); err == nil {
			return v
		}
	}
	return s
}

// appendNew leaves out values that are offered already.
func appendNew(to []forms.ItemDef, item forms.ItemDef) []forms.ItemDef {
	for i := range to {
		if to[i].Value == item.Value {
			return to
		}
	}
	return append(to, item)
}

// selectItems are the choices of a select, from wherever they come.
func (r *reader) selectItems(f *field) []forms.ItemDef {
	source := object(f.component, "data")
	switch text(f.component, "dataSrc") {
	case "json":
		return r.rows(f, parsed(source.Get("json")))
	case "custom":
		return r.custom(f, text(source, "custom"))
	case "url":
		return r.rows(f, r.file(f, text(source, "url")))
	case "resource":
		return r.rows(f, r.file(f, text(source, "resource")))
	case "", "values":
		list := array(source, "values")
		if list == nil {
			list = array(f.component, "values")
		}
		if found := r.values(f, list); len(found) > 0 {
			return found
		}
		list, _ = r.file(f, f.key).(*jsvalue.Array) // an application fills the list
		return r.values(f, list)
	default:
		return nil
	}
}

// rows are choices that are rows of a table, or plain values.
func (r *reader) rows(f *field, v jsvalue.Value) []forms.ItemDef {
	if o, ok := v.(*jsvalue.Object); ok {
		if selected := text(f.component, "selectValues"); selected != "" {
			v = jsvalue.Get(o, selected)
		} else if o.Has("data") {
			v = o.Get("data")
		}
	}
	list, ok := v.(*jsvalue.Array)
	if !ok {
		return nil
	}
	property := text(f.component, "valueProperty")
	shown := templatePaths(text(f.component, "template"))
	var found []forms.ItemDef
	for _, row := range list.Items[:min(len(list.Items), maxChoices)] {
		value, label := row, jsvalue.ToString(row)
		if o, ok := row.(*jsvalue.Object); ok {
			if property != "" {
				value = jsvalue.Get(o, property)
			}
			label = ""
			for _, path := range append(shown, "label", "data.label", "name", "data.name") {
				if s := jsvalue.Get(o, path); label == "" && !jsvalue.IsNil(s) {
					label = jsvalue.ToString(s)
				}
			}
			if label == "" {
				label = jsvalue.ToString(value)
			}
		}
		if !jsvalue.IsNil(value) {
			found = appendNew(found, r.item(f, value, label))
		}
	}
	return found
}

// templatePaths are the members that a template such as
// <span>{{ item.label }}</span> shows.
func templatePaths(template string) (paths []string) {
	for {
		_, rest, ok := strings.Cut(template, "{{")
		inner, after, closed := strings.Cut(rest, "}}")
		if !ok || !closed {
			return paths
		}
		if p, ok := strings.CutPrefix(strings.TrimSpace(inner), "item."); ok {
			paths = append(paths, p)
		}
		template = after
	}
}

// custom runs a script that makes choices. For who cannot run one that reads
// answers, the choices are those written beside it, else what it makes of none; see
// live.go.
func (r *reader) custom(f *field, source string) []forms.ItemDef {
	s, err := script.Compile(source, "values")
	if err != nil {
		r.unreadable(f, "the choices", err)
		return nil
	}
	if len(s.Reads) > 0 {
		f.offer = s
		if written := r.values(f, array(object(f.component, "data"), "values")); len(written) > 0 {
			return written
		}
	}
	session := pool().Open(script.Setting{Library: true})
	defer session.Close()
	session.Set("values", jsvalue.NewArray())
	session.Set("component", f.component)
	for _, name := range []string{"data", "row"} {
		session.Set(name, jsvalue.NewObject())
	}
	v, err := session.Run(s)
	if err != nil {
		return nil
	}
	return r.rows(f, v)
}

// file is what is beside the form in place of what it would fetch: a JSON file
// named by the last part of the address, by the id of the resource, or by the key
// of a select whose list is empty.
func (r *reader) file(f *field, address string) jsvalue.Value {
	name := path.Base(strings.TrimRight(strings.SplitN(address, "?", 2)[0], "/"))
	if r.files == nil || !fs.ValidPath(name) || name == "." || strings.Contains(name, "{") {
		return nil
	}
	for _, candidate := range []string{name, name + ".json", "resources/" + name + ".json"} {
		data, err := fs.ReadFile(r.files, candidate)
		if err != nil {
			continue
		}
		v, err := jsvalue.Parse(data)
		if err != nil {
			r.warn(f, candidate+" is no JSON", "export it again")
			return nil
		}
		return v
	}
	return nil
}

// unspaced is a value that can stand between spaces: those in it are escaped.
func unspaced(s string) string {
	if strings.IndexFunc(s, unicode.IsSpace) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unicode.IsSpace(r) {
			fmt.Fprintf(&b, "%%%02X", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// spaced is the value that [unspaced] has made.
func spaced(s string) string {
	if back, err := url.PathUnescape(s); err == nil {
		return back
	}
	return s
}
