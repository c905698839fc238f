// SPDX-License-Identifier: Apache-2.0

package store

import "context"

// KeepForm keeps the source of a form under its hash; keeping it again changes
// nothing. A form holds nobody's data, so no scope is asked for.
func (e *Edge) KeepForm(ctx context.Context, hash [32]byte, name string, data []byte) error {
	return e.db.update(ctx, "keep form", func(t *tx) error {
		_, err := t.exec(`INSERT INTO form (hash, name, data) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, hash[:], name, data)
		return err
	})
}

// KeptForm returns the source of a form that was kept. It returns ErrNotFound
// of sessions.
func (e *Edge) KeptForm(ctx context.Context, hash [32]byte) (name string, data []byte, err error) {
	err = e.db.row(ctx, "read form", `SELECT name, data FROM form WHERE hash = ?`, []any{hash[:]}, &name, &data)
	return name, data, err
}
