-- Who asked to be told by mail of what a site publishes. An address is hidden with the program's key, and recognised by a
-- digest made with it: a copy of the database alone names nobody. Rows are deleted when their reader leaves.
CREATE TABLE portal_mailing (
    id           UUID   PRIMARY KEY,
    site_id      UUID   NOT NULL REFERENCES portal_site (id),
    -- `section:{kind}`, `section:{kind}:{category}` or `entry:{id}`.
    topic        TEXT   NOT NULL,
    lang         TEXT   NOT NULL,
    pace         TEXT   NOT NULL,
    digest       TEXT   NOT NULL,
    address      BYTEA  NOT NULL,
    asked_at     BIGINT NOT NULL,
    confirmed_at BIGINT,
    UNIQUE (site_id, topic, digest)
);
CREATE INDEX portal_mailing_topic ON portal_mailing (site_id, topic, id) WHERE confirmed_at IS NOT NULL;
CREATE INDEX portal_mailing_digest ON portal_mailing (digest);
CREATE INDEX portal_mailing_asked ON portal_mailing (asked_at) WHERE confirmed_at IS NULL;

-- What an address is to be told, once however many topics of its reader it belongs to. A first publication is revision 0,
-- whatever its number.
CREATE TABLE portal_mailing_due (
    digest     TEXT   NOT NULL,
    entry_id   UUID   NOT NULL REFERENCES portal_entry (id),
    revision   BIGINT NOT NULL,
    mailing_id UUID   NOT NULL REFERENCES portal_mailing (id) ON DELETE CASCADE,
    due_at     BIGINT NOT NULL,
    told_at    BIGINT,
    PRIMARY KEY (digest, entry_id, revision)
);
CREATE INDEX portal_mailing_due_open ON portal_mailing_due (due_at) WHERE told_at IS NULL;
CREATE INDEX portal_mailing_due_mailing ON portal_mailing_due (mailing_id);

-- How many letters that ask for confirmation went to a mailbox on a day, whatever they asked about.
CREATE TABLE portal_mailing_letter (
    mailbox TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    n       BIGINT NOT NULL,
    PRIMARY KEY (mailbox, day)
);
