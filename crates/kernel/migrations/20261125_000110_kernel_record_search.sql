-- How people search the journal: newest first, by time alone, by who did it (an actor begins with `account:` and 36
-- characters), by whom it was done for, by agency, by event, by kind of thing, and by the thing it was done to. Each ends with the order
-- of the list, so that a page is read and nothing is sorted.
CREATE INDEX kernel_record_at ON kernel_record (at, id);
CREATE INDEX kernel_record_actor ON kernel_record (substr(actor, 1, 44), at, id);
CREATE INDEX kernel_record_in_place_of ON kernel_record (substr(actor, 50), at, id) WHERE substr(actor, 46, 4) = 'for:';
CREATE INDEX kernel_record_agency ON kernel_record (agency_id, at, id);
CREATE INDEX kernel_record_act ON kernel_record (act, at, id);
CREATE INDEX kernel_record_kind ON kernel_record (subject_kind, at, id);
DROP INDEX kernel_record_subject;
CREATE INDEX kernel_record_subject ON kernel_record (subject_kind, subject_id, at, id);

-- The access log learns what kind of entry each is, and on which thing and agency it was. Entries from before say it
-- in words only.
ALTER TABLE kernel_access_log ADD COLUMN entry TEXT NOT NULL DEFAULT 'note';
ALTER TABLE kernel_access_log ADD COLUMN subject_kind TEXT;
ALTER TABLE kernel_access_log ADD COLUMN subject_id UUID;
ALTER TABLE kernel_access_log ADD COLUMN agency_id UUID;
UPDATE kernel_access_log SET entry = CASE WHEN what LIKE '%refused%' THEN 'refusal'
                                          WHEN what LIKE 'saw %' THEN 'view' ELSE 'note' END;
DROP INDEX kernel_access_log_at;
CREATE INDEX kernel_access_log_at ON kernel_access_log (at, id);
CREATE INDEX kernel_access_log_actor ON kernel_access_log (actor, at, id);
CREATE INDEX kernel_access_log_agency ON kernel_access_log (agency_id, at, id);
CREATE INDEX kernel_access_log_subject ON kernel_access_log (subject_id, at, id);
