-- Whoever changes how documents stand to each other, or what is worked out for an entry, writes this one row first: the
-- next waits, and then sees what was done.
CREATE TABLE portal_entry_turn (
    id    BIGINT NOT NULL PRIMARY KEY,
    taken BIGINT NOT NULL
);
INSERT INTO portal_entry_turn (id, taken) VALUES (1, 0);

-- Numbers are looked up on a site and on those above it.
ALTER TABLE portal_entry_number ADD COLUMN site_id UUID;
UPDATE portal_entry_number SET site_id =
    (SELECT e.site_id FROM portal_entry e WHERE e.id = portal_entry_number.entry_id);
DROP INDEX portal_entry_number_key;
CREATE INDEX portal_entry_number_key ON portal_entry_number (key, site_id);

-- Originals cite and are cited, translations stand as they do.
DELETE FROM portal_entry_number WHERE entry_id IN (SELECT id FROM portal_entry WHERE original_id IS NOT NULL);
DELETE FROM portal_entry_relation WHERE entry_id IN (SELECT id FROM portal_entry WHERE original_id IS NOT NULL);
UPDATE portal_entry_relation SET target_id =
    (SELECT e.original_id FROM portal_entry e WHERE e.id = portal_entry_relation.target_id)
    WHERE target_id IN (SELECT id FROM portal_entry WHERE original_id IS NOT NULL);

-- A number means no document that is no longer read under it, but another that has it.
UPDATE portal_entry_relation AS r SET target_id = NULL, is_binding = FALSE WHERE r.target_id IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM portal_entry_number n WHERE n.entry_id = r.target_id AND n.key = r.cited)
    AND NOT EXISTS (SELECT 1 FROM portal_entry a WHERE a.short = r.cited AND r.target_id IN (a.id, a.original_id));
UPDATE portal_entry_relation AS r SET target_id = f.meant, is_binding = f.binds FROM (
    SELECT c.entry_id AS citing, c.place AS at, n.entry_id AS meant,
        (o.path = p.path AND c.relation NOT IN ('huong-dan', 'can-cu')) AS binds,
        row_number() OVER (PARTITION BY c.entry_id, c.place ORDER BY length(p.path) DESC, n.entry_id DESC) AS nth
    FROM portal_entry_number n
    JOIN portal_site h ON h.id = n.site_id JOIN org_agency p ON p.id = h.agency_id
    JOIN portal_entry_relation c ON c.cited = n.key AND c.target_id IS NULL AND c.entry_id <> n.entry_id
    JOIN portal_entry a ON a.id = c.entry_id
    JOIN portal_site s ON s.id = a.site_id JOIN org_agency o ON o.id = s.agency_id
    WHERE substr(o.path, 1, length(p.path)) = p.path
) AS f WHERE r.entry_id = f.citing AND r.place = f.at AND f.nth = 1;

-- What was worked out of one that is no longer read is nothing; of the others it is worked out anew.
DELETE FROM portal_entry_facet WHERE until IS NOT NULL
    AND entry_id IN (SELECT id FROM portal_entry WHERE published_revision IS NULL);
UPDATE portal_entry_facet SET until = '' WHERE until IS NOT NULL AND kind = 'document'
    AND (value IN ('het-mot-phan', 'het-hieu-luc')
    OR entry_id IN (SELECT target_id FROM portal_entry_relation WHERE is_binding)
    OR entry_id IN (SELECT id FROM portal_entry WHERE original_id IS NOT NULL));
