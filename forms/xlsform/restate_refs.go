// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"regexp"
	"strings"

	"github.com/dialform/dialform/forms"
)

// standpoint says what a relative path in an expression begins with: nothing,
// or current() in the filter of choices.
type standpoint string

const (
	within  standpoint = ""
	current standpoint = "current()/"
)

// pathToken finds what may be a path in an expression, after texts, which are
// left alone.
var pathToken = regexp.MustCompile(`"[^"]*"|'[^']*'|\$\{[^}]*\}|` +
	`(?:current\(\)/)?(?:\.\./)+[\pL_][-.\pL\pN\pM_]*(?:/[\pL_][-.\pL\pN\pM_]*)*|` +
	`[-.\pL\pN\pM_:@)\]*]*(?:/[\pL_][-.\pL\pN\pM_]*)+|[\pL_][-.:\pL\pN\pM_]*`)

// savedPath is an answer of what was saved last.
var savedPath = regexp.MustCompile(`instance\(\s*'__last-saved'\s*\)((?:/[\pL_][-.\pL\pN\pM_]*)+)`)

// named writes the paths of an expression as ${name} where that stands for the
// same path.
func (s *restater) named(text string, at *spot, begins standpoint) string {
	text = savedPath.ReplaceAllStringFunc(text, func(found string) string {
		path := savedPath.FindStringSubmatch(found)[1]
		if target := s.at[path]; target != nil && target.def != nil && s.names[target.def.Name] == 1 {
			return "${last-saved#" + target.def.Name + "}"
		}
		return found
	})
	if !strings.Contains(text, "/") || strings.Contains(text, "indexed-repeat(") {
		return text // which takes the place of a question, not its value
	}
	lookup := strings.Contains(text, "instance(")
	var out strings.Builder
	end := 0
	for _, m := range pathToken.FindAllStringIndex(text, -1) {
		token, rest := text[m[0]:m[1]], strings.TrimLeft(text[m[1]:], " \t\r\n")
		relative := strings.HasPrefix(token, "../") || strings.HasPrefix(token, "current()/")
		if token[0] != '/' && !relative || relative && lookup && begins == within ||
			strings.HasPrefix(rest, "[") || strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "(") {
			continue
		}
		if before := strings.TrimRight(text[:m[0]], " \t\r\n"); strings.HasSuffix(before, "]") || strings.HasSuffix(before, ")") || strings.HasSuffix(before, "/") {
			continue
		}
		if name := s.reference(token, at, begins); name != "" {
			out.WriteString(text[end:m[0]] + "${" + name + "}")
			if end = m[1]; rest != "" && strings.ContainsAny(rest[:1], ")],") {
				end = len(text) - len(rest) // converters put a space around every path
			}
		}
	}
	return out.String() + text[end:]
}

// reference is the name of the node that a path leads to, "" if ${name} would
// stand for another path or for several nodes.
func (s *restater) reference(path string, at *spot, begins standpoint) string {
	target := s.follow(at, path)
	if target == nil || target.def == nil || s.names[target.def.Name] != 1 || strings.HasPrefix(target.def.Name, "@") {
		return ""
	}
	want, relative := at.pathTo(target)
	if relative {
		want = string(begins) + want
	}
	if want != path {
		return ""
	}
	return target.def.Name
}

// expressions writes the references of all expressions as a workbook does.
func (s *restater) expressions(p *spot) {
	for _, child := range p.children {
		def := child.def
		s.choices(child)
		s.begin(child)
		s.unshown(child)
		for _, src := range []*forms.Source{&def.Relevant, &def.Required, &def.ReadOnly, &def.Constraint, &def.Calculate, &def.Count} {
			s.expression(src, child, within)
		}
		if def.DynamicDefault {
			s.expression(&def.Default, child, within)
		}
		for _, c := range []*forms.ChoicesDef{def.Choices, def.Places} {
			if c != nil {
				s.expression(&c.Filter, child, current)
				c.Items = s.items(c.Items)
			}
		}
		if _, typed := def.Bind["type"]; def.Control == forms.Trigger && !typed {
			def.Bind = put(def.Bind, "type", "") // there are two types of questions for it
		}
		for _, attributes := range []map[string]string{def.Attrs, def.Bind, def.Body} {
			for name, value := range attributes {
				// Cells have no space around them, but the path of ${name} does.
				if path := strings.TrimSpace(value); value == " "+path+" " {
					attributes[name] = s.named(path, child, within)
				}
			}
		}
		for _, text := range []*forms.Text{&def.Label, &def.Hint, &def.ConstraintMsg, &def.RequiredMsg, &def.NoAppMsg} {
			*text = s.text(*text, child)
		}
		s.expressions(child)
	}
	if p.parent != nil {
		return
	}
	s.expression(&s.def.InstanceName, nil, within)
	for name, list := range s.def.Lists {
		own := *list
		own.Items = s.items(list.Items)
		s.def.Lists[name] = &own
	}
}

// items writes the texts of choices. Where some are translated, the others get
// the same text in each language, or there would be none in most.
func (s *restater) items(items []forms.ItemDef) []forms.ItemDef {
	if items == nil {
		return nil
	}
	own := make([]forms.ItemDef, len(items))
	translated := false
	for i, item := range items {
		item.Label = s.text(item.Label, nil)
		own[i] = item
		translated = translated || len(item.Label) > 0 && item.Label[""].Long == nil
	}
	for i := range own {
		if plain, ok := own[i].Label[""]; ok && translated {
			own[i].Label = forms.Text{}
			for _, lang := range s.def.Languages {
				own[i].Label[lang.Name] = plain
			}
		}
	}
	return own
}

func (s *restater) expression(src *forms.Source, at *spot, begins standpoint) {
	if src.Text != "" {
		src.Text = s.named(tidied(src.Text), at, begins)
		s.says.WriteString(src.Text + "\n")
	}
}

var blanks = regexp.MustCompile(`"[^"]*"|'[^']*'|\s+`)

// tidied is an expression without the line breaks and rows of spaces that XML is
// laid out with.
func tidied(text string) string {
	return strings.TrimSpace(blanks.ReplaceAllStringFunc(text, func(part string) string {
		if part[0] == '"' || part[0] == '\'' {
			return part
		}
		return " "
	}))
}

// text writes the references of a text.
func (s *restater) text(text forms.Text, at *spot) forms.Text {
	if text == nil {
		return nil
	}
	own := make(forms.Text, len(text))
	for lang, form := range text {
		for _, pieces := range []*[]forms.Piece{&form.Long, &form.Short, &form.Guidance} {
			*pieces = s.pieces(*pieces, at)
		}
		own[lang] = form
	}
	return own
}

func (s *restater) pieces(pieces []forms.Piece, at *spot) []forms.Piece {
	own := make([]forms.Piece, 0, len(pieces))
	for _, p := range pieces {
		switch last := len(own) - 1; {
		case p.Output.Text != "":
			p.Output.Text = s.output(p.Output.Text, at)
			s.says.WriteString(p.Output.Text + "\n")
			own = append(own, p)
		case last >= 0 && own[last].Output.Text == "":
			own[last].Literal += p.Literal
		default:
			own = append(own, p)
		}
	}
	if len(own) == 0 {
		return nil
	}
	return own
}

// output is what a text fills in. A path from the form's root into the repeat
// that the text is in means the same instance of it for whoever wrote it, and so
// does ${name}.
func (s *restater) output(text string, at *spot) string {
	text = tidied(text)
	target := s.follow(at, text)
	if text[0] == '/' && at != nil && target != nil && target.def != nil && s.names[target.def.Name] == 1 {
		return "${" + target.def.Name + "}"
	}
	return s.named(text, at, within)
}

// unshown gives a node the texts that pyxform keeps for it without showing them:
// of a value both, of a group its hint.
func (s *restater) unshown(p *spot) {
	def := p.def
	if def.Kind == forms.Value && def.Label == nil {
		def.Label = s.def.Texts[p.path+":label"]
	}
	if def.Kind != forms.Question && def.Hint == nil {
		def.Hint = s.def.Texts[p.path+":hint"]
	}
}

// textCall is how an expression names a text of itext: by its id, or by that of
// a choice.
var textCall = regexp.MustCompile(`jr:itext\(\s*(['"])?`)

// texts leaves out the texts that only labels and choices named, which have them
// in their columns now. Those of choices get the same ids again.
func (s *restater) texts() {
	for _, m := range textCall.FindAllStringSubmatch(s.says.String(), -1) {
		if m[1] != "" || s.renumbered {
			return
		}
	}
	s.def.Texts = nil
}
