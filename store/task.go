// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/registry"
	"github.com/dialform/dialform/sessions"
)

// settleTask keeps the task of a submission in place of an earlier one of the
// same reference, which keeps its age; without a task that one is done.
func (t *tx) settleTask(ref string, task *sessions.Task) error {
	if task == nil {
		_, err := t.exec(`DELETE FROM task WHERE ref = ?`, ref)
		return err
	}
	parts, err := json.Marshal(task.Parts)
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO task (ref, submission_id, form, parts, since, state) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (ref) DO UPDATE SET submission_id = excluded.submission_id, form = excluded.form,
		parts = excluded.parts, state = excluded.state`,
		task.Ref, task.Submission, task.Form, string(parts), millis(task.Since), blob(task.State))
	return err
}

// taskQuery is followed by the scope's condition, which is that of the
// submissions.
const taskQuery = `SELECT task.ref, task.submission_id, task.form, task.parts, task.since
	FROM task JOIN submission ON submission.id = task.submission_id WHERE `

// Tasks lists tasks without their state, the oldest first.
func (e *Edge) Tasks(ctx context.Context, scope identity.Scope, limit int) ([]sessions.Task, error) {
	return e.db.tasks(ctx, submissionReach(scope), limit)
}

func (d *db) tasks(ctx context.Context, r reach, limit int) ([]sessions.Task, error) {
	var tasks []sessions.Task
	err := d.rows(ctx, "list tasks", taskQuery+r.where+` ORDER BY since, task.ref`+atMost, append(r.after(), limit),
		func(rows *sql.Rows) error {
			var (
				t     sessions.Task
				parts string
				since int64
			)
			if err := rows.Scan(&t.Ref, &t.Submission, &t.Form, &parts, &since); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(parts), &t.Parts); err != nil {
				return ErrDamaged
			}
			t.Since = fromMillis(since)
			tasks = append(tasks, t)
			return nil
		})
	return tasks, err
}

// Task returns the task of a reference. It returns sessions.ErrNotFound.
func (e *Edge) Task(ctx context.Context, scope identity.Scope, ref string) (sessions.Task, error) {
	r := submissionReach(scope)
	var (
		t     sessions.Task
		parts string
		since int64
	)
	err := e.db.row(ctx, "read task", `SELECT task.ref, task.submission_id, task.form, task.parts, task.since, task.state
		FROM task JOIN submission ON submission.id = task.submission_id WHERE task.ref = ? AND `+r.where, r.after(ref),
		&t.Ref, &t.Submission, &t.Form, &parts, &since, &t.State)
	if err != nil {
		return sessions.Task{}, err
	}
	if err := json.Unmarshal([]byte(parts), &t.Parts); err != nil {
		return sessions.Task{}, e.db.fail("read task", ErrDamaged)
	}
	t.Since = fromMillis(since)
	return t, nil
}

// missing are the parts that the submissions of a reference lack yet. Whoever
// asks has reached one of them.
func (e *Edge) missing(ctx context.Context, ref string) (parts []registry.Task, err error) {
	err = e.db.rows(ctx, "read task", `SELECT parts FROM task WHERE ref = ?`, []any{ref}, func(rows *sql.Rows) error {
		var text string
		if err := rows.Scan(&text); err != nil {
			return err
		}
		if json.Unmarshal([]byte(text), &parts) != nil {
			return ErrDamaged
		}
		return nil
	})
	return parts, err
}

// Attachments lists what was attached to the task of a reference, by question.
func (e *Edge) Attachments(ctx context.Context, scope identity.Scope, ref string) ([]registry.File, error) {
	r := submissionReach(scope)
	var files []registry.File
	err := e.db.rows(ctx, "list attachments", `SELECT path, name, blob.type, blob.size, attachment.sha256
		FROM attachment JOIN blob ON blob.sha256 = attachment.sha256
		WHERE attachment.ref = ? AND EXISTS (SELECT 1 FROM submission WHERE submission.ref = attachment.ref AND `+r.where+`)
		ORDER BY path`, r.after(ref),
		func(rows *sql.Rows) error {
			var (
				f   registry.File
				sum []byte
			)
			if err := rows.Scan(&f.Path, &f.Name, &f.Type, &f.Size, &sum); err != nil {
				return err
			}
			f.SHA256 = hex.EncodeToString(sum)
			files = append(files, f)
			return nil
		})
	return files, err
}
