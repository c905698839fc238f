// SPDX-License-Identifier: Apache-2.0

package flows_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
)

const tasksForm = `
| survey   |           |         |            |          |             |                 |               |             |
|          | type      | name    | label      | required | appearance  | relevant        | bind::df:task | bind::df:ask |
|          | text      | head    | Your name  | yes      |             |                 |               |             |
|          | image     | photo   | Photo      | yes      |             |                 |               |             |
|          | image     | sign    | Signature  |          | signature   |                 |               |             |
|          | image     | drawn   | Drawing    |          | draw        |                 |               |             |
|          | audio     | voice   | Voice      |          |             |                 |               |             |
|          | video     | film    | Film       |          |             |                 |               |             |
|          | file      | card    | Card       |          |             |                 |               |             |
|          | geotrace  | walk    | Walk       |          |             |                 |               |             |
|          | geoshape  | field   | Field      | yes      |             |                 |               |             |
|          | image     | house   | House      |          |             | ${head} = 'no'  |               |             |
|          | image     | spare   | Spare      |          |             |                 | no            |             |
|          | note      | thanks  | Thank you  |          |             |                 |               |             |
| settings |           |         |            |          |             |                 |               |             |
|          | form_id   | version | namespaces |          |             |                 |               |             |
|          | tasks     | 1       | df="https://dialform.org/xforms" | | |      |               |             |
`

// unfinished is a person who sent a form from a phone.
func unfinished(t *testing.T) *person {
	t.Helper()
	v := service(t)
	v.Items[0].Form = compile(t, "tasks.md", tasksForm)
	p := newPerson(t, v)
	p.does(flows.Dial{})
	p.picks(1, 1)
	p.does(flows.Answer{Value: "Amina"})
	p.picks(1)
	require.True(t, p.screen.End)
	return p
}

func TestTasks(t *testing.T) {
	t.Parallel()
	p := unfinished(t)
	var kinds []flows.TaskKind
	for _, task := range p.finished.Tasks {
		kinds = append(kinds, task.Kind)
		require.True(t, task.Kind.Brought())
	}
	require.Equal(t, []flows.TaskKind{
		flows.TaskImage, flows.TaskSignature, flows.TaskSignature, flows.TaskAudio, flows.TaskVideo, flows.TaskFile, flows.TaskLine, flows.TaskArea,
	}, kinds, "what is not relevant, and what the author excuses, is no task")
	require.Equal(t, flows.Message(flows.MsgClosingBring, "Thank you", "0001 1111 1111",
		"Photo, Signature, Drawing, Voice, Film, Card, Walk, Field"), p.screen.Body)
	require.False(t, p.session().InForm(), "the phone is free")
	require.NotNil(t, p.finished.Next)
}

func TestTheNextEdition(t *testing.T) {
	t.Parallel()
	p := unfinished(t)
	next := p.finished.Next
	require.Equal(t, p.finished.Form.InstanceID(), next.Form.DeprecatedID())
	require.NotEqual(t, p.finished.Form.InstanceID(), next.Form.InstanceID())
	require.True(t, next.Completes())
	require.Empty(t, p.finished.Form.DeprecatedID(), "the one that was sent is the first")

	// A desk takes it up.
	p.record, p.finished = next.Append(nil), nil
	p.env.Operator = "juma"
	p.does(flows.Pickup{})
	at := func(name string) forms.At {
		return forms.At{Node: int32(p.session().Form.Form().Index("/data/" + name))}
	}
	require.Equal(t, "Photo: -", p.screen.Body.Text)
	require.Equal(t, flows.KindNote, p.screen.Kind)
	p.does(flows.Attach{At: at("photo"), Name: "0123.jpg"}, flows.Attach{At: at("head"), Name: "0123.jpg"}, flows.Attach{At: forms.At{Node: 9999}, Name: "x"})
	require.Equal(t, "Photo: 0123.jpg", p.screen.Body.Text)
	require.Equal(t, "Amina", p.answer("head"), "only a question for a file takes one")
	for _, label := range []string{"Signature: -", "Drawing: -", "Voice: -", "Film: -", "Card: -", "Walk", "Field"} {
		in := flows.Input(flows.Continue{})
		if label == "Field" {
			in = flows.Answer{Value: "1 1; 2 2"}
		}
		require.Equal(t, label, p.does(in).Body.Text)
	}
	require.NotEmpty(t, p.does(flows.Answer{Value: "here"}).Notice)
	p.does(flows.Answer{Value: "1 1; 1 2; 2 2; 1 1"})
	require.Equal(t, flows.KindReview, p.screen.Kind, "a file that is missing yet keeps nobody")
	p.picks(1)
	require.Len(t, p.finished.Tasks, 5)
	require.Equal(t, next.Form.InstanceID(), p.finished.Form.InstanceID())
	require.Equal(t, next.Form.InstanceID(), p.finished.Next.Form.DeprecatedID(), "editions follow each other")
}

// On a phone, and at a desk that fills a form in from the beginning, nothing
// changes: what can't be typed is not asked.
func TestOnlyADeskThatCompletesIsAskedForParts(t *testing.T) {
	t.Parallel()
	v := service(t)
	v.Items[0].Form = compile(t, "tasks.md", tasksForm)
	p := newPerson(t, v)
	p.env.Operator, p.env.Phone = "juma", ""
	p.does(flows.SetLanguage{Tag: "en"}, flows.Begin{Item: "register"}, flows.Answer{Value: "Amina"})
	require.Equal(t, flows.KindReview, p.screen.Kind)
	require.Equal(t, flows.MsgNotOffered, p.does(flows.Fill{At: forms.At{Node: 2}, Value: "x.jpg"}).Notice.Key)
}

func TestAPlaceThatIsNotListedIsATask(t *testing.T) {
	t.Parallel()
	p := atVillage(t, 1)
	p.does(flows.Choose{Index: 1}, flows.Answer{Value: "Mto wa Mbu"}, flows.Skip{})
	for p.screen.Kind != flows.KindReview {
		p.does(flows.Answer{Value: "-"})
	}
	p.picks(1)
	require.Len(t, p.finished.Tasks, 1)
	require.Equal(t, flows.TaskPlace, p.finished.Tasks[0].Kind)
	require.Equal(t, flows.MsgReceipt, p.screen.Body.Key, "nobody has to come for that")

	p.record, p.env.Operator = p.finished.Next.Append(nil), "juma"
	require.Equal(t, "Village?", p.does(flows.Pickup{}).Body.Text)
	p.finished = nil
	p.does(flows.Choose{Index: 0})
	require.Equal(t, flows.KindReview, p.screen.Kind)
	p.picks(1)
	require.Empty(t, p.finished.Tasks)
	require.Nil(t, p.finished.Next)
	require.Empty(t, p.finished.Typed)
}

func TestStatusTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	for state, key := range map[string]string{
		flows.StatePending: flows.MsgStatusMissing, "applied": flows.MsgStatusMissing, "rejected": flows.MsgStatusRejected,
	} {
		require.Equal(t, key, flows.Status{Ref: "1", State: state, Task: true, Bring: "Photo"}.Phrase().Key, state)
	}
	require.Equal(t, flows.MsgStatusReceived, flows.Status{Ref: "1", State: "applied", Task: true}.Phrase().Key, "a place that staff looks up")
}
