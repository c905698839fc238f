// SPDX-License-Identifier: Apache-2.0

package native

import "github.com/dialform/dialform/forms"

// question are the keys of one node: a question, a group, a repeat or a value.
func (c *codec) question(def *forms.NodeDef) []field {
	return []field{
		c.text("name", &def.Name),
		c.kind(def),
		c.data(def),
		c.control(def),
		c.label("label", &def.Label),
		c.label("hint", &def.Hint),
		c.source("when", &def.Relevant),
		c.source("required", &def.Required),
		c.label("required_message", &def.RequiredMsg),
		c.readOnly(def),
		c.source("check", &def.Constraint),
		c.label("message", &def.ConstraintMsg),
		c.label("no_app_message", &def.NoAppMsg),
		c.source("calculate", &def.Calculate),
		c.names("trigger", &def.Trigger),
		c.staticDefault(def),
		c.dynamicDefault(def),
		choice(c, "sensor", &def.Sensor, sensorWords, sensors),
		c.choices("choices", &def.Choices),
		c.choices("places", &def.Places),
		c.text("appearance", &def.Appearance),
		c.table("parameters", &def.Params),
		c.text("save_to", &def.SaveTo),
		c.text("preload", &def.Preload),
		c.text("preload_parameters", &def.PreloadParams),
		c.table("bind", &def.Bind),
		c.table("body", &def.Body),
		c.table("attributes", &def.Attrs),
		c.source("count", &def.Count),
		c.flag("fixed", &def.NoAddRemove),
		c.given("given", &def.Given),
		c.questions(&def.Children),
	}
}

// questions is the field of nodes inside another, or inside the form.
func (c *codec) questions(at *[]*forms.NodeDef) field {
	return field{"questions", func(v value) {
		for _, item := range c.items(v, "questions") {
			def := &forms.NodeDef{Pos: c.pos(item)}
			c.readFields(item, "a question", c.question(def))
			c.complete(def, item)
			*at = append(*at, def)
		}
	}, func() value {
		var v value
		for _, def := range *at {
			node := writeFields(c.question(def))
			node.block = true
			v.append(node)
		}
		return v
	}}
}

// complete reports what every node must have.
func (c *codec) complete(def *forms.NodeDef, v value) {
	if v.shape != mapping {
		return
	}
	if def.Name == "" {
		c.fail(v, "there is no name", "write \"name:\" with the name that the data will have")
	}
	for _, p := range v.pairs {
		if p.key == "type" {
			return
		}
	}
	c.fail(v, "there is no type", "write \"type:\", for example with text or integer")
}

// kind is the field that says what a node is, what it asks for and how.
func (c *codec) kind(def *forms.NodeDef) field {
	t := questionType{}
	f := choice(c, "type", &t, typeWords, types)
	return field{
		"type",
		func(v value) {
			t = questionType{}
			f.read(v)
			def.Kind, def.Control, def.Type = t.kind, t.control, t.data
			if t.control == forms.Note {
				def.ReadOnly = forms.Source{Text: "true()", Pos: c.pos(v)}
			}
		},
		func() value {
			name, _ := wordFor(def)
			return text(name)
		},
	}
}

// readOnly is the field of when nothing can be changed. Of a note it need not be
// said.
func (c *codec) readOnly(def *forms.NodeDef) field {
	f := c.source("read_only", &def.ReadOnly)
	return field{f.key, f.read, func() value {
		if name, _ := wordFor(def); name != "note" {
			return f.write()
		}
		switch def.ReadOnly.Text {
		case "true()":
			return value{}
		case "":
			return text("")
		}
		return f.write()
	}}
}

func (c *codec) data(def *forms.NodeDef) field {
	f := choice(c, "data", &def.Type, dataWords, dataTypes)
	return field{"data", f.read, func() value {
		if _, t := wordFor(def); t.data == def.Type {
			return value{}
		}
		return f.write()
	}}
}

func (c *codec) control(def *forms.NodeDef) field {
	f := choice(c, "control", &def.Control, controlWords, controls)
	return field{"control", f.read, func() value {
		if _, t := wordFor(def); t.control == def.Control {
			return value{}
		}
		return f.write()
	}}
}

// staticDefault and dynamicDefault are the two meanings of a first value, text
// and expression.
func (c *codec) staticDefault(def *forms.NodeDef) field {
	return field{"default", func(v value) {
		def.Default = forms.Source{Text: c.scalar(v, "default"), Pos: c.pos(v)}
	}, func() value {
		if def.DynamicDefault {
			return value{}
		}
		return optional(def.Default.Text)
	}}
}

func (c *codec) dynamicDefault(def *forms.NodeDef) field {
	return field{"default_expression", func(v value) {
		if def.Default.Text != "" {
			c.fail(v, "a question has one default", "remove default or default_expression")
		}
		def.Default, def.DynamicDefault = c.expression(v, "default_expression"), true
	}, func() value {
		if !def.DynamicDefault {
			return value{}
		}
		if def.Default.Text == "" {
			return text("")
		}
		return expressionValue(def.Default)
	}}
}

// given is the field of the instances that a repeat begins with.
func (c *codec) given(key string, at *[]forms.GivenDef) field {
	return field{key, func(v value) {
		*at = []forms.GivenDef{}
		for _, item := range c.items(v, key) {
			var g forms.GivenDef
			c.readFields(item, "an instance", c.instance(&g))
			*at = append(*at, g)
		}
	}, func() value {
		if *at == nil {
			return value{}
		}
		v := value{shape: list}
		for i := range *at {
			v.append(writeFields(c.instance(&(*at)[i])))
		}
		return v
	}}
}

// instance are the keys of one instance that a repeat begins with.
func (c *codec) instance(g *forms.GivenDef) []field {
	return []field{
		c.table("values", &g.Values),
		{"repeats", func(v value) {
			g.Repeats = map[string][]forms.GivenDef{}
			for _, p := range c.pairs(v, "repeats") {
				var list []forms.GivenDef
				c.given(p.key, &list).read(p.value)
				g.Repeats[p.key] = list
			}
		}, func() value {
			var v value
			for _, path := range sorted(g.Repeats) {
				list := g.Repeats[path]
				v.add(path, c.given(path, &list).write())
			}
			return v
		}},
	}
}
