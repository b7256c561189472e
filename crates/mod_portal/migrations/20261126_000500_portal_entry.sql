-- Articles become one kind of entry among others. What the kinds have in common stays in columns, what each declares
-- for itself is kept as JSON text in `fields`.
ALTER TABLE portal_article RENAME TO portal_entry;
ALTER TABLE portal_entry ADD COLUMN kind TEXT NOT NULL DEFAULT 'article';
-- The language and the place in lists of what the public sees, so that a list is read along an index.
ALTER TABLE portal_entry ADD COLUMN lang TEXT NOT NULL DEFAULT 'vi';
ALTER TABLE portal_entry ADD COLUMN place TEXT NOT NULL DEFAULT '';
DROP INDEX portal_article_public;
DROP INDEX portal_article_work;
CREATE INDEX portal_entry_public ON portal_entry (site_id, kind, lang, place, id) WHERE published_revision IS NOT NULL;
CREATE INDEX portal_entry_work ON portal_entry (site_id, status, updated_at);

ALTER TABLE portal_article_revision RENAME TO portal_entry_revision;
ALTER TABLE portal_entry_revision RENAME COLUMN article_id TO entry_id;
ALTER TABLE portal_entry_revision ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';
UPDATE portal_entry_revision SET fields =
    '{"category":"' || category
    || '","author":"' || replace(replace(author, '\', '\\'), '"', '\"')
    || '","source":"' || replace(replace(source, '\', '\\'), '"', '\"')
    || '","picture":"' || picture
    || '","picture_alt":"' || replace(replace(picture_alt, '\', '\\'), '"', '\"') || '"}';
UPDATE portal_entry SET lang = (SELECT r.lang FROM portal_entry_revision r
    WHERE r.entry_id = portal_entry.id AND r.number = portal_entry.published_revision)
    WHERE published_revision IS NOT NULL;
-- Milliseconds have thirteen digits until the year 2286: as text they sort as they do as numbers.
UPDATE portal_entry SET place = CAST(published_at AS TEXT) WHERE published_at IS NOT NULL;

-- What the published revision says in fields by which lists are narrowed.
CREATE TABLE portal_entry_facet (
    entry_id UUID NOT NULL REFERENCES portal_entry (id),
    name     TEXT NOT NULL,
    value    TEXT NOT NULL,
    PRIMARY KEY (entry_id, name)
);
INSERT INTO portal_entry_facet (entry_id, name, value)
    SELECT e.id, 'category', r.category FROM portal_entry e
    JOIN portal_entry_revision r ON r.entry_id = e.id AND r.number = e.published_revision;

ALTER TABLE portal_entry_revision DROP COLUMN category;
ALTER TABLE portal_entry_revision DROP COLUMN author;
ALTER TABLE portal_entry_revision DROP COLUMN source;
ALTER TABLE portal_entry_revision DROP COLUMN picture;
ALTER TABLE portal_entry_revision DROP COLUMN picture_alt;

ALTER TABLE portal_article_reason RENAME TO portal_entry_reason;
ALTER TABLE portal_entry_reason RENAME COLUMN article_id TO entry_id;
DROP INDEX portal_article_reason_article;
CREATE INDEX portal_entry_reason_entry ON portal_entry_reason (entry_id, at);
