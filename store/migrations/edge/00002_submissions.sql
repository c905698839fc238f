-- +goose Up

-- Finished forms. Never changed; bytes is what was frozen and hashed, the other
-- columns are copies of members of it to find it by.
CREATE TABLE submission (
    id           TEXT PRIMARY KEY,  -- UUID version 7
    ref          TEXT NOT NULL,
    kind         TEXT NOT NULL,
    form_id      TEXT NOT NULL,
    form_version TEXT NOT NULL,
    form_hash    TEXT NOT NULL,
    subject      TEXT NOT NULL,
    prev         TEXT NOT NULL,
    place        TEXT NOT NULL,
    party        TEXT NOT NULL,
    operator     TEXT NOT NULL,
    channel      TEXT NOT NULL,
    device       TEXT NOT NULL,
    finished     INTEGER NOT NULL,  -- milliseconds
    sha256       BLOB NOT NULL,
    bytes        BLOB NOT NULL      -- canonical JSON
) STRICT;
CREATE INDEX submission_ref ON submission (ref);

-- What goes to the centre, in the order it was finished. Nothing marks a row as
-- being sent: after a crash everything that is not final is simply still here.
CREATE TABLE outbox (
    dseq          INTEGER PRIMARY KEY AUTOINCREMENT, -- the centre sees gaps by it
    submission_id TEXT NOT NULL UNIQUE REFERENCES submission (id),
    state         TEXT NOT NULL CHECK (state IN ('ready', 'applied', 'duplicate', 'held', 'conflict', 'rejected')),
    code          TEXT NOT NULL DEFAULT '',
    attempts      INTEGER NOT NULL DEFAULT 0,
    not_before    INTEGER NOT NULL DEFAULT 0,
    settled       INTEGER NOT NULL DEFAULT 0         -- when the centre last judged it
) STRICT;
CREATE INDEX outbox_open ON outbox (dseq) WHERE state IN ('ready', 'held', 'conflict');
CREATE INDEX outbox_rejected ON outbox (dseq) WHERE state = 'rejected';
CREATE INDEX outbox_success ON outbox (settled) WHERE state IN ('applied', 'duplicate');
