-- A passkey ceremony under way (W3C Web Authentication): what was asked of the browser, until it answers. Used once.
CREATE TABLE identity_ceremony (
    id         UUID   PRIMARY KEY,
    account    UUID   REFERENCES identity_account (id),
    state      TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX identity_ceremony_expires ON identity_ceremony (expires_at);
