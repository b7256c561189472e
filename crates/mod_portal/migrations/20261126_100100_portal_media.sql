-- The library of pictures and documents. The file of an item may be exchanged; entries name the item.
CREATE TABLE portal_media (
    id         UUID    PRIMARY KEY,
    site_id    UUID    NOT NULL,
    file_id    UUID    NOT NULL,
    is_picture BOOLEAN NOT NULL,
    title      TEXT    NOT NULL,
    -- Title, description and credit folded, for finding without accents.
    folded     TEXT    NOT NULL,
    alt        TEXT    NOT NULL,
    caption    TEXT    NOT NULL,
    credit     TEXT    NOT NULL,
    -- Where the eye should rest when a picture is cut to another shape: one of nine places.
    focus      TEXT    NOT NULL,
    -- Whether editors of other sites find it too.
    is_shared  BOOLEAN NOT NULL,
    created_by UUID,
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE INDEX portal_media_site ON portal_media (site_id, created_at);
CREATE INDEX portal_media_shared ON portal_media (created_at) WHERE is_shared;

-- Which revision of an entry shows which items. Append-only, as revisions are.
CREATE TABLE portal_media_use (
    media_id UUID   NOT NULL,
    entry_id UUID   NOT NULL REFERENCES portal_entry (id),
    revision BIGINT NOT NULL,
    PRIMARY KEY (media_id, entry_id, revision)
);
CREATE INDEX portal_media_use_entry ON portal_media_use (entry_id, revision);
