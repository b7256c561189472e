-- What a reorganisation of agencies did to roles and posts, so that it can be taken back until its day: which one got
-- its last day, the one that goes on at the heir, and the last day it had before.
CREATE TABLE identity_carried (
    plan     UUID NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('grant', 'post')),
    old_id   UUID NOT NULL,
    new_id   UUID,
    valid_to TEXT,
    agency   UUID NOT NULL,
    PRIMARY KEY (plan, kind, old_id)
)
