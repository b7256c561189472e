-- One dated act that merges, splits, renames or dissolves agencies. `content` says which (JSON); `before` holds what the
-- decision changed, so that it can be taken back until its day.
CREATE TABLE org_reorganisation (
    id            UUID   PRIMARY KEY,
    title         TEXT   NOT NULL,
    -- The first day of the new order.
    effective     TEXT   NOT NULL,
    -- The decision it rests on: what it is called, its number, its day.
    basis         TEXT   NOT NULL,
    document_no   TEXT   NOT NULL,
    document_date TEXT,
    status        TEXT   NOT NULL CHECK (status IN ('draft', 'decided', 'in_force', 'undone')),
    content       TEXT   NOT NULL,
    before        TEXT   NOT NULL,
    -- The agency over which whoever decides has to hold the right; rights compare by its path.
    agency_id     UUID   NOT NULL REFERENCES org_agency (id),
    changed_at    BIGINT NOT NULL,
    version       BIGINT NOT NULL
);
CREATE INDEX org_reorganisation_due ON org_reorganisation (status, effective)
