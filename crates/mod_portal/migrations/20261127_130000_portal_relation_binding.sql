-- Those that cite a document are read by what they say of it, the latest first, so that nobody is hidden by how many others
-- there are; and what changes it is found among however many rest on it.
DROP INDEX portal_entry_relation_target;
CREATE INDEX portal_entry_relation_target
    ON portal_entry_relation (target_id, relation, COALESCE(from_day, ''), entry_id) WHERE target_id IS NOT NULL;
CREATE INDEX portal_entry_relation_binding ON portal_entry_relation (target_id) WHERE is_binding;

-- What was lost is meant no more, but the nearest other document of its number.
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

-- What is corrected is in force as before, and what was found just now may not be: worked out anew.
UPDATE portal_entry_facet SET until = '' WHERE until IS NOT NULL AND kind = 'document'
    AND (value = 'het-mot-phan' OR entry_id IN (SELECT e.id FROM portal_entry e
    JOIN portal_entry_relation r ON r.target_id = COALESCE(e.original_id, e.id) WHERE r.is_binding));
