-- +goose Up

-- The drafts of a party, for whoever dials with several of them. A common step
-- changes none of these columns.
CREATE INDEX session_party ON session (party, service) WHERE closed = 0 AND form <> '';

-- Drafts that were closed unfinished, to be told of by their references.
CREATE INDEX session_expired ON session (ref) WHERE closed = 1 AND form <> '';

-- What was drawn on the allowances of a day.
CREATE TABLE allowance (
    name TEXT NOT NULL,
    day  TEXT NOT NULL,         -- "2026-11-20", where it is counted
    used INTEGER NOT NULL,
    PRIMARY KEY (name, day)
) STRICT, WITHOUT ROWID;
