-- +goose Up

-- Times are milliseconds since 1970 in UTC; 0 is never.

-- What this installation is: its id, the life of this database, its keys.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Numbers that are given out once. next is the first that was not reserved.
CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row a session, rewritten by every step. No column that a common step
-- changes is in an index, except the order of the drafts.
CREATE TABLE session (
    id      BLOB PRIMARY KEY,   -- UUID version 7
    service TEXT NOT NULL,      -- short code
    channel TEXT NOT NULL,
    party   TEXT NOT NULL,      -- MSISDN, opaque subscriber id or operator's id
    ref     TEXT NOT NULL,      -- 12 digits; '' when no form was begun
    form    TEXT NOT NULL,      -- '' when none is in progress
    seq     INTEGER NOT NULL,   -- steps committed; compare-and-set
    state   BLOB NOT NULL,
    updated INTEGER NOT NULL,
    parked  INTEGER NOT NULL,
    closed  INTEGER NOT NULL
) STRICT;
CREATE INDEX session_open ON session (channel, party, service) WHERE closed = 0 AND parked = 0;
CREATE INDEX session_ref ON session (ref) WHERE closed = 0 AND ref <> '';
CREATE INDEX session_draft ON session (updated) WHERE closed = 0 AND form <> '';

-- The history of a session: what happened, never what was answered.
CREATE TABLE event (
    session BLOB NOT NULL,
    seq     INTEGER NOT NULL,   -- the step
    n       INTEGER NOT NULL,   -- place within the step
    at      INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    detail  TEXT NOT NULL,
    PRIMARY KEY (session, seq, n)
) STRICT, WITHOUT ROWID;

-- Outgoing SMS. The text goes once the message is sent or given up.
CREATE TABLE message (
    id         BLOB PRIMARY KEY,
    channel    TEXT NOT NULL,
    party      TEXT NOT NULL,
    text       TEXT NOT NULL,
    created    INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('ready', 'sent', 'failed')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    settled    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX message_ready ON message (channel, not_before) WHERE state = 'ready';

-- What a service remembers of a party between sessions.
CREATE TABLE preference (
    service  TEXT NOT NULL,
    party    TEXT NOT NULL,
    language TEXT NOT NULL,     -- BCP 47 tag
    PRIMARY KEY (service, party)
) STRICT, WITHOUT ROWID;
