// SPDX-License-Identifier: Apache-2.0

package native

import (
	"strings"

	"github.com/dialform/dialform/forms"
)

// definition are the keys of a form.
func (c *codec) definition(def *forms.Definition) []field {
	return []field{
		{"id", c.text("id", &def.ID).read, func() value { return text(def.ID) }},
		c.text("version", &def.Version),
		c.title(def),
		choice(c, "origin", &def.Origin, originWords, origins),
		c.formLanguages(&def.Languages),
		c.text("default_language", &def.DefaultLanguage),
		c.source("instance_name", &def.InstanceName),
		c.text("style", &def.Style),
		c.text("root", &def.RootName),
		c.text("namespace", &def.Namespace),
		c.table("namespaces", &def.Namespaces),
		c.table("settings", &def.Settings),
		c.source("when", &def.Relevant),
		c.source("read_only", &def.ReadOnly),
		c.questions(&def.Root),
		c.outline("outline", &def.Outline),
		c.lists(&def.Lists),
		c.datasets(def),
		c.documents(&def.Documents),
		c.sharedTexts(&def.Texts),
		c.actions(&def.Actions),
	}
}

// outline is the field of how a form is shown, where that is not how its
// questions stand.
func (c *codec) outline(key string, at *[]*forms.OutlineDef) field {
	return field{key, func(v value) {
		for _, item := range c.items(v, key) {
			def := &forms.OutlineDef{Pos: c.pos(item)}
			c.readFields(item, "a part of the outline", c.shown(def))
			*at = append(*at, def)
		}
	}, func() value {
		var v value
		for _, def := range *at {
			item := writeFields(c.shown(def))
			item.block = true
			v.append(item)
		}
		return v
	}}
}

// shown are the keys of a part of the outline.
func (c *codec) shown(def *forms.OutlineDef) []field {
	return []field{
		c.text("node", &def.Node),
		c.label("label", &def.Label),
		c.text("appearance", &def.Appearance),
		c.table("body", &def.Body),
		c.outline("items", &def.Items),
	}
}

// title is the field of the title, which is the id unless another is given.
func (c *codec) title(def *forms.Definition) field {
	return field{"title", func(v value) { def.Title = c.scalar(v, "title") }, func() value {
		if def.Title == def.ID {
			return value{}
		}
		return text(def.Title)
	}}
}

// formLanguages is the field of languages: their tags by name, "" where there
// is none.
func (c *codec) formLanguages(at *[]forms.Language) field {
	return field{"languages", func(v value) {
		for _, p := range c.pairs(v, "languages") {
			*at = append(*at, forms.Language{Name: p.key, Tag: c.scalar(p.value, p.key)})
			c.languages = append(c.languages, p.key)
		}
	}, func() value {
		v := value{block: true}
		for _, l := range *at {
			c.languages = append(c.languages, l.Name)
			v.add(l.Name, text(l.Tag))
		}
		return v
	}}
}

// sharedTexts is the field of texts that expressions name by their ids.
func (c *codec) sharedTexts(at *map[string]forms.Text) field {
	return field{"texts", func(v value) {
		for _, p := range c.pairs(v, "texts") {
			(*at)[p.key] = c.readText(p.value)
		}
	}, func() value {
		v := value{block: true}
		for _, id := range sorted(*at) {
			v.add(id, c.writeText((*at)[id]))
		}
		return v
	}}
}

// actions is the field of what happens by itself.
func (c *codec) actions(at *[]forms.ActionDef) field {
	return field{"actions", func(v value) {
		for _, item := range c.items(v, "actions") {
			def := forms.ActionDef{Pos: c.pos(item)}
			c.readFields(item, "an action", c.action(&def))
			*at = append(*at, def)
		}
	}, func() value {
		var v value
		for i := range *at {
			action := writeFields(c.action(&(*at)[i]))
			action.block = true
			v.append(action)
		}
		return v
	}}
}

// action are the keys of an action.
func (c *codec) action(def *forms.ActionDef) []field {
	var names []string
	for i, event := range events {
		if def.Events&event != 0 {
			names = append(names, eventWords[i])
		}
	}
	on := c.names("on", &names)
	return []field{
		{"on", func(v value) {
			on.read(v)
			def.Events = 0
			for _, name := range names {
				var event forms.Event
				choice(c, "event", &event, eventWords, events).read(value{shape: scalar, text: name, line: v.line})
				def.Events |= event
			}
		}, on.write},
		c.text("in", &def.Holder),
		c.source("set", &def.Target),
		c.source("to", &def.Value),
	}
}

// named is a form's id without one of its own: the name of its file.
func named(file string) string {
	file = file[strings.LastIndexAny(file, `/\`)+1:]
	for _, ending := range []string{".yaml", ".yml"} {
		file = strings.TrimSuffix(file, ending)
	}
	return file
}
