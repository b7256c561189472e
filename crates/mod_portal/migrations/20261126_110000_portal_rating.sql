-- How readers rate pages. Nobody is told apart: of a rating only sums by day are kept. `subject` is what stands at the
-- page within its section: an entry's identifier, or nothing for a page the section has only one of.
CREATE TABLE portal_rating (
    site_id UUID   NOT NULL REFERENCES portal_site (id),
    section TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    grade   TEXT   NOT NULL,
    n       BIGINT NOT NULL,
    PRIMARY KEY (site_id, section, subject, day, grade)
);
CREATE INDEX portal_rating_day ON portal_rating (day, site_id);

-- Why a page was of little help; several reasons may come with one rating.
CREATE TABLE portal_rating_reason (
    site_id UUID   NOT NULL REFERENCES portal_site (id),
    section TEXT   NOT NULL,
    subject TEXT   NOT NULL,
    day     TEXT   NOT NULL,
    reason  TEXT   NOT NULL,
    n       BIGINT NOT NULL,
    PRIMARY KEY (site_id, section, subject, day, reason)
);
CREATE INDEX portal_rating_reason_day ON portal_rating_reason (day, site_id);

-- Forms that were counted, so that one sent twice counts once. Kept as long as a form may be sent, two days, and naming
-- neither the page nor the grade.
CREATE TABLE portal_rating_form (
    id  UUID PRIMARY KEY,
    day TEXT NOT NULL
);
CREATE INDEX portal_rating_form_day ON portal_rating_form (day);
