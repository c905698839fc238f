-- +goose Up

-- Submissions that a desk has to complete: what is missing, and the form as it
-- stood, to go on with.
CREATE TABLE task (
    ref           TEXT PRIMARY KEY,
    submission_id TEXT NOT NULL REFERENCES submission (id), -- the edition to complete
    form          TEXT NOT NULL,
    parts         TEXT NOT NULL,    -- JSON: [{"kind":"image","path":"/data/photo","label":"Photo"}]
    since         INTEGER NOT NULL, -- when the form was sent first
    state         BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX task_since ON task (since);

-- Attached files, by their content.
CREATE TABLE blob (
    sha256 BLOB PRIMARY KEY,
    type   TEXT NOT NULL,           -- media type, told by the content
    size   INTEGER NOT NULL,        -- bytes
    data   BLOB NOT NULL
) STRICT;

-- Which file answers which question of the submissions of a reference.
CREATE TABLE attachment (
    ref    TEXT NOT NULL,
    path   TEXT NOT NULL,           -- of the question
    name   TEXT NOT NULL,           -- the answer
    sha256 BLOB NOT NULL REFERENCES blob (sha256),
    at     INTEGER NOT NULL,
    PRIMARY KEY (ref, path)
) STRICT, WITHOUT ROWID;
