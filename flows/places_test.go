// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/packs"
)

const placesForm = `
| survey |
|  | type                            | name     | label     | required | choice_filter         | bind::df:unlisted |
|  | text                            | head     | Your name | yes      |                       |                   |
|  | select_one_from_file places.csv | district | District? | yes      | level = 'district'    | no                |
|  | select_one_from_file places.csv | village  | Village?  | yes      | parent = ${district}  |                   |
|  | select_one_from_file places.csv | born     | Born in?  |          | level = 'village'     |                   |
|  | text                            | born_other | Where? | yes      |                       |                   |
| settings |
|  | form_id | version | namespaces                         |
|  | places  | 1       | df="https://dialform.org/xforms"   |
`

// places are two districts; one has a village whose name the other has too, and
// more villages than anybody pages through.
func places() string {
	var b strings.Builder
	b.WriteString("code,parent,name,alias,to,level\nA,,Arusha,,,district\nB,,Babati,,,district\nB1,B,Kijiji,Old Town,,village\n" +
		"B2,B,Mto,,2001-01-01,village\nA1,A,Kijiji,,,village\n")
	for i := range 300 {
		fmt.Fprintf(&b, "A%d,A,Zone %03d,,,village\n", i+2, i)
	}
	return b.String()
}

// atVillage is a person who was asked for the village of a district.
func atVillage(t *testing.T, district int) *person {
	t.Helper()
	pack, found := packs.Single("places.md", []byte(placesForm), fstest.MapFS{"places.csv": {Data: []byte(places())}})
	require.False(t, found.HasErrors(), "%v", found)
	p := newPerson(t, pack.Service)
	p.does(flows.Dial{}, flows.Answer{Value: "Amina"})
	require.Equal(t, []string{"Arusha", "Babati"}, p.labels(), "a question that takes nothing else offers nothing else")
	p.does(flows.Choose{Index: district})
	return p
}

func (p *person) answer(name string) string {
	s := p.session()
	return s.Form.Value(forms.At{Node: int32(s.Form.Form().Index("/data/" + name))})
}

func TestAShortListOfPlacesIsShown(t *testing.T) {
	t.Parallel()
	p := atVillage(t, 1)
	require.Equal(t, []string{"Kijiji, Babati", flows.MsgPlaceUnlisted}, p.labels(), "a village of the past is not offered")
	require.True(t, p.screen.Options[1].Always)
	require.False(t, p.screen.Options[0].Always)
	require.True(t, p.screen.Expect.Search)
	require.Equal(t, "Born in?", p.does(flows.Choose{Index: 0}).Body.Text)
	require.Equal(t, "B1", p.answer("village"))
}

func TestALongListOfPlacesIsSearched(t *testing.T) {
	t.Parallel()
	p := atVillage(t, 0)
	require.Equal(t, []string{flows.MsgPlaceUnlisted}, p.labels(), "nobody pages through 301 places")

	p.does(flows.Find{Text: "zone 01"})
	require.Len(t, p.screen.Options, 11)
	require.Equal(t, "Zone 010", p.labels()[0])
	p.does(flows.Back{})
	require.Equal(t, []string{flows.MsgPlaceUnlisted}, p.labels(), "back to before the search")

	p.does(flows.Find{Text: "old town"})
	require.Equal(t, flows.MsgPlaceNotFound, p.screen.Notice.Key, "that is in another district")
	require.Equal(t, []string{flows.MsgPlaceUnlisted}, p.labels(), "also where nothing is found")

	p.does(flows.Find{Text: "zone"})
	require.Equal(t, flows.Message(flows.MsgPlaceMany, "300"), p.screen.Notice)
	require.Len(t, p.screen.Options, 201)

	p.does(flows.Find{Text: "kijji"})
	require.Equal(t, "Born in?", p.screen.Body.Text, "the only one it can be, but for a slip")
	require.Equal(t, flows.Message(flows.MsgUnderstood, "Kijiji, Arusha"), p.screen.Notice)
	require.Equal(t, "A1", p.answer("village"))
}

func TestAPlaceIsPickedFromWhatWasFound(t *testing.T) {
	t.Parallel()
	p := atVillage(t, 0)
	p.does(flows.Find{Text: "zone 29"}, flows.Choose{Index: 11})
	require.Equal(t, flows.MsgNotOffered, p.screen.Notice.Key)
	p.does(flows.Choose{Index: 9})
	require.Equal(t, "A301", p.answer("village"))
}

func TestAPlaceThatIsNotListedIsNamed(t *testing.T) {
	t.Parallel()
	p := atVillage(t, 1)
	require.Equal(t, flows.MsgPlaceName, p.does(flows.Choose{Index: 1}).Body.Key)
	p.does(flows.Actions{})
	require.Equal(t, flows.KindActions, p.screen.Kind)
	p.does(flows.Choose{Index: 0}, flows.Choose{Index: 1})
	require.Equal(t, "Born in?", p.does(flows.Answer{Value: "Mto wa Mbu"}).Body.Text)
	require.Equal(t, "other", p.answer("village"))

	p.does(flows.Find{Text: "old town"})
	require.Equal(t, "B1", p.answer("born"))
	require.Equal(t, "Where?", p.screen.Body.Text)
	p.does(flows.Answer{Value: "-"})
	require.Contains(t, p.screen.Options[3].Label.Args, "Mto wa Mbu", "the review shows the name")
	p.does(flows.Choose{Index: 0})
	require.Len(t, p.finished.Typed, 1)
	require.Equal(t, flows.Typing{Text: "Mto wa Mbu"}, p.finished.Typed[0].Typing)
}

// A form that asks for the name itself is not helped.
func TestAFormAsksForTheNameItself(t *testing.T) {
	t.Parallel()
	p := atVillage(t, 1)
	p.does(flows.Choose{Index: 0}, flows.Find{Text: "nowhere"})
	require.Equal(t, flows.MsgPlaceNotFound, p.screen.Notice.Key)
	p.does(flows.Choose{Index: len(p.screen.Options) - 1})
	require.Equal(t, "other", p.answer("born"))
	require.Equal(t, "Where?", p.screen.Body.Text)
}

func TestAPlaceIsCorrected(t *testing.T) {
	t.Parallel()
	p := atVillage(t, 1)
	p.does(flows.Choose{Index: 1}, flows.Answer{Value: "Mto wa Mbu"}, flows.Back{}, flows.Choose{Index: 0})
	require.Equal(t, "B1", p.answer("village"))
	require.Empty(t, p.session().Typed, "the name went with the answer")
}

func TestADeskSearchesPlaces(t *testing.T) {
	t.Parallel()
	p := atVillage(t, 0)
	p.does(flows.Find{Text: "kijiji"}, flows.Back{})
	p.env.Operator = "juma"
	var village flows.Field
	for _, f := range p.page().Fields {
		if f.Label == "Village?" {
			village = f
		}
	}
	require.Equal(t, []forms.Choice{{Value: "A1", Label: "Kijiji, Arusha"}}, village.Choices, "the answer that there is")
	require.Len(t, village.Find("zone 1"), 100)
	require.Equal(t, flows.MsgPlaceUnlisted, village.Unlisted.Key)
	p.does(flows.Fill{At: village.At, Value: "A7"})
	require.Equal(t, "A7", p.answer("village"))
	require.Equal(t, flows.MsgPlaceName, p.does(flows.Fill{At: village.At, Value: forms.Unlisted}).Body.Key)
	require.Equal(t, flows.KindQuestion, p.does(flows.Answer{Value: "Mto wa Mbu"}).Kind)
	require.Equal(t, "other", p.answer("village"))
}
