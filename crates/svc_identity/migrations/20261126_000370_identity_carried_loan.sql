-- Lent roles go along with a reorganisation, too: the note of what was carried knows a third kind.
CREATE TABLE identity_carried_next (
    plan     UUID NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('grant', 'loan', 'post')),
    old_id   UUID NOT NULL,
    new_id   UUID,
    valid_to TEXT,
    agency   UUID NOT NULL,
    PRIMARY KEY (plan, kind, old_id)
);
INSERT INTO identity_carried_next (plan, kind, old_id, new_id, valid_to, agency)
    SELECT plan, kind, old_id, new_id, valid_to, agency FROM identity_carried;
DROP TABLE identity_carried;
ALTER TABLE identity_carried_next RENAME TO identity_carried
