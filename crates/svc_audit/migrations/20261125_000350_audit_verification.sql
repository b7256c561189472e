-- What the daily walk over the journal's chain found. `broken` is empty when it was whole; `head` is the chain's end
-- then, hexadecimal, which proves later that nothing before it was changed.
CREATE TABLE audit_verification (
    id       UUID   PRIMARY KEY,
    at       BIGINT NOT NULL,
    took     BIGINT NOT NULL,
    sealed   BIGINT NOT NULL,
    unsealed BIGINT NOT NULL,
    broken   TEXT   NOT NULL,
    head     TEXT   NOT NULL
);
CREATE INDEX audit_verification_at ON audit_verification (at, id);
