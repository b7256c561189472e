-- The entry an entry is a translation of; each has one in a language.
ALTER TABLE portal_entry ADD COLUMN original_id UUID;
CREATE UNIQUE INDEX portal_entry_translation ON portal_entry (original_id, lang) WHERE original_id IS NOT NULL;
