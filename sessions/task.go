// SPDX-License-Identifier: Apache-2.0

package sessions

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/dialform/dialform/flows"
	"github.com/dialform/dialform/forms"
	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/internal/safetext"
	"github.com/dialform/dialform/registry"
)

// Task is a submission that a desk has to complete. It is no session: the phone
// does not find it among its drafts, no timer closes it, and whoever opens it at
// a desk does so in a session of their own, so that what they leave unfinished
// costs nothing.
type Task struct {
	Ref        string // 12 digits, of the submission and of the edition to come
	Submission string // id of the submission that it completes
	Form       string // id of the form
	Parts      []registry.Task
	Since      time.Time // when the form was sent first
	State      []byte    // of the session to open, see state.go
}

// task is what a desk has to complete of a form that was just finished; nil for
// nothing.
func (t *talk) task(f *flows.Finished, parts []registry.Task) *Task {
	if f.Next == nil || t.frozen == nil {
		return nil
	}
	st := *t.st
	st.Seen, st.Gateway, st.Said, st.Reply, st.End = nil, "", "", "", true
	return &Task{
		Ref: t.frozen.Ref, Submission: t.frozen.ID, Form: t.frozen.Form.ID, Parts: parts,
		Since: t.env.Now, State: st.with(f.Next),
	}
}

// parts are the tasks of a form as its submission names them.
func parts(f *flows.Finished) []registry.Task {
	var out []registry.Task
	for _, task := range f.Tasks {
		out = append(out, registry.Task{Kind: string(task.Kind), Path: answerPath(f.Form, task.At), Label: task.Label})
	}
	return out
}

// edition completes what is said of a form that replaces a submission: which one
// that is, and what was attached to it.
func (t *talk) edition(ctx context.Context, f *flows.Finished, s *registry.Submission) error {
	if f.Form.DeprecatedID() == "" {
		return nil
	}
	task, err := t.h.o.Store.Task(ctx, identity.System(), s.Ref)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("find task: %w", err)
	}
	s.Prev = task.Submission
	files, err := t.h.o.Store.Attachments(ctx, identity.System(), s.Ref)
	if err != nil {
		return fmt.Errorf("list attachments: %w", err)
	}
	for _, file := range files {
		if at, ok := questionAt(f.Form, file.Path); ok && f.Form.Value(at) == file.Name {
			s.Files = append(s.Files, file)
		}
	}
	return nil
}

// questionAt is the relevant question with a path, as answerPath writes it.
func questionAt(in *forms.Instance, path string) (found forms.At, ok bool) {
	in.Walk(func(at forms.At, _ int) bool {
		ok = in.Form().Nodes[at.Node].Kind == forms.Question && answerPath(in, at) == path
		found = at
		return !ok
	})
	return found, ok
}

// receipt is the message that confirms a submission.
func (t *talk) receipt() safetext.String {
	phrase := flows.Message(flows.MsgReceipt, t.h.itemLabel(t.sess), t.sess.Ref)
	if t.bring != "" {
		phrase = flows.Message(flows.MsgReceiptBring, t.h.itemLabel(t.sess), t.sess.Ref, t.bring)
	}
	return safetext.Text(t.h.o.Catalog.Text(t.sess.Lang, phrase))
}

// openTask makes the form of a task the one in progress of a new session at a
// desk.
func (k *Talk) openTask(ctx context.Context, ref string) error {
	task, err := k.h.o.Store.Task(ctx, k.op.Scope, ref)
	if err != nil {
		if errors.Is(err, ErrNotFound) {
			return err
		}
		return fmt.Errorf("find task: %w", err)
	}
	st, err := parseState(task.State)
	if err != nil {
		return ErrNotFound
	}
	sess, err := k.h.o.Service.Restore(st.Flow, k.t.env)
	if err != nil || !sess.InForm() {
		k.h.o.Log.Error("task can't be opened", "ref", ref, "err", err)
		return ErrNotFound
	}
	k.t.st.draft, k.t.sess, k.t.lang = st.draft, sess, sess.Lang
	return nil
}

// attach gives the questions for files what was attached to the task since.
func (k *Talk) attach(ctx context.Context) error {
	if !k.t.sess.Completes() {
		return nil
	}
	files, err := k.h.o.Store.Attachments(ctx, k.op.Scope, refDigits(k.t.sess.Ref))
	if err != nil {
		return fmt.Errorf("list attachments: %w", err)
	}
	for _, file := range files {
		at, ok := questionAt(k.t.sess.Form, file.Path)
		if !ok || k.t.sess.Form.Value(at) == file.Name {
			continue
		}
		if err := k.t.step(ctx, flows.Attach{At: at, Name: file.Name}); err != nil {
			return err
		}
	}
	return nil
}

// Tasks lists the submissions within an operator's reach that are to be
// completed, the oldest first.
func (h *Handler) Tasks(ctx context.Context, op Operator, limit int) ([]Task, error) {
	tasks, err := h.o.Store.Tasks(ctx, op.Scope, limit)
	if err != nil {
		return nil, fmt.Errorf("list tasks: %w", err)
	}
	return tasks, nil
}

// bringOf names the parts for which a person has to come to a desk.
func bringOf(parts []registry.Task) string {
	tasks := make([]flows.Task, len(parts))
	for i, part := range parts {
		tasks[i] = flows.Task{Kind: flows.TaskKind(part.Kind), Label: part.Label}
	}
	return flows.ToBring(tasks)
}
