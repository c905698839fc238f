-- +goose Up

-- Times are milliseconds since 1970 in UTC; 0 is never.

-- Submissions as they arrived; one row an id for ever. bytes is what was frozen
-- and hashed on the device, the other columns are copies of members of it.
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
    finished     INTEGER NOT NULL,
    sha256       BLOB NOT NULL,
    bytes        BLOB NOT NULL,     -- canonical JSON
    sender       TEXT NOT NULL,     -- the device that sent it
    epoch        TEXT NOT NULL,     -- life of the sender's database
    dseq         INTEGER NOT NULL,  -- place in the sender's outbox
    state        TEXT NOT NULL CHECK (state IN ('applied', 'held', 'conflict', 'rejected')),
    code         TEXT NOT NULL DEFAULT '',
    received     INTEGER NOT NULL
) STRICT;
CREATE INDEX submission_ref ON submission (ref);

-- What could not be taken, with the bytes as received. The same trouble sent
-- again is one row.
CREATE TABLE quarantine (
    n             INTEGER PRIMARY KEY,
    submission_id TEXT NOT NULL,    -- as the sender claims
    reason        TEXT NOT NULL,
    sha256        BLOB NOT NULL,    -- of bytes
    bytes         BLOB NOT NULL,
    sender        TEXT NOT NULL,
    epoch         TEXT NOT NULL,
    dseq          INTEGER NOT NULL,
    received      INTEGER NOT NULL,
    UNIQUE (submission_id, reason, sha256)
) STRICT;

-- Who sends, and how far.
CREATE TABLE device (
    id       TEXT NOT NULL,
    epoch    TEXT NOT NULL,
    dseq     INTEGER NOT NULL,      -- highest seen
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (id, epoch)
) STRICT, WITHOUT ROWID;
