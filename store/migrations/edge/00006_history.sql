-- +goose Up

-- A step rewrites one row and no index entry: that is what it costs. So the
-- history grows in the session's own row, and is moved out when a form is sent or
-- when it has become long; and drafts are ordered by the hour of their last step.

ALTER TABLE session ADD COLUMN history TEXT NOT NULL DEFAULT '';    -- events not in the table yet: [at,"kind","detail"],...
ALTER TABLE session ADD COLUMN hour INTEGER NOT NULL DEFAULT 0;     -- of updated, since 1970
UPDATE session SET hour = updated / 3600000;

DROP INDEX session_draft;
CREATE INDEX session_draft ON session (hour) WHERE closed = 0 AND form <> '';

-- One index finds the open session of a party and its drafts.
DROP INDEX session_open;
DROP INDEX session_party;
CREATE INDEX session_party ON session (party, service) WHERE closed = 0;

-- The history of sessions: what happened, never what was answered.
CREATE TABLE history (
    session    BLOB NOT NULL,
    seq        INTEGER NOT NULL,    -- the last step that events tell of
    submission TEXT NOT NULL,       -- which that step sent; '' for none
    events     TEXT NOT NULL,       -- [at,"kind","detail"],...
    PRIMARY KEY (session, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_submission ON history (submission) WHERE submission <> '';

CREATE INDEX submission_finished ON submission (finished);
INSERT INTO history (session, seq, submission, events)
SELECT session, seq,
    coalesce(max(CASE kind WHEN 'submitted' THEN
        (SELECT id FROM submission WHERE finished = e.at AND form_id = e.detail LIMIT 1) END), ''),
    group_concat(json_array(at, kind, detail))
FROM (SELECT * FROM event ORDER BY session, seq, n) AS e
GROUP BY session, seq;
DROP INDEX submission_finished;
DROP TABLE event;
