-- A work that was awarded for in an older revision is awarded for anew only with a reason: why what was published later is
-- new work. Empty where an award belongs to the first whole of its work.
ALTER TABLE portal_royalty_award ADD COLUMN again TEXT NOT NULL DEFAULT '';
UPDATE portal_royalty_award SET again = 'Chấm trước khi chương trình hỏi lý do' WHERE EXISTS (
    SELECT 1 FROM portal_royalty_award o WHERE o.entry_id = portal_royalty_award.entry_id
    AND o.revision < portal_royalty_award.revision AND o.status <> 'withdrawn');

-- One award per payee and genre: of a work whichever its revision, and of each revision that is new work.
DROP INDEX portal_royalty_award_once;
CREATE UNIQUE INDEX portal_royalty_award_once ON portal_royalty_award (entry_id, genre, payee_key)
    WHERE corrects IS NULL AND status <> 'withdrawn' AND again = '';
CREATE UNIQUE INDEX portal_royalty_award_again ON portal_royalty_award (entry_id, revision, genre, payee_key)
    WHERE corrects IS NULL AND status <> 'withdrawn' AND again <> '';

-- What was awarded for a work, and whether for an older revision of it.
CREATE INDEX portal_royalty_award_work ON portal_royalty_award (entry_id, revision, genre) WHERE status <> 'withdrawn';
-- What was published anew in a month.
CREATE INDEX portal_entry_revised ON portal_entry (site_id, revised_at) WHERE revised_at IS NOT NULL;
-- Whom without an account a site gave something to, the latest first.
CREATE INDEX portal_royalty_award_outside ON portal_royalty_award (site_id, payee, created_at) WHERE payee_id IS NULL;
