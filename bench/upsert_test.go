// SPDX-License-Identifier: Apache-2.0

package bench_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"sync/atomic"

	_ "modernc.org/sqlite"
)

// upserts is the durable floor: whatever a step does, it can't do less than
// write 2 KB to disk before it answers. Writes that wait together are committed
// together, by SQLite with the same settings as the store's.
type upserts struct {
	db    *sql.DB
	conn  *sql.Conn
	write *sql.Stmt
	queue chan upsertOp
	ended chan struct{}
}

type upsertOp struct {
	party string
	state []byte
	done  chan error
}

// maxUpserts in one transaction, as in the store.
const maxUpserts = 128

func openUpserts(dir string) (*upserts, error) {
	ctx := context.Background()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "floor.db")+
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-16384)")
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err = conn.ExecContext(ctx, "CREATE TABLE session (party TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT"); err != nil {
		return nil, err
	}
	write, err := conn.PrepareContext(ctx, "INSERT INTO session VALUES (?, ?) ON CONFLICT (party) DO UPDATE SET state = excluded.state")
	if err != nil {
		return nil, err
	}
	u := &upserts{db: db, conn: conn, write: write, queue: make(chan upsertOp), ended: make(chan struct{})}
	go u.run()
	return u, nil
}

func (u *upserts) run() {
	defer close(u.ended)
	for first := range u.queue {
		group := []upsertOp{first}
	gather:
		for len(group) < maxUpserts {
			select {
			case op, open := <-u.queue:
				if !open {
					break gather
				}
				group = append(group, op)
			default:
				break gather
			}
		}
		err := u.commit(group)
		for _, op := range group {
			op.done <- err
		}
	}
}

func (u *upserts) commit(group []upsertOp) error {
	ctx := context.Background()
	if _, err := u.conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, op := range group {
		if _, err := u.write.Exec(op.party, op.state); err != nil {
			_, undo := u.conn.ExecContext(ctx, "ROLLBACK")
			return errors.Join(err, undo)
		}
	}
	_, err := u.conn.ExecContext(ctx, "COMMIT")
	return err
}

func (u *upserts) put(party string, state []byte) error {
	op := upsertOp{party, state, make(chan error, 1)}
	u.queue <- op
	return <-op.done
}

func (u *upserts) Close() error {
	close(u.queue)
	<-u.ended
	return errors.Join(u.write.Close(), u.conn.Close(), u.db.Close())
}

// upsertHandler answers once 2 KB are on disk under the caller's number. They are
// new ones each time, as a session's are: SQLite writes nothing where nothing
// changed.
func upsertHandler(dir string) (http.Handler, io.Closer, error) {
	u, err := openUpserts(dir)
	if err != nil {
		return nil, nil, err
	}
	var requests atomic.Uint64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		state := bytes.Repeat([]byte("answers "), 256)
		binary.LittleEndian.PutUint64(state, requests.Add(1))
		if err := u.put(r.FormValue("phoneNumber"), state); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		_, _ = io.WriteString(w, "CON ok")
	}), u, nil
}
