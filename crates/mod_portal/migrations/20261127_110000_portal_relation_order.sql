-- The documents that cite one are read along an index from the latest on, however many they are.
DROP INDEX portal_entry_relation_target;
CREATE INDEX portal_entry_relation_target ON portal_entry_relation (target_id, COALESCE(from_day, ''), entry_id)
    WHERE target_id IS NOT NULL;
