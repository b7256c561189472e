-- When the owner of a session last showed who they are.
ALTER TABLE identity_session ADD COLUMN proved_at BIGINT NOT NULL DEFAULT 0;

-- One-time codes of an authenticator app (RFC 6238). The seed is hidden with the program's secret; `last_step` keeps a code
-- from being used twice.
CREATE TABLE identity_totp (
    account   UUID   PRIMARY KEY REFERENCES identity_account (id),
    seed      BYTEA  NOT NULL,
    last_step BIGINT NOT NULL,
    set_up_at BIGINT NOT NULL
);

-- Codes on paper for the day the phone is lost, each good once. Only digests are kept.
CREATE TABLE identity_recovery (
    id      UUID   PRIMARY KEY,
    account UUID   NOT NULL REFERENCES identity_account (id),
    digest  BYTEA  NOT NULL,
    used_at BIGINT
);
CREATE INDEX identity_recovery_account ON identity_recovery (account);

-- Passkeys (W3C Web Authentication). `credential` is what checking one needs, as JSON.
CREATE TABLE identity_passkey (
    id            UUID   PRIMARY KEY,
    account       UUID   NOT NULL REFERENCES identity_account (id),
    name          TEXT   NOT NULL,
    credential_id TEXT   NOT NULL UNIQUE,
    credential    TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    used_at       BIGINT
);
CREATE INDEX identity_passkey_account ON identity_passkey (account);

-- Links sent by mail: to take up an invitation, to set another password. Only the digest is kept; each works once and for
-- a while.
CREATE TABLE identity_link (
    id         UUID   PRIMARY KEY,
    purpose    TEXT   NOT NULL CHECK (purpose IN ('invitation', 'password')),
    account    UUID   NOT NULL REFERENCES identity_account (id),
    digest     BYTEA  NOT NULL UNIQUE,
    made_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX identity_link_account ON identity_link (account);

-- A role lent for a while: the borrower exercises it over that agency and below in the lender's place, as long as the
-- lender holds it. Both days are included.
CREATE TABLE identity_delegation (
    id         UUID   PRIMARY KEY,
    grant_id   UUID   NOT NULL REFERENCES identity_grant (id),
    lender     UUID   NOT NULL REFERENCES identity_account (id),
    borrower   UUID   NOT NULL REFERENCES identity_account (id),
    agency     UUID   NOT NULL REFERENCES org_agency (id),
    valid_from TEXT   NOT NULL,
    valid_to   TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    given_at   BIGINT NOT NULL,
    ended_at   BIGINT,
    ended_by   UUID
);
CREATE INDEX identity_delegation_borrower ON identity_delegation (borrower);
CREATE INDEX identity_delegation_lender ON identity_delegation (lender);

-- Sign-in by another provider (OpenID Connect): whom its subject is here.
CREATE TABLE identity_openid (
    issuer    TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    account   UUID   NOT NULL REFERENCES identity_account (id),
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identity_openid_account ON identity_openid (account);
