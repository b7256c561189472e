-- The place of a site in the tree is its agency's, read there: a copy would lag behind a move.
ALTER TABLE portal_site DROP COLUMN agency_path
