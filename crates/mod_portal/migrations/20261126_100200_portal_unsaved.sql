-- What somebody is typing and has not saved, kept on the way; also who is writing at this moment. Gone with the save, or
-- after thirty days.
CREATE TABLE portal_unsaved (
    entry_id   UUID   NOT NULL,
    account_id UUID   NOT NULL,
    seen_at    BIGINT NOT NULL,
    -- When it was typed; nothing while somebody only has the form open.
    typed_at   BIGINT,
    -- The form as JSON: names and values in their order.
    form       TEXT   NOT NULL,
    PRIMARY KEY (entry_id, account_id)
);
CREATE INDEX portal_unsaved_account ON portal_unsaved (account_id, typed_at);
CREATE INDEX portal_unsaved_seen ON portal_unsaved (seen_at);

-- When a public entry is to be taken off by itself.
ALTER TABLE portal_entry ADD COLUMN withdraw_at BIGINT;
