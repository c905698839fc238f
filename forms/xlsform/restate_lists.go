// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xpath"
)

// lists makes choice lists of the instances that are such.
func (s *restater) lists() {
	for _, id := range sortedKeys(s.def.Documents) {
		if list := s.list(id, s.def.Documents[id]); list != nil && s.def.Lists[id] == nil {
			if s.def.Lists == nil {
				s.def.Lists = map[string]*forms.ListDef{}
			}
			s.def.Lists[id] = list
			delete(s.def.Documents, id)
		}
	}
}

// list reads an instance as pyxform writes a choice list: items in a root, whose
// parts are a name, a label or the id of its text, and columns of the author's.
// It is nil for any other.
func (s *restater) list(id string, doc *xpath.Document) *forms.ListDef {
	root := doc.Element()
	if root == xpath.NoNode || !plain(doc, root, "root") || strings.ContainsAny(id, " \t\n${}") || fileExtension(id) != "" {
		return nil
	}
	list := &forms.ListDef{Name: id}
	for item := range elements(doc, root) {
		if !plain(doc, item, "item") {
			return nil
		}
		cells := map[string]string{}
		for part := range elements(doc, item) {
			name := doc.NodeName(part).Local
			if _, twice := cells[name]; twice || !plain(doc, part, name) || doc.FirstChild(part) != xpath.NoNode && !isText(doc, part) {
				return nil
			}
			cells[name] = doc.StringValue(part)
			if own := name != "name" && name != "label" && name != "itextId"; own && !slices.Contains(list.Columns, name) {
				list.Columns = append(list.Columns, name)
			}
		}
		choice, ok := s.item(cells)
		if text, has := cells["itextId"]; has && text != id+"-"+strconv.Itoa(len(list.Items)) {
			s.renumbered = true
		}
		if !ok {
			return nil
		}
		list.Items = append(list.Items, choice)
	}
	if slices.ContainsFunc(list.Columns, func(c string) bool { return choicesDialect.understand(c, true).key != c || !isName(c) }) {
		return nil
	}
	return list
}

func (s *restater) item(cells map[string]string) (item forms.ItemDef, ok bool) {
	item.Value = cells["name"]
	if item.Value == "" {
		return item, false
	}
	if id := cells["itextId"]; id != "" {
		item.Label = s.def.Texts[id]
	} else if label := cells["label"]; label != "" {
		item.Label = literal(label)
	}
	for name, text := range cells {
		if name != "name" && name != "label" && name != "itextId" && text != "" {
			item.Columns = put(item.Columns, name, text)
		}
	}
	return item, true
}

// elements are the elements in an element.
func elements(doc *xpath.Document, in xpath.NodeID) func(func(xpath.NodeID) bool) {
	return func(yield func(xpath.NodeID) bool) {
		for id := doc.FirstChild(in); id != xpath.NoNode; id = doc.NextSibling(id) {
			if doc.NodeKind(id) == xpath.ElementNode && !yield(id) {
				return
			}
		}
	}
}

// plain tells whether an element has this name, in no namespace, and no
// attributes.
func plain(doc *xpath.Document, id xpath.NodeID, name string) bool {
	return doc.NodeName(id) == xpath.Name{Local: name} && doc.FirstAttr(id) == xpath.NoNode
}

func isText(doc *xpath.Document, id xpath.NodeID) bool {
	for range elements(doc, id) {
		return false
	}
	return true
}

var (
	listItems    = regexp.MustCompile(`^instance\(\s*(?:'([^']*)'|"([^"]*)")\s*\)/root/item(.*)$`)
	randomized   = regexp.MustCompile(`^randomize\(\s*(.*)\)$`)
	nothingGiven = regexp.MustCompile(`^\./(\S+)\s*!=\s*(?:''|"")$`)
)

// choices says what a select offers as the name of a list, a file or a question,
// if its items are those of one.
func (s *restater) choices(p *spot) {
	c := p.def.Choices
	if c == nil || c.Nodes.Text == "" || c.Answers != "" {
		return
	}
	nodes, seed, shuffled := strings.TrimSpace(c.Nodes.Text), "", false
	if m := randomized.FindStringSubmatch(nodes); m != nil {
		shuffled = true
		nodes = strings.TrimSpace(m[1])
		if at := lastComma(nodes); at >= 0 {
			nodes, seed = strings.TrimSpace(nodes[:at]), strings.TrimSpace(nodes[at+1:])
		}
	}
	own := forms.ChoicesDef{Randomize: shuffled}
	if seed != "" {
		own.Seed = forms.Source{Text: s.named(seed, p, within), Pos: c.Nodes.Pos}
	}
	path, filter, ok := predicate(nodes)
	if !ok {
		return
	}
	own.Filter = forms.Source{Text: filter, Pos: c.Nodes.Pos}
	value, label := strings.TrimSpace(c.Value.Text), strings.Join(strings.Fields(c.Label.Text), "")
	switch m := listItems.FindStringSubmatch(path); {
	case m != nil && m[3] == "":
		ok = s.offers(p, &own, m[1]+m[2], value, label)
	case m == nil:
		ok = s.answers(p, &own, path, value, label)
	default:
		ok = false
	}
	if ok {
		*c = own
	}
}

// offers names the list or file whose items are offered.
func (s *restater) offers(p *spot, c *forms.ChoicesDef, id, value, label string) bool {
	if list := s.def.Lists[id]; list != nil {
		if c.List = id; list.External {
			return value == "name" && label == "label"
		}
		translated := slices.ContainsFunc(list.Items, func(i forms.ItemDef) bool { return len(i.Label) > 1 || i.Label != nil && i.Label[""].Long == nil })
		return value == "name" && (label == "label" && !translated || label == "jr:itext(itextId)" && (translated || noLabels(list)))
	}
	set := s.def.Datasets[id]
	if set == nil {
		return false
	}
	c.Dataset, c.ValueCol, c.LabelCol = id, value, label
	params := map[string]string{}
	usualValue, usualLabel := "name", "label"
	if strings.HasSuffix(set.Src, ".geojson") {
		usualValue, usualLabel = "id", "title"
	}
	if value != usualValue {
		params["value"] = value
	}
	if label != usualLabel && label != "" {
		params["label"] = label
	}
	for key, name := range params {
		if !isName(name) {
			return false
		}
		p.def.Params = put(p.def.Params, key, name)
	}
	return true
}

func noLabels(list *forms.ListDef) bool {
	return !slices.ContainsFunc(list.Items, func(i forms.ItemDef) bool { return i.Label != nil })
}

// answers names the question whose answers are offered.
func (s *restater) answers(p *spot, c *forms.ChoicesDef, path, value, label string) bool {
	nodes := s.follow(p, path)
	if nodes == nil || value != label {
		return false
	}
	question := s.at[nodes.path+"/"+value]
	if question == nil || s.names[question.def.Name] != 1 || question.beside(p) != path {
		return false
	}
	if m := nothingGiven.FindStringSubmatch(c.Filter.Text); m != nil && m[1] == value {
		c.Filter = forms.Source{}
	} else if c.Filter.Text == "" {
		return false // a workbook leaves empty answers out
	}
	c.Answers = question.def.Name
	return true
}

// beside is the path from a question to where the answers to this one are, with
// all the instances of its repeat.
func (p *spot) beside(from *spot) string {
	common := shared(from, p, isRepeat)
	if common == nil {
		return p.parent.path
	}
	if p.repeat() == common {
		up := ""
		for at := from; at != common; at = at.parent {
			up += "../"
		}
		return up + ".." + strings.TrimPrefix(p.parent.path, common.parent.path)
	}
	path, _ := from.pathTo(p)
	return strings.TrimSuffix(path, "/"+p.def.Name)
}

// predicate splits a path from the one predicate at its end.
func predicate(nodes string) (path, filter string, ok bool) {
	at := strings.IndexByte(nodes, '[')
	if at < 0 {
		return nodes, "", true
	}
	depth, quote := 0, byte(0)
	for i := at; i < len(nodes); i++ {
		switch ch := nodes[i]; {
		case quote != 0:
			if ch == quote {
				quote = 0
			}
		case ch == '\'' || ch == '"':
			quote = ch
		case ch == '[':
			depth++
		case ch == ']':
			if depth--; depth == 0 {
				return strings.TrimSpace(nodes[:at]), strings.TrimSpace(nodes[at+1 : i]), i == len(nodes)-1
			}
		}
	}
	return nodes, "", false
}

// lastComma is where the last argument of a call begins, -1 if there is only
// one.
func lastComma(arguments string) int {
	depth, quote, last := 0, byte(0), -1
	for i := range len(arguments) {
		switch ch := arguments[i]; {
		case quote != 0:
			if ch == quote {
				quote = 0
			}
		case ch == '\'' || ch == '"':
			quote = ch
		case ch == '[' || ch == '(':
			depth++
		case ch == ']' || ch == ')':
			depth--
		case ch == ',' && depth == 0:
			last = i
		}
	}
	return last
}
