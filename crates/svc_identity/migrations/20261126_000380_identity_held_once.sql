-- One account holds a role over an agency once: two administrators who give it at the same moment, on two nodes, do not
-- both succeed. `held` marks the grant that stands for it from its giving until it is ended or found to be over; those
-- that a reorganisation made beside one that is shorter are not marked.
ALTER TABLE identity_grant ADD COLUMN held BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE identity_grant SET held = TRUE WHERE ended_at IS NULL AND NOT EXISTS
    (SELECT 1 FROM identity_grant o WHERE o.account = identity_grant.account AND o.role = identity_grant.role
        AND o.agency = identity_grant.agency AND o.ended_at IS NULL AND o.id > identity_grant.id);
CREATE UNIQUE INDEX identity_grant_held ON identity_grant (account, role, agency) WHERE held
