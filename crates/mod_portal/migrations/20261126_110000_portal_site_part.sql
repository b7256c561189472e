-- What makes the face of a site: its home page, its menu, its look. A site without a row has the usual one of its kind.
-- `shown` is what readers see, `draft` what editors have changed since and not published; both JSON.
CREATE TABLE portal_site_part (
    site_id    UUID   NOT NULL REFERENCES portal_site (id),
    part       TEXT   NOT NULL,
    shown      TEXT,
    draft      TEXT,
    changed_at BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    PRIMARY KEY (site_id, part)
);
