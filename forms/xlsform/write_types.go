// SPDX-License-Identifier: Apache-2.0

package xlsform

import (
	"path"
	"slices"
	"strings"

	"github.com/dialform/dialform/forms"
)

// typeOf is the word in the column "type" for a node. holds tells that rows of
// other nodes follow before its end.
func (b *bookWriter) typeOf(def *forms.NodeDef) (word string, holds bool) {
	switch {
	case def.Kind == forms.Group:
		return "begin_group", true
	case def.Kind == forms.Repeat:
		return "begin_repeat", true
	case def.Kind == forms.Question && def.Choices != nil:
		return b.selectType(def), false
	case def.Control == forms.Upload && def.Places != nil && def.Places.Items != nil:
		return "osm " + b.ownList(b.osm, def.Name, def.Places.Items), false
	}
	if word := typeFor(def); word != "" {
		return word, false
	}
	b.refuse("no type of question is what %q is", def.Name)
	return "text", false
}

// typeFor is the type that says most of a node, "" if none goes with it.
func typeFor(def *forms.NodeDef) string {
	asked := def.Kind == forms.Question
	best, most := "", -1
	for _, word := range sortedKeys(questionTypes) {
		qt := questionTypes[word]
		switch {
		case qt.constraint != "" || qt.hint != "":
			continue // the old types; what they stand for is written out
		case word == "audit" || strings.HasPrefix(word, "uri:") && def.PreloadParams != qt.params:
			continue
		case asked && qt.control != def.Control, !asked && qt.control != forms.NoControl && !silent(def, qt):
			continue
		case qt.sensor != def.Sensor, qt.untyped != untyped(def), qt.preload != "" && !preloads(word, def):
			continue
		case word == "background-geopoint" && len(def.Trigger) == 0:
			continue
		case word == "calculate" && def.Calculate.Text == "" && !def.DynamicDefault:
			continue
		}
		points := 0
		for _, good := range []bool{
			qt.data == def.Type, qt.preload != "", qt.media != "" && qt.media == def.Body["mediatype"], qt.control == forms.NoControl,
			word == "calculate" || word == "acknowledge", qt.sensor == forms.NoSensor || word == "background-geopoint" || len(def.Trigger) == 0,
		} {
			points *= 2
			if good {
				points++
			}
		}
		if qt.control == forms.Upload && qt.media != def.Body["mediatype"] && word != "file" {
			continue
		}
		if points > most {
			best, most = word, points
		}
	}
	return best
}

// meaning is what the reader takes from a word in the column "type". Of selects,
// groups and repeats it takes more, but none of this.
func meaning(word string) questionType {
	if strings.HasPrefix(word, "osm ") {
		word = "osm"
	}
	_, qt, _ := typeNamed(word)
	return qt
}

// silent tells whether a question of this type would not be shown, since
// something else gives its value.
func silent(def *forms.NodeDef, qt questionType) bool {
	return qt.control == forms.Input && (def.Calculate.Text != "" || def.Trigger != nil) && !hasWords(def.Label) && !hasWords(def.Hint)
}

func untyped(def *forms.NodeDef) bool {
	written, ok := def.Bind["type"]
	return ok && written == "" && def.Control == forms.Trigger
}

// preloads tells whether a type fills in what the node is to be filled in with.
func preloads(word string, def *forms.NodeDef) bool {
	qt := meaning(word)
	return qt.preload != "" && qt.preload == def.Preload && qt.params == def.PreloadParams
}

var selectWords = map[forms.Control]string{
	forms.Select1: "select_one", forms.Select: "select_multiple", forms.Rank: "rank",
}

func (b *bookWriter) selectType(def *forms.NodeDef) string {
	word, c := selectWords[def.Control], def.Choices
	switch {
	case word == "":
		b.refuse("%q offers choices and is no select", def.Name)
		return "text"
	case c.Made != nil:
		b.refuse("%q offers what a script makes", def.Name)
		return word
	case c.Answers != "":
		return word + " ${" + c.Answers + "}"
	case c.Nodes.Text != "":
		b.refuse("%q offers what an expression finds; a workbook has lists, files and the answers to other questions", def.Name)
		return word + " nodes"
	case c.Dataset != "":
		return b.fromFile(def, word)
	case c.Items != nil:
		return word + " " + b.ownList(b.choices, def.Name, c.Items)
	}
	if list := b.def.Lists[c.List]; list != nil && list.External {
		if len(list.Items) == 0 {
			b.refuse("%q offers the list %q of itemsets.csv; put that file beside the form", def.Name, list.Name)
		}
		return "select_one_external " + list.Name
	}
	return word + " " + c.List
}

// fromFile offers the rows of a file beside the form.
func (b *bookWriter) fromFile(def *forms.NodeDef, word string) string {
	set := b.def.Datasets[def.Choices.Dataset]
	if set == nil {
		b.refuse("%q offers the rows of %q, which is not in the form", def.Name, def.Choices.Dataset)
		return word
	}
	file := path.Base(set.Src)
	if set.Src == "" {
		file = set.ID + ".csv"
	}
	if strings.TrimSuffix(file, path.Ext(file)) != def.Choices.Dataset || fileExtension(file) == "" {
		b.refuse("%q offers the file %q under another name; rename it to %s.csv", def.Name, file, def.Choices.Dataset)
	}
	return word + "_from_file " + file
}

// writeFiles names the files that only expressions read.
func (b *bookWriter) writeFiles() {
	named := map[string]bool{}
	var visit func([]*forms.NodeDef)
	visit = func(nodes []*forms.NodeDef) {
		for _, def := range nodes {
			if def.Choices != nil {
				named[def.Choices.Dataset] = true
			}
			for _, s := range []forms.Source{
				def.Relevant, def.Required, def.ReadOnly, def.Constraint, def.Calculate, def.Default, def.Count,
			} {
				for _, m := range pulldataCall.FindAllStringSubmatch(s.Text, -1) {
					named[strings.TrimSuffix(m[1]+m[2], ".csv")] = true
				}
			}
			visit(def.Children)
		}
	}
	visit(b.def.Root)
	for _, id := range sortedKeys(b.def.Datasets) {
		src := b.def.Datasets[id].Src
		word := "csv-external"
		switch {
		case named[id] || strings.HasPrefix(src, "jr://instance/"):
			continue
		case slices.Contains([]string{"", "jr://file-csv/" + id + ".csv"}, src):
		case src == "jr://file/"+id+".xml":
			word = "xml-external"
		default:
			b.refuse("the file %q is read under the name %q; a workbook needs %s.csv", path.Base(src), id, id)
		}
		r := b.row(b.survey)
		r.put("type", word)
		r.put("name", id)
	}
}
