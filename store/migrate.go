// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// role is what a database is for: its file and its migrations.
type role struct {
	file       string
	migrations string
}

var (
	edge = role{file: EdgeFile, migrations: "migrations/edge"}
	hub  = role{file: HubFile, migrations: "migrations/hub"}
)

// migrate brings the schema to this program's version. Migrations only go
// forward: a later program's database is refused rather than guessed at.
func migrate(ctx context.Context, conn *sql.DB, r role) error {
	dir, err := fs.Sub(migrations, r.migrations)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, conn, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	sources := p.ListSources()
	if have > sources[len(sources)-1].Version {
		return ErrNewer
	}
	if _, err := p.Up(ctx); err != nil {
		// The first cause tells more than goose's account of the whole run.
		var partial *goose.PartialError
		if errors.As(err, &partial) {
			err = partial.Err
		}
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
