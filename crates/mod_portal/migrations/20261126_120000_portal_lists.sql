-- Lists are read along an index from one row to the next, whatever they are narrowed by. A facet therefore carries where
-- its entry stands.
ALTER TABLE portal_entry_facet ADD COLUMN site_id UUID;
ALTER TABLE portal_entry_facet ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE portal_entry_facet ADD COLUMN lang TEXT NOT NULL DEFAULT '';
ALTER TABLE portal_entry_facet ADD COLUMN place TEXT NOT NULL DEFAULT '';
UPDATE portal_entry_facet SET site_id = e.site_id, kind = e.kind, lang = e.lang, place = e.place
    FROM portal_entry e WHERE e.id = portal_entry_facet.entry_id;
CREATE INDEX portal_entry_facet_list ON portal_entry_facet (site_id, kind, lang, name, value, place, entry_id);

-- What a site published latest, whatever it is.
CREATE INDEX portal_entry_latest ON portal_entry (site_id, published_at, id) WHERE published_revision IS NOT NULL;

-- Work lists, of one site or of all: in each status by the last change.
DROP INDEX portal_entry_work;
CREATE INDEX portal_entry_work ON portal_entry (site_id, status, updated_at, id);
CREATE INDEX portal_entry_status ON portal_entry (status, updated_at, id, site_id);
-- What waits for somebody, with all that says for whom.
CREATE INDEX portal_entry_waiting ON portal_entry (site_id, status, updated_at, id, writer_id, published_revision, revision)
    WHERE status IN ('in_review', 'returned', 'draft');
-- Whether somebody had a hand in what is worked on.
CREATE INDEX portal_entry_revision_hand ON portal_entry_revision (editor_id, entry_id, number);
