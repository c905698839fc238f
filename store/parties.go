// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"hash/maphash"
	"sync"

	"github.com/dialform/dialform/identity"
	"github.com/dialform/dialform/sessions"
)

// parties is everybody who has an open session, a draft or a preference, so that
// the first dial of anybody else needs no query. Whoever is here may have none of
// these any more, or share a hash with somebody who has; who is not has none.
type parties struct {
	mu   sync.Mutex
	seed maphash.Seed
	met  map[uint64]struct{} // hashes; nil if they are too many
}

// maxParties is how many are remembered, about 16 bytes each.
const maxParties = 1 << 20

// fill reads who was here before this process began.
func (p *parties) fill(ctx context.Context, d *db) error {
	p.seed, p.met = maphash.MakeSeed(), make(map[uint64]struct{})
	return d.rows(ctx, "read parties", `SELECT party FROM session WHERE closed = 0 UNION ALL SELECT party FROM preference`+atMost,
		[]any{maxParties + 1}, func(rows *sql.Rows) error {
			var party sql.RawBytes
			err := rows.Scan(&party)
			p.meet(string(party))
			return err
		})
}

// keep takes a step that was committed.
func (p *parties) keep(s *sessions.Step) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.meet(s.Record.Party)
	for _, r := range s.Park {
		p.meet(r.Party)
	}
	for _, change := range s.Changes {
		p.meet(change.Record.Party)
	}
}

func (p *parties) meet(party string) {
	if len(p.met) >= maxParties {
		p.met = nil
	}
	if p.met != nil {
		p.met[maphash.String(p.seed, party)] = struct{}{}
	}
}

// stranger reports that a party certainly has nothing here. To the node itself
// nobody is: it reads the database.
func (p *parties) stranger(scope identity.Scope, party string) bool {
	if scope.Kind == identity.KindSystem {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, met := p.met[maphash.String(p.seed, party)]
	return p.met != nil && !met
}
