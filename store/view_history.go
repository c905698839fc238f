// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
)

// KeptForm returns the source of a form that an edge served. It returns
// ErrNotFound of sessions, and does so for every form of a hub, which keeps none.
func (v *View) KeptForm(ctx context.Context, hash [32]byte) (name string, data []byte, err error) {
	if v.Hub() {
		return "", nil, v.db.fail("read form", sql.ErrNoRows)
	}
	err = v.db.row(ctx, "read form", `SELECT name, data FROM form WHERE hash = ?`, []any{hash[:]}, &name, &data)
	return name, data, err
}

// File returns the bytes of a file that was attached, by the name that an answer
// has. It returns ErrNotFound of sessions, and does so for every file of a hub,
// to which none is carried.
func (v *View) File(ctx context.Context, name string) ([]byte, error) {
	if v.Hub() {
		return nil, v.db.fail("read attachment", sql.ErrNoRows)
	}
	return v.db.file(ctx, name)
}
