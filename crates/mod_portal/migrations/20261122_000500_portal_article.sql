-- News articles. What an article says is kept in revisions, none of which is ever overwritten; the article itself
-- knows which revision is being worked on and which one the public sees.
CREATE TABLE portal_article (
    id                 UUID   PRIMARY KEY,
    site_id            UUID   NOT NULL,
    -- The end of its address; unlike the title it never changes.
    short              TEXT   NOT NULL UNIQUE,
    -- Where it was imported from, so that importing again adds nothing twice.
    origin             TEXT   UNIQUE,
    status             TEXT   NOT NULL,
    revision           BIGINT NOT NULL,
    published_revision BIGINT,
    -- First publication: the date readers know it by. Kept when it is revised, and after withdrawal.
    published_at       BIGINT,
    -- When the public last got to see another revision.
    revised_at         BIGINT,
    publish_at         BIGINT,
    withdrawn_at       BIGINT,
    writer_id          UUID,
    reviewer_id        UUID,
    updated_at         BIGINT NOT NULL,
    version            BIGINT NOT NULL
);
CREATE INDEX portal_article_public ON portal_article (site_id, published_at) WHERE published_revision IS NOT NULL;
CREATE INDEX portal_article_work ON portal_article (site_id, status, updated_at);

CREATE TABLE portal_article_revision (
    article_id  UUID   NOT NULL REFERENCES portal_article (id),
    number      BIGINT NOT NULL,
    title       TEXT   NOT NULL,
    -- Title and summary folded, for finding on the work screen without accents.
    folded      TEXT   NOT NULL,
    slug        TEXT   NOT NULL,
    summary     TEXT   NOT NULL,
    body        TEXT   NOT NULL,
    author      TEXT   NOT NULL,
    source      TEXT   NOT NULL,
    category    TEXT   NOT NULL,
    picture     TEXT   NOT NULL,
    picture_alt TEXT   NOT NULL,
    lang        TEXT   NOT NULL,
    editor_id   UUID,
    at          BIGINT NOT NULL,
    PRIMARY KEY (article_id, number)
);

-- Why an article was returned or withdrawn. Words of people stay out of the journal, which only names the row.
CREATE TABLE portal_article_reason (
    id         UUID   PRIMARY KEY,
    article_id UUID   NOT NULL REFERENCES portal_article (id),
    at         BIGINT NOT NULL,
    reason     TEXT   NOT NULL
);
CREATE INDEX portal_article_reason_article ON portal_article_reason (article_id, at);
