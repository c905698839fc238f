// SPDX-License-Identifier: Apache-2.0

package formio_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/formio"
	"github.com/dialform/dialform/forms/formio/jsvalue"
)

var metaPath = regexp.MustCompile(`^/[^/]*/([^/:]*:)?meta/`)

var byChance = regexp.MustCompile(`(now|uuid|random|once)\(`)

// compare holds every value of the first form against the data of the other, as
// text: see [written].
func (p *pair) compare() error {
	found := map[string]string{}
	flatten("", formio.Data(p.inb), found)
	delete(found, "submit")
	delete(found, "instanceName")
	var faults []error
	p.ina.Walk(func(at forms.At, _ int) bool {
		n := &p.a.Nodes[at.Node]
		if n.Kind == forms.Group || n.Kind == forms.Repeat || metaPath.MatchString(n.Path) {
			return true
		}
		where := p.placed(at)
		got := found[where]
		if n.Control == forms.Rank || n.Control == forms.Select {
			got = strings.TrimSpace(found[where+".*"])
		}
		delete(found, where)
		delete(found, where+".*")
		want := p.ina.Value(at)
		if same(n, want, got) || p.volatile(n) {
			return true
		}
		faults = append(faults, fmt.Errorf("%s is %q and not %q", where, got, want))
		return len(faults) < 5
	})
	if len(faults) == 0 {
		for where, value := range found {
			if value != "" {
				faults = append(faults, fmt.Errorf("%s is extra: %q", where, value))
			}
		}
	}
	return errors.Join(faults[:min(len(faults), 3)]...)
}

func (p *pair) volatile(n *forms.Node) bool {
	def := p.find(n)
	return def != nil && (strings.HasPrefix(def.Preload, "timestamp") || byChance.MatchString(def.Calculate.Text+def.Default.Text) || def.Sensor != forms.NoSensor)
}

func (p *pair) find(n *forms.Node) *forms.NodeDef {
	return find(p.a.Definition.Root, strings.Split(strings.TrimPrefix(n.Path, p.a.Nodes[0].Path+"/"), "/"))
}

func find(nodes []*forms.NodeDef, path []string) *forms.NodeDef {
	for _, n := range nodes {
		if n.Name == path[0] {
			if len(path) == 1 {
				return n
			}
			return find(n.Children, path[1:])
		}
	}
	return nil
}

// placed is the path of a value with its rows: members[0].age.
func (p *pair) placed(at forms.At) string {
	var rows []int
	for scope := at.Scope; scope > 0; {
		around, place := p.ina.ScopeOf(scope)
		rows = append(rows, place)
		scope = around.Scope
	}
	var parts []string
	for i, row := int(at.Node), 0; i > 0; i = p.a.Nodes[i].Parent {
		name := strings.ReplaceAll(p.a.Nodes[i].Name, ".", "_")
		if p.a.Nodes[i].Kind == forms.Repeat {
			name = fmt.Sprintf("%s[%d]", name, rows[row]-1)
			row++
		}
		parts = append(parts, name)
	}
	slices.Reverse(parts)
	return strings.Join(parts, ".")
}

// flatten lists the values of a submission by their paths. Of a list of values,
// and of a ranking, "path.*" has all of them in order.
func flatten(at string, v jsvalue.Value, to map[string]string) {
	switch v := v.(type) {
	case *jsvalue.Object:
		for _, key := range v.Keys() {
			path := key
			if at != "" {
				path = at + "." + key
			}
			if v.Has("place1") {
				to[at+".*"] += jsvalue.ToString(v.Get(key)) + " "
				continue
			}
			flatten(path, v.Get(key), to)
		}
	case *jsvalue.Array:
		for i, item := range v.Items {
			o, ok := item.(*jsvalue.Object)
			switch {
			case ok && o.Has("originalName"):
				to[at] = jsvalue.ToString(o.Get("originalName"))
			case ok:
				flatten(fmt.Sprintf("%s[%d]", at, i), item, to)
			default:
				to[at+".*"] += jsvalue.ToString(item) + " "
			}
		}
	case bool:
		if v {
			to[at] = "true"
		}
	default:
		to[at] = jsvalue.ToString(v)
	}
}

func between(r rune) bool { return r == ' ' || r == ';' }

// same compares a value of XForms with one of Form.io: an acknowledgement is
// true, a day is MM/DD/YYYY with 00 for what is not asked, a time has no zone,
// a moment is the same instant, a number the same number.
func same(n *forms.Node, want, got string) bool {
	if want == "" || got == "" {
		return want == got
	}
	switch {
	case n.Control == forms.Trigger:
		return got == "true"
	case n.Kind == forms.Value:
		return want == got
	case n.Type == forms.Date:
		d, err := time.Parse(time.DateOnly, want)
		if err != nil {
			return false
		}
		layout := "01/02/2006"
		switch {
		case n.HasAppearance("year"):
			layout = "00/00/2006"
		case n.HasAppearance("month-year"):
			layout = "01/00/2006"
		}
		return d.Format(layout) == got
	case n.Type == forms.Time:
		return want == got || want[:8] == got
	case n.Type == forms.Geopoint || n.Type == forms.Geotrace || n.Type == forms.Geoshape:
		a, b := strings.FieldsFunc(want, between), strings.FieldsFunc(got, between)
		return slices.EqualFunc(a, b, func(a, b string) bool { return jsvalue.ToNumber(a) == jsvalue.ToNumber(b) })
	case n.Type == forms.DateTime:
		a, errA := time.Parse(time.RFC3339Nano, want)
		b, errB := time.Parse(time.RFC3339Nano, got)
		return errA == nil && errB == nil && a.Equal(b)
	case n.Type == forms.Int || n.Type == forms.Decimal:
		return jsvalue.ToNumber(want) == jsvalue.ToNumber(got)
	}
	return want == got
}
