// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// Versions of the ODK Entities specification: the older one knows a single
// entity for each submission.
const (
	entitiesSingle = "2024.1.0"
	entitiesMany   = "2025.1.0"
)

var entitiesDialect = dialect{
	known:   []string{keyDataset, keyEntityID, keyCreateIf, keyUpdateIf, "repeat", keyLabel},
	aliases: map[string]string{"list_name": keyDataset},
}

// entity is a row of the sheet entities: what a submission does to one list of
// entities.
type entity struct {
	dataset                string
	pos                    forms.Position
	id, createIf, updateIf cell
	label                  cell
	uses                   []entityUse
	properties             map[string]int // rows that save them
	references             []string       // names in its expressions
}

// entityUse is a row of the survey that an entity depends on: it saves a
// property, or an expression of the entity names it.
type entityUse struct {
	place *container
	pos   forms.Position
	saves bool
	name  string
}

// entities reads the sheet entities.
func (r *reader) entities() {
	t := r.readTable(r.book, r.book.sheet(sheetEntities), &entitiesDialect, false)
	r.entityTable = t
	for _, c := range t.columns {
		if !slices.Contains(entitiesDialect.known, c.key) && len(t.records) > 0 {
			r.fail(t.at(t.header, c.index+1), fmt.Sprintf("the sheet of entities has no column %q", c.header),
				"use list_name, entity_id, create_if, update_if and label")
		}
	}
	for _, rec := range t.records {
		if !rec.empty() {
			r.entity(rec)
		}
	}
}

func (r *reader) entity(rec record) {
	name := rec.cell(keyDataset)
	e := &entity{
		dataset: name.text, pos: name.pos, properties: map[string]int{},
		id: rec.cell(keyEntityID), createIf: rec.cell(keyCreateIf), updateIf: rec.cell(keyUpdateIf), label: rec.cell(keyLabel),
	}
	switch other := r.declared(name.text); {
	case name.text == "":
		r.fail(name.pos, "this list of entities has no name", "fill the column \"list_name\"")
		return
	case strings.HasPrefix(name.text, "__"), strings.Contains(name.text, "."), !isName(name.text):
		r.fail(name.pos, fmt.Sprintf("%q cannot be the name of a list of entities", name.text),
			"begin with a letter and use only letters, digits, hyphens and underscores")
		return
	case other != nil:
		r.fail(name.pos, fmt.Sprintf("the list of entities %q is declared in row %d too", name.text, other.pos.Row), "remove one of the two rows")
		return
	}
	id, create, update, label := e.id.text != "", e.createIf.text != "", e.updateIf.text != "", e.label.text != ""
	switch {
	case !id && update:
		r.fail(e.id.pos, "entities can be updated only by their id", "fill entity_id, or move the condition to create_if")
	case id && create && !update:
		r.fail(e.updateIf.pos, "with create_if and entity_id it must be said when to update", "fill update_if, or empty entity_id")
	case !id && !label:
		r.fail(e.label.pos, "new entities need a label", "fill the column \"label\"")
	}
	for _, c := range []cell{e.id, e.createIf, e.updateIf, e.label} {
		for _, m := range reference.FindAllStringSubmatch(c.text, -1) {
			name := strings.TrimPrefix(m[1], "last-saved#")
			if !slices.Contains(e.references, name) {
				e.references = append(e.references, name)
			}
		}
	}
	r.declarations = append(r.declarations, e)
}

func (r *reader) declared(dataset string) *entity {
	for _, e := range r.declarations {
		if e.dataset == dataset {
			return e
		}
	}
	return nil
}

// entityUses notes what a row of the survey has to do with entities.
func (s *survey) entityUses(rec record, name string) {
	if c := rec.cell(keySaveTo); c.text != "" {
		s.saveTo(rec, c)
	}
	for _, e := range s.declarations {
		if slices.Contains(e.references, name) {
			e.uses = append(e.uses, entityUse{place: s.top().place, pos: rec.pos(), name: name})
			s.entityUsed(e)
		}
	}
}

// entityUsed keeps the entities in the order in which the survey uses them.
func (s *survey) entityUsed(e *entity) {
	if !slices.Contains(s.used, e) {
		s.used = append(s.used, e)
	}
}

// saveTo reads a property that a question is saved to: "age", or "person#age"
// where the form has several lists of entities.
func (s *survey) saveTo(rec record, c cell) {
	dataset, property, named := strings.Cut(c.text, "#")
	if !named {
		property = c.text
	}
	begin, end, _, _ := parseContainer(typeText(rec))
	var e *entity
	switch {
	case len(s.declarations) == 0:
		s.fail(c.pos, "save_to needs a list of entities", "declare one in a sheet \"entities\"")
		return
	case strings.Contains(property, "#"):
		s.fail(c.pos, fmt.Sprintf("%q names more than one list of entities", c.text), "write list_name#property")
		return
	case !named && len(s.declarations) > 1:
		s.fail(c.pos, fmt.Sprintf("it is not clear which list of entities %q belongs to", property), "write list_name#"+property)
		return
	case named:
		if e = s.declared(dataset); e == nil {
			s.fail(c.pos, fmt.Sprintf("there is no list of entities %q", dataset), "declare it in the sheet \"entities\"")
			return
		}
	default:
		e = s.declarations[0]
	}
	switch other := e.properties[property]; {
	case begin || end:
		s.fail(c.pos, "groups and repeats cannot be saved to an entity", "save the questions in them")
	case strings.EqualFold(property, "name") || strings.EqualFold(property, "label"),
		strings.HasPrefix(property, "__"), !isName(property):
		s.fail(c.pos, fmt.Sprintf("%q cannot be the name of a property", property),
			"begin with a letter, use only letters, digits, hyphens, underscores and periods, and neither \"name\" nor \"label\"")
	case other == rec.row: // a loop reads its rows again and again
	case other != 0:
		s.fail(c.pos, fmt.Sprintf("row %d is saved to the property %q already", other, property), "use another name")
	default:
		e.properties[property] = rec.row
		e.uses = append(e.uses, entityUse{place: s.top().place, pos: c.pos, saves: true, name: property})
		s.entityUsed(e)
	}
}

// propertyOf is the name of a property without that of its list.
func propertyOf(saveTo string) string {
	if _, name, named := strings.Cut(saveTo, "#"); named {
		return name
	}
	return saveTo
}

// node is the block that creates or updates an entity when the form is sent.
func (e *entity) node() *forms.NodeDef {
	readOnly := forms.Source{Text: "true()", Pos: e.pos}
	block := &forms.NodeDef{Name: "entity", Kind: forms.Group, Pos: e.pos}
	attribute := func(name, value string, calculate forms.Source) *forms.NodeDef {
		a := &forms.NodeDef{Name: "@" + name, Kind: forms.Value, Calculate: calculate, Pos: e.pos}
		if value != "" {
			a.Default = forms.Source{Text: value, Pos: e.pos}
		}
		if calculate.Text != "" {
			a.ReadOnly = readOnly
		}
		block.Children = append(block.Children, a)
		return a
	}
	attribute("dataset", e.dataset, forms.Source{})
	if e.id.text == "" || e.createIf.text != "" {
		attribute("create", "1", truth(e.createIf))
	}
	if e.id.text != "" {
		attribute("update", "1", truth(e.updateIf))
		for _, version := range [][2]string{
			{"baseVersion", "__version"}, {"trunkVersion", "__trunkVersion"}, {"branchId", "__branchId"},
		} {
			text := fmt.Sprintf("instance('%s')/root/item[name=%s]/%s", e.dataset, e.id.text, version[1])
			attribute(version[0], "", forms.Source{Text: text, Pos: e.id.pos})
		}
	}
	id := attribute("id", "", truth(e.id))
	id.ReadOnly = readOnly
	if e.id.text == "" {
		id.Default, id.DynamicDefault = forms.Source{Text: "uuid()", Pos: e.pos}, true
	}
	if e.label.text != "" {
		block.Children = append(block.Children, &forms.NodeDef{
			Name: "label", Kind: forms.Value, Calculate: truth(e.label), ReadOnly: readOnly, Pos: e.label.pos,
		})
	}
	return block
}
