-- What is kept, once for each content. The object's name carries an identifier of its own beside the hash, so that
-- removing one and keeping the same content anew at that moment never meet.
CREATE TABLE files_blob (
    sha256     TEXT   PRIMARY KEY,
    object     TEXT   NOT NULL UNIQUE,
    size       BIGINT NOT NULL,
    media_type TEXT   NOT NULL,
    width      BIGINT,
    height     BIGINT,
    -- Smaller pictures and the first page, as JSON: they come and go with the blob, in one statement.
    variants   TEXT   NOT NULL,
    -- 'unchecked', 'clean' or 'infected', as the virus scanner said.
    checked    TEXT   NOT NULL,
    threat     TEXT   NOT NULL,
    -- When somebody last sent or attached this content: what was touched lately is not swept.
    touched_at BIGINT NOT NULL
);
CREATE INDEX files_blob_checked ON files_blob (checked);
CREATE INDEX files_blob_touched ON files_blob (touched_at);

-- A file on its way in, and until something takes it.
CREATE TABLE files_upload (
    id         UUID   PRIMARY KEY,
    owner      UUID,
    purpose    TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    declared   TEXT   NOT NULL,
    length     BIGINT,
    expires_at BIGINT NOT NULL,
    -- Set when all of it arrived, was looked at and found good.
    blob       TEXT   REFERENCES files_blob (sha256)
);
CREATE INDEX files_upload_owner ON files_upload (owner);
CREATE INDEX files_upload_expires ON files_upload (expires_at);
CREATE INDEX files_upload_blob ON files_upload (blob);

-- The pieces that arrived. The next one begins where the last one ends; of two that begin at one place one is refused.
CREATE TABLE files_part (
    upload_id UUID   NOT NULL REFERENCES files_upload (id) ON DELETE CASCADE,
    at        BIGINT NOT NULL,
    length    BIGINT NOT NULL,
    object    TEXT   NOT NULL,
    PRIMARY KEY (upload_id, at)
);

-- A file as people know it: its name, what it belongs to, who may open it.
CREATE TABLE files_file (
    id           UUID    PRIMARY KEY,
    blob         TEXT    NOT NULL REFERENCES files_blob (sha256),
    name         TEXT    NOT NULL,
    subject_kind TEXT    NOT NULL,
    subject_id   UUID    NOT NULL,
    agency_id    UUID,
    is_public    BOOLEAN NOT NULL,
    permission   TEXT,
    owner        UUID,
    created_at   BIGINT  NOT NULL,
    created_by   UUID,
    deleted_at   BIGINT
);
CREATE INDEX files_file_subject ON files_file (subject_kind, subject_id);
CREATE INDEX files_file_blob ON files_file (blob);
CREATE INDEX files_file_deleted ON files_file (deleted_at) WHERE deleted_at IS NOT NULL;

-- How much each account sent on a day.
CREATE TABLE files_usage (
    account UUID   NOT NULL,
    day     TEXT   NOT NULL,
    bytes   BIGINT NOT NULL,
    PRIMARY KEY (account, day)
);
