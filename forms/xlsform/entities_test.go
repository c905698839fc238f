// SPDX-License-Identifier: Apache-2.0

package xlsform_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xform"
	"github.com/dialform/dialform/forms/xlsform"
)

// entitiesIn lists the paths of the entity blocks of a form.
func entitiesIn(nodes []*forms.NodeDef, path string) map[string]string {
	found := map[string]string{}
	for _, n := range nodes {
		if n.Name == "entity" {
			for _, a := range n.Children {
				if a.Name == "@dataset" {
					found[a.Default.Text] = path
				}
			}
		}
		for dataset, at := range entitiesIn(n.Children, path+"/"+n.Name) {
			found[dataset] = at
		}
	}
	return found
}

func TestEntitiesStandWhereTheirQuestionsAre(t *testing.T) {
	t.Parallel()
	const form = `
		| survey |              |           |       |         |
		|        | type         | name      | label | save_to |
		|        | text         | village   | V     | %s      |
		|        | begin repeat | household | H     |         |
		|        | text         | head      | H     | %s      |
		|        | begin group  | house     | H     |         |
		|        | text         | roof      | R     | %s      |
		|        | end group    |           |       |         |
		|        | end repeat   |           |       |         |`
	tests := []struct {
		name    string
		saves   [3]string
		rows    string
		want    map[string]string
		version string
	}{
		{
			"one for the form",
			[3]string{"place", "", ""},
			"| | villages | ${village} |",
			map[string]string{"villages": "/meta"},
			"2024.1.0",
		},
		{
			"one for each instance of a repeat",
			[3]string{"", "head", "roof"},
			"| | households | ${village} |",
			map[string]string{"households": "/household/meta"},
			"2025.1.0",
		},
		{
			"in the group that it saves",
			[3]string{"", "", "roof"},
			"| | houses | ${village} |",
			map[string]string{"houses": "/household/house/meta"},
			"2025.1.0",
		},
		{
			"where its label comes from",
			[3]string{},
			"| | households | ${head} |",
			map[string]string{"households": "/household/meta"},
			"2025.1.0",
		},
		{
			"in the group around all that it saves",
			[3]string{"", "head", "roof"},
			"| | households | ${roof} |",
			map[string]string{"households": "/household/meta"},
			"2025.1.0",
		},
		{
			"in the deepest group of its label",
			[3]string{},
			"| | houses | concat(${head}, ${roof}) |",
			map[string]string{"houses": "/household/house/meta"},
			"2025.1.0",
		},
		{
			"each in a place of its own",
			[3]string{"villages#place", "households#head", "houses#roof"},
			"| | houses | x |\n| | households | x |\n| | villages | x |",
			map[string]string{"villages": "/meta", "households": "/household/meta", "houses": "/household/house/meta"},
			"2025.1.0",
		},
		{
			"nothing names it",
			[3]string{},
			"| | villages | x |",
			map[string]string{"villages": "/meta"},
			"2024.1.0",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			def := accepted(t, fmt.Sprintf(form, tt.saves[0], tt.saves[1], tt.saves[2])+"\n| entities |\n| | list_name | label |\n"+tt.rows)
			require.Equal(t, tt.want, entitiesIn(def.Root, ""))
			require.Equal(t, tt.version, def.Settings["model/entities:entities-version"])
			_, findings := forms.Compile(def)
			require.NoError(t, findings.Err())
		})
	}
}

func TestEntitiesAreUpdatedByTheirID(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey   |            |        |       |         |
		|          | type       | name   | label | save_to |
		|          | text       | person | P     |         |
		|          | integer    | age    | A     | age     |
		| entities |            |        |       |         |
		|          | list_name  | entity_id | update_if | label |
		|          | people     | ${person} | ${age} > 0 | ${person} |`)
	require.Equal(t, "age", def.Root[1].SaveTo)
	block := def.Root[2].Children[0]
	values := map[string]string{}
	for _, n := range block.Children {
		values[n.Name] = n.Default.Text + "|" + n.Calculate.Text
	}
	require.Equal(t, map[string]string{
		"@dataset": "people|", "@update": "1|${age} > 0", "@id": "|${person}", "label": "|${person}",
		"@baseVersion":  "|instance('people')/root/item[name=${person}]/__version",
		"@trunkVersion": "|instance('people')/root/item[name=${person}]/__trunkVersion",
		"@branchId":     "|instance('people')/root/item[name=${person}]/__branchId",
	}, values)
}

func TestEntityFindings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, survey, entities, want string
	}{
		{"no name", "", "| | | x |", "entities!A2: this list of entities has no name"},
		{"a reserved name", "", "| | __a | x |", `entities!A2: "__a" cannot be the name of a list of entities`},
		{"two of one name", "", "| | a | x |\n| | a | x |", `entities!A3: the list of entities "a" is declared in row 2 too`},
		{"no label", "", "| | a | |", "entities!B2: new entities need a label"},
		{"a group", "| | begin group | g | G | p |\n| | end group | | | |", "| | a | x |", "survey!D2: groups and repeats cannot be saved to an entity"},
		{"a reserved property", "| | text | q | Q | Label |", "| | a | x |", `survey!D2: "Label" cannot be the name of a property`},
		{"a property twice", "| | text | q | Q | p |\n| | text | r | R | p |", "| | a | x |", `survey!D3: row 2 is saved to the property "p" already`},
		{"which list", "| | text | q | Q | p |", "| | a | x |\n| | b | x |", `survey!D2: it is not clear which list of entities "p" belongs to`},
		{"an unknown list", "| | text | q | Q | c#p |", "| | a | x |", `survey!D2: there is no list of entities "c"`},
		{
			"two repeats", "| | begin repeat | g | G | |\n| | text | q | Q | p |\n| | end repeat | | | |\n| | begin repeat | h | H | |\n| | text | r | R | r |\n| | end repeat | | | |",
			"| | a | x |", `survey!D6: the entity "a" takes "r" from "h" (row 6), but belongs to "g"`,
		},
		{
			"a group kept for another", "| | begin group | g | G | |\n| | begin group | h | H | |\n| | text | q | Q | a#p |\n| | text | s | S | |\n| | end group | | | |\n" +
				"| | begin group | i | I | |\n| | text | r | R | a#r |\n| | end group | | | |\n| | end group | | | |\n| | text | t | T | c#p |",
			"| | a | x |\n| | c | x |\n| | b | ${s} |", `entities!A4: there is no group left for the entity "b"`,
		},
		{"no room", "| | text | q | Q | a#p |\n| | text | r | R | b#p |", "| | a | x |\n| | b | x |", `entities!A3: there is no group left for the entity "b"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, findings := xlsform.Read("", []byte("| survey |\n| | type | name | label | save_to |\n"+tt.survey+
				"\n| | text | last | L | |\n| entities |\n| | list_name | label |\n"+tt.entities), nil)
			require.ErrorContains(t, findings.Err(), tt.want)
		})
	}
}

func TestEntityOfTwoGroupsStandsAroundBoth(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey   |             |      |       |         |
		|          | type        | name | label | save_to |
		|          | begin group | g    | G     |         |
		|          | begin group | h    | H     |         |
		|          | text        | q    | Q     | a#q     |
		|          | end group   |      |       |         |
		|          | begin group | i    | I     |         |
		|          | text        | r    | R     | a#r     |
		|          | end group   |      |       |         |
		|          | end group   |      |       |         |
		| entities |             |      |       |         |
		|          | list_name   | label |      |         |
		|          | a           | x    |       |         |
		|          | b           | x    |       |         |`)
	require.Equal(t, map[string]string{"a": "/g/meta", "b": "/meta"}, entitiesIn(def.Root, ""))
}

func TestQuestionsMayBeNamedLikePartsOfEntities(t *testing.T) {
	t.Parallel()
	def := accepted(t, `
		| survey   |           |          |       |
		|          | type      | name     | label |
		|          | text      | label    | L     |
		| entities |           |          |       |
		|          | list_name | label    |       |
		|          | a         | ${label} |       |`)
	_, findings := forms.Compile(def)
	require.NoError(t, findings.Err())
	require.NoError(t, xform.WriteForm(io.Discard, def))
}
