// SPDX-License-Identifier: Apache-2.0

package sessions_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/forms/xlsform"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
	"github.com/dialform/dialform/store"
)

// visit wants what no phone can give, also within a repeat.
const visit = `
| survey   |              |       |           |          |            |            |
|          | type         | name  | label     | required | appearance | bind::df:task |
|          | text         | head  | Your name | yes      |            |            |
|          | image        | photo | Photo     | yes      |            |            |
|          | audio        | story | Story     |          |            | no         |
|          | begin repeat | child | Child     |          |            |            |
|          | text         | name  | Name      | yes      |            |            |
|          | geoshape     | field | Field     |          |            |            |
|          | end repeat   |       |           |          |            |            |
| settings |              |       |           |          |            |            |
|          | form_id      | version | namespaces |       |            |            |
|          | visit        | 1     | df="https://dialform.org/xforms" | |      |            |
`

// sent is a visit that was sent from a phone, and its reference.
func sent(t *testing.T) (*world, string) {
	t.Helper()
	w := newWorld(t)
	def, found := xlsform.ReadWorkbook(xlsform.ReadMarkdown("visit.md", visit), nil)
	require.False(t, found.HasErrors(), "%v", found)
	form, found := forms.Compile(def)
	require.False(t, found.HasErrors(), "%v", found)
	w.serve(form, func(*flows.Service) {})
	reply := w.dial("c1", "1", "Amina", "1", "Juma", "4", "1")
	require.True(t, reply.End, reply.Text.String())
	require.Contains(t, reply.Text.String(), "Bring to a desk: Photo, Field")
	return w, w.submissions()[0].Ref
}

func TestWhatAPhoneCannotGiveIsATask(t *testing.T) {
	t.Parallel()
	w, ref := sent(t)
	first := w.submissions()[0]
	require.Equal(t, []registry.Task{
		{Kind: "image", Path: "/data/photo", Label: "Photo"}, {Kind: "area", Path: "/data/child[1]/field", Label: "Field"},
	}, first.Tasks)
	receipts, err := w.edge.DueMessages(t.Context(), identity.System(), "at-sms", w.clock(), 10)
	require.NoError(t, err)
	require.Len(t, receipts, 1)
	require.Contains(t, receipts[0].Text, "Your reference: "+registry.Reference(ref).Grouped()+". Bring to a desk: Photo, Field")

	// The phone asks, and has no draft of it.
	require.NotContains(t, w.dial("c2").Text.String(), "Continue")
	require.Contains(t, w.dial("c3", "2", ref).Text.String(), "Still missing: Photo, Field.")

	// The desk is led to the parts, past what was answered, and is not held up by
	// the file that is not there.
	op := sessions.Operator{ID: "juma", Scope: identity.Operator("juma")}
	tasks, err := w.h.Tasks(t.Context(), op, 10)
	require.NoError(t, err)
	require.Len(t, tasks, 1)
	require.Equal(t, ref, tasks[0].Ref)
	talk, screen, err := w.h.Resume(t.Context(), op, "", ref)
	require.NoError(t, err)
	require.Equal(t, flows.KindNote, screen.Kind)
	require.Equal(t, "Photo: -", screen.Body.Text)
	screen = step(t, talk, flows.Continue{})
	require.Equal(t, "Field", screen.Body.Text)
	screen = step(t, talk, flows.Answer{Value: "1 1; 1 2; 2 2; 1 1"})
	require.Equal(t, flows.KindReview, screen.Kind)
	screen = step(t, talk, flows.Choose{})
	require.True(t, screen.End)

	second := w.submissions()[1]
	require.Equal(t, ref, second.Ref)
	require.Equal(t, first.ID, second.Prev)
	require.NotEqual(t, instanceID(first), instanceID(second))
	require.Equal(t, registry.Actor{Party: phone, Operator: "juma", Assisted: true}, second.By, "of whoever began it")
	require.Equal(t, []registry.Task{{Kind: "image", Path: "/data/photo", Label: "Photo"}}, second.Tasks, "the photo is missing yet")

	// It is attached, and the next edition names the second.
	view, err := store.OpenTasks(t.Context(), w.edge.Path())
	require.NoError(t, err)
	defer view.Close() //nolint:errcheck // a test's own
	file, err := view.Attach(t.Context(), ref, "photo", strings.NewReader("GIF89a..."), w.clock())
	require.NoError(t, err)
	talk, screen, err = w.h.Resume(t.Context(), op, "", ref)
	require.NoError(t, err)
	require.NotEqual(t, "Photo: -", screen.Body.Text)
	for range 10 {
		if screen.Kind == flows.KindReview {
			break
		}
		screen = step(t, talk, flows.NextPage{})
	}
	require.True(t, step(t, talk, flows.Choose{}).End)
	third := w.submissions()[2]
	require.Equal(t, second.ID, third.Prev)
	require.Empty(t, third.Tasks)
	require.Equal(t, []registry.File{file}, third.Files)
	tasks, err = w.h.Tasks(t.Context(), op, 10)
	require.NoError(t, err)
	require.Empty(t, tasks)
	require.NotContains(t, w.dial("c4", "2", ref).Text.String(), "missing")
}

// What a desk left half done is found again, and what it left untouched is not
// lost with its session.
func TestATaskIsLeftAndOpenedAgain(t *testing.T) {
	t.Parallel()
	w, ref := sent(t)
	op := sessions.Operator{ID: "juma", Scope: identity.Operator("juma")}
	talk, _, err := w.h.Resume(t.Context(), op, "", ref)
	require.NoError(t, err)
	step(t, talk, flows.Continue{})
	step(t, talk, flows.Answer{Value: "1 1; 1 2; 2 2; 1 1"})

	talk, screen, err := w.h.Resume(t.Context(), sessions.Operator{ID: "asha", Scope: identity.Operator("asha")}, "", ref)
	require.NoError(t, err)
	require.Equal(t, ref, strings.ReplaceAll(talk.Ref(), " ", ""))
	for range 10 {
		if screen.Kind == flows.KindReview {
			break
		}
		screen = step(t, talk, flows.NextPage{})
	}
	require.True(t, step(t, talk, flows.Choose{}).End)
	require.Len(t, w.submissions(), 2)
	require.Len(t, w.submissions()[1].Tasks, 1)

	_, _, err = w.h.Resume(t.Context(), sessions.Operator{ID: "far", Scope: identity.Operator("far", "KE.4")}, "", ref)
	require.ErrorIs(t, err, sessions.ErrNotFound, "an operator of another place")
}

func step(t *testing.T, talk *sessions.Talk, in flows.Input) flows.Screen {
	t.Helper()
	screen, err := talk.Step(t.Context(), in)
	require.NoError(t, err)
	return screen
}

func instanceID(s registry.Submission) string {
	for _, m := range s.Answers {
		if meta, ok := m.Value.(registry.Object); ok && m.Name == "meta" {
			return meta.Text("instanceID")
		}
	}
	return ""
}
