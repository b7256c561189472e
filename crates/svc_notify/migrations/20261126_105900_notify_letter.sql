-- What a letter says besides the texts of its kind: what it lists, and where its reader leaves with one click. JSON, emptied
-- with the rest.
ALTER TABLE notify_notice ADD COLUMN letter TEXT NOT NULL DEFAULT '{}';
