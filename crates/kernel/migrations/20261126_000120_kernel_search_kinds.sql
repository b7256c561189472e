-- Searches that name two things at once, or one that is rare: an event of a kind that has none, a kind of entry nobody made.
-- Without these such a search walks through all of a journal of millions to find nothing.
CREATE INDEX kernel_record_kind_act ON kernel_record (subject_kind, act, at, id);
CREATE INDEX kernel_access_log_entry ON kernel_access_log (entry, at, id);
CREATE INDEX kernel_access_log_kind ON kernel_access_log (subject_kind, at, id)
