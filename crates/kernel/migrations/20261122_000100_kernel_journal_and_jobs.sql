-- What happened, written in the transaction in which it happened. Rows are never changed afterwards, except that
-- the sealer gives each its place in the chain once.
CREATE TABLE kernel_record (
    id           UUID   PRIMARY KEY,
    at           BIGINT NOT NULL,
    actor        TEXT   NOT NULL,
    act          TEXT   NOT NULL,
    subject_kind TEXT   NOT NULL,
    subject_id   UUID   NOT NULL,
    agency_id    UUID,
    touched      TEXT   NOT NULL,
    data         TEXT   NOT NULL,
    ordinal      BIGINT UNIQUE,
    hash         BYTEA
);
CREATE INDEX kernel_record_unsealed ON kernel_record (at, id) WHERE ordinal IS NULL;
CREATE INDEX kernel_record_subject ON kernel_record (subject_kind, subject_id, at);

-- The end of the chain, so that cutting off its tail shows.
CREATE TABLE kernel_chain (
    id      BIGINT PRIMARY KEY CHECK (id = 1),
    ordinal BIGINT NOT NULL,
    hash    BYTEA  NOT NULL
);

-- Work to be done after the act that asked for it was committed.
CREATE TABLE kernel_job (
    id           UUID   PRIMARY KEY,
    kind         TEXT   NOT NULL,
    payload      TEXT   NOT NULL,
    schedule     TEXT   UNIQUE,
    run_at       BIGINT NOT NULL,
    locked_until BIGINT,
    attempts     BIGINT NOT NULL,
    last_error   TEXT,
    dead_at      BIGINT
);
CREATE INDEX kernel_job_due ON kernel_job (run_at) WHERE dead_at IS NULL;

-- Who was refused, and who saw personal data. Kept apart from the journal: it is written after a rollback.
CREATE TABLE kernel_access_log (
    id      UUID   PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT   NOT NULL,
    what    TEXT   NOT NULL,
    path    TEXT   NOT NULL
);
CREATE INDEX kernel_access_log_at ON kernel_access_log (at);
