-- What went along stands side by side with what it came from: loans too, the day, the agency it went to; and it stays
-- noted when the decision is taken back (`undone`). SQLite changes no CHECK, so the table is made anew.
CREATE TABLE identity_carried_along (
    plan     UUID    NOT NULL,
    kind     TEXT    NOT NULL CHECK (kind IN ('grant', 'post', 'loan')),
    -- The one that got its last day, and the one that goes on; several may go on as one.
    old_id   UUID    NOT NULL,
    new_id   UUID,
    -- The last day it had before.
    valid_to TEXT,
    agency   UUID    NOT NULL,
    heir     UUID,
    -- The first day of the new order.
    day      TEXT    NOT NULL,
    undone   BOOLEAN NOT NULL,
    PRIMARY KEY (plan, kind, old_id)
);
INSERT INTO identity_carried_along (plan, kind, old_id, new_id, valid_to, agency, heir, day, undone)
    SELECT c.plan, c.kind, c.old_id, c.new_id, c.valid_to, c.agency, COALESCE(g.agency, s.agency), r.effective, FALSE
    FROM identity_carried c JOIN org_reorganisation r ON r.id = c.plan
    LEFT JOIN identity_grant g ON g.id = c.new_id LEFT JOIN identity_post s ON s.id = c.new_id;
DROP TABLE identity_carried;
ALTER TABLE identity_carried_along RENAME TO identity_carried;
CREATE INDEX identity_carried_old ON identity_carried (old_id);
CREATE INDEX identity_carried_new ON identity_carried (new_id)
