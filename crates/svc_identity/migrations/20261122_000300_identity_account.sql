-- Who can sign in. `login` is folded (lower case, no accents), so that it is typed the same way on every keyboard;
-- `found_by` is what the administrators' list is searched in.
CREATE TABLE identity_account (
    id           UUID    PRIMARY KEY,
    login        TEXT    NOT NULL UNIQUE,
    display_name TEXT    NOT NULL,
    found_by     TEXT    NOT NULL,
    password     TEXT    NOT NULL,
    status       TEXT    NOT NULL CHECK (status IN ('active', 'locked')),
    must_change  BOOLEAN NOT NULL,
    created_at   BIGINT  NOT NULL,
    version      BIGINT  NOT NULL
);

-- A role held over an agency and all below it, from a day to a day (both included), unless ended before.
CREATE TABLE identity_grant (
    id         UUID   PRIMARY KEY,
    account    UUID   NOT NULL REFERENCES identity_account (id),
    role       TEXT   NOT NULL,
    agency     UUID   NOT NULL REFERENCES org_agency (id),
    valid_from TEXT   NOT NULL,
    valid_to   TEXT,
    giver      UUID,
    reason     TEXT   NOT NULL,
    given_at   BIGINT NOT NULL,
    ended_at   BIGINT,
    ended_by   UUID
);
CREATE INDEX identity_grant_account ON identity_grant (account);
CREATE INDEX identity_grant_agency ON identity_grant (agency);

-- Who is signed in. Only the digest of the token is kept: a copy of this table opens no session.
CREATE TABLE identity_session (
    id         UUID   PRIMARY KEY,
    account    UUID   NOT NULL REFERENCES identity_account (id),
    token_hash BYTEA  NOT NULL UNIQUE,
    started_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    device     TEXT   NOT NULL,
    address    TEXT   NOT NULL
);
CREATE INDEX identity_session_account ON identity_session (account);
CREATE INDEX identity_session_started ON identity_session (started_at);
