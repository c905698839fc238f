// SPDX-License-Identifier: Apache-2.0

package xform

import (
	"strings"

	"github.com/dialform/dialform/forms"
)

// binds hands each bind of the model to the node it is about.
func (r *reader) binds() {
	for e := range r.model.named("bind") {
		ref := e.attr("", "nodeset")
		if ref == "" {
			ref = e.attr("", "ref")
		}
		s := r.resolve(ref, r.root)
		if s == nil {
			r.warn(e, "the bind of "+quoted(ref)+" is about nothing in the primary instance", "correct its nodeset or take it out")
			continue
		}
		s.binds = append(s.binds, e)
	}
}

// bind reads what a bind says about a node.
func (r *reader) bind(e element, s *shape) {
	def := s.def
	for a := range e.attributes() {
		name, value := a.name(), strings.TrimSpace(a.text())
		src := forms.Source{Text: value, Pos: r.pos(e)}
		if value == "" {
			src = forms.Source{}
		}
		switch name.Space {
		case "":
			switch name.Local {
			case "nodeset", "ref", "id":
			case "type":
				def.Type = dataType(value)
				r.keep(&def.Bind, a, value)
			case "relevant":
				def.Relevant = src
			case "required":
				def.Required = src
			case "readonly":
				def.ReadOnly = src
			case "constraint":
				def.Constraint = src
			case "calculate":
				def.Calculate = src
			default:
				r.keep(&def.Bind, a, a.text())
			}
		case spaceJavaRosa:
			switch name.Local {
			case "constraintMsg":
				def.ConstraintMsg = r.message(value, e)
			case "requiredMsg":
				def.RequiredMsg = r.message(value, e)
			case "preload":
				def.Preload = value
			case "preloadParams":
				def.PreloadParams = value
			default:
				r.keep(&def.Bind, a, a.text())
			}
		case spaceEntities:
			if name.Local == "saveto" {
				def.SaveTo = value
			} else {
				r.keep(&def.Bind, a, a.text())
			}
		case spaceODK, spaceOpenRosa:
			if param := parameterOf(name.Local); param != "" {
				if def.Params == nil {
					def.Params = map[string]string{}
				}
				def.Params[param] = value
				break
			}
			r.keep(&def.Bind, a, a.text())
		default:
			r.keep(&def.Bind, a, a.text())
		}
	}
}

// parameterOf is the parameter that an attribute of a bind gives a question.
func parameterOf(attribute string) string {
	for param, name := range bindParams {
		if localName(name) == attribute {
			return param
		}
	}
	return ""
}

// keep stores an attribute verbatim, by its name as written.
func (r *reader) keep(in *map[string]string, a element, value string) {
	if *in == nil {
		*in = map[string]string{}
	}
	(*in)[a.name().String()] = value
}

// dataType reads the type of a bind. One that is not known is text, as it is
// for every client of ODK.
func dataType(name string) forms.DataType {
	switch localName(name) {
	case "int", "integer":
		return forms.Int
	case "decimal":
		return forms.Decimal
	case "boolean":
		return forms.Boolean
	case "date":
		return forms.Date
	case "time":
		return forms.Time
	case "dateTime":
		return forms.DateTime
	case "geopoint":
		return forms.Geopoint
	case "geotrace":
		return forms.Geotrace
	case "geoshape":
		return forms.Geoshape
	case "binary":
		return forms.Binary
	case "barcode":
		return forms.Barcode
	default:
		return forms.String
	}
}
