-- Bodies of the state and territorial units, each for the days on which it exists. What a body was called or numbered
-- in another era is another row; org_succession joins them.
CREATE TABLE org_agency (
    id           UUID    PRIMARY KEY,
    kind         TEXT    NOT NULL,
    commune_kind TEXT,
    code         TEXT,
    unit_code    TEXT,
    name         TEXT    NOT NULL,
    full_name    TEXT    NOT NULL,
    name_en      TEXT,
    slug         TEXT    NOT NULL,
    parent_id    UUID REFERENCES org_agency (id),
    -- Identifiers from the root down to this row, '/'-joined and '/'-closed: what rights are compared by.
    path         TEXT    NOT NULL,
    valid_from   TEXT,
    valid_to     TEXT,
    address      TEXT    NOT NULL,
    phone        TEXT    NOT NULL,
    email        TEXT    NOT NULL,
    office_hours TEXT    NOT NULL,
    area_km2     DOUBLE PRECISION,
    lat          DOUBLE PRECISION,
    lon          DOUBLE PRECISION,
    status       TEXT    NOT NULL,
    note         TEXT    NOT NULL,
    -- Name of the row in the data it came from, so that importing the same data again finds it.
    origin       TEXT UNIQUE,
    version      BIGINT  NOT NULL
);
CREATE INDEX org_agency_parent ON org_agency (parent_id);
CREATE INDEX org_agency_unit_code ON org_agency (unit_code);

-- What became of what: all of it or a part of it, changed or unchanged.
CREATE TABLE org_succession (
    from_id   UUID    NOT NULL REFERENCES org_agency (id),
    to_id     UUID    NOT NULL REFERENCES org_agency (id),
    on_date   TEXT    NOT NULL,
    extent    TEXT    NOT NULL,
    unchanged BOOLEAN NOT NULL,
    PRIMARY KEY (from_id, to_id)
);
CREATE INDEX org_succession_to ON org_succession (to_id);

-- One row, changed first by every act on the tree: acts queue here, because a rule such as "no two units with one code
-- on one day" looks at many rows.
CREATE TABLE org_revision (
    id       BIGINT PRIMARY KEY CHECK (id = 1),
    revision BIGINT NOT NULL
);
INSERT INTO org_revision (id, revision) VALUES (1, 0);
