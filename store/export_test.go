// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
)

// LimitPages makes the disk full for an edge: its file may not grow beyond so
// many pages. Zero takes the limit away.
func LimitPages(ctx context.Context, e *Edge, pages int) error {
	if pages == 0 {
		pages = 1 << 30
	}
	return e.db.update(ctx, "limit", func(t *tx) error {
		var n int
		return t.row(fmt.Sprintf("PRAGMA max_page_count(%d)", pages), nil, &n)
	})
}

// Count runs a query for one number on a hub.
func Count(ctx context.Context, h *Hub, query string) (n int, err error) {
	err = h.db.row(ctx, "count", query, nil, &n)
	return n, err
}

// CountEdge runs a query for one number on an edge.
func CountEdge(ctx context.Context, e *Edge, query string) (n int, err error) {
	err = e.db.row(ctx, "count", query, nil, &n)
	return n, err
}

// Exec changes an edge behind its back.
func Exec(ctx context.Context, e *Edge, query string) error {
	return e.db.update(ctx, "exec", func(t *tx) error {
		_, err := t.exec(query)
		return err
	})
}
