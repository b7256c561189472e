-- What public documents say of others, and the numbers by which they are cited.
CREATE TABLE portal_entry_number (
    entry_id UUID NOT NULL PRIMARY KEY REFERENCES portal_entry (id),
    -- Without accents, capitals and spaces.
    key      TEXT NOT NULL
);
CREATE INDEX portal_entry_number_key ON portal_entry_number (key);

CREATE TABLE portal_entry_relation (
    entry_id   UUID    NOT NULL REFERENCES portal_entry (id),
    -- Its place among what the document says of others.
    place      BIGINT  NOT NULL,
    relation   TEXT    NOT NULL,
    -- The number as a key, or the end of the other's address.
    cited      TEXT    NOT NULL,
    -- The document of the portal that is meant, once there is one.
    target_id  UUID,
    -- It changes the other, and stands where it has the power to.
    is_binding BOOLEAN NOT NULL,
    is_whole   BOOLEAN NOT NULL,
    from_day   TEXT,
    PRIMARY KEY (entry_id, place)
);
CREATE INDEX portal_entry_relation_target ON portal_entry_relation (target_id) WHERE target_id IS NOT NULL;
CREATE INDEX portal_entry_relation_cited ON portal_entry_relation (cited) WHERE target_id IS NULL;

-- The day from which a facet that is worked out has to be worked out again; none for one that was chosen.
ALTER TABLE portal_entry_facet ADD COLUMN until TEXT;
CREATE INDEX portal_entry_facet_until ON portal_entry_facet (until) WHERE until IS NOT NULL;
UPDATE portal_entry_facet SET until = '' WHERE name = 'standing' OR (name = 'stage' AND EXISTS
    (SELECT 1 FROM portal_entry e WHERE e.id = portal_entry_facet.entry_id AND e.kind = 'draft'));
