-- +goose Up

-- The source of every form that was served, by its content, so that a draft
-- finishes on the version it began.
CREATE TABLE form (
    hash BLOB PRIMARY KEY,      -- SHA-256 of data
    name TEXT NOT NULL,         -- of the file, e.g. "forms/register.xlsx"
    data BLOB NOT NULL
) STRICT;
