-- What readers send: questions and proposals about regulations, comments on drafts, votes in polls.

-- Who sent something lies apart from what they sent: what is public is read without ever naming that table.
CREATE TABLE portal_question (
    id           UUID    PRIMARY KEY,
    -- By which its sender follows it, together with a telephone or mail address.
    code         TEXT    NOT NULL UNIQUE,
    -- The end of its public address.
    short        TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL,
    -- Where it stands: the site of the agency in charge.
    site_id      UUID    NOT NULL REFERENCES portal_site (id),
    agency_id    UUID    NOT NULL REFERENCES org_agency (id),
    lang         TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    folded       TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    class        TEXT,
    joint        BOOLEAN NOT NULL,
    status       TEXT    NOT NULL,
    received_at  BIGINT  NOT NULL,
    due_at       BIGINT  NOT NULL,
    due_limit    TEXT    NOT NULL,
    due_days     BIGINT  NOT NULL,
    -- Until when it may be passed on in time.
    pass_by      BIGINT  NOT NULL,
    extended     BOOLEAN NOT NULL,
    answer       TEXT    NOT NULL,
    shown_title  TEXT    NOT NULL,
    shown_body   TEXT    NOT NULL,
    shown_name   TEXT    NOT NULL,
    slug         TEXT    NOT NULL,
    -- Accounts that wrote the answer, as JSON.
    hands        TEXT    NOT NULL,
    approver_id  UUID,
    answered_at  BIGINT,
    published_at BIGINT,
    rating       TEXT,
    rated_at     BIGINT,
    -- Where imported ones come from.
    origin       TEXT    UNIQUE,
    updated_at   BIGINT  NOT NULL,
    version      BIGINT  NOT NULL
);
CREATE INDEX portal_question_work ON portal_question (agency_id, status, due_at);
CREATE INDEX portal_question_public ON portal_question (site_id, published_at, id) WHERE status = 'published';
CREATE INDEX portal_question_family ON portal_question (published_at, id) WHERE status = 'published';

CREATE TABLE portal_question_sender (
    question_id UUID PRIMARY KEY REFERENCES portal_question (id),
    name        TEXT NOT NULL,
    address     TEXT NOT NULL,
    phone       TEXT NOT NULL,
    email       TEXT NOT NULL
);

CREATE TABLE portal_question_reason (
    id          UUID   PRIMARY KEY,
    question_id UUID   NOT NULL REFERENCES portal_question (id),
    at          BIGINT NOT NULL,
    reason      TEXT   NOT NULL
);
CREATE INDEX portal_question_reason_question ON portal_question_reason (question_id, at);

-- In how many working days what has to be done, from a day on. What is not read in the law itself is `secondary`.
CREATE TABLE portal_limit (
    id         TEXT   PRIMARY KEY,
    name       TEXT   NOT NULL,
    days       BIGINT NOT NULL,
    valid_from TEXT   NOT NULL,
    source     TEXT   NOT NULL,
    standing   TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    UNIQUE (name, valid_from)
);
INSERT INTO portal_limit (id, name, days, valid_from, source, standing, version) VALUES
    ('019abc00-0000-7000-8000-000000000001', 'own', 5, '2025-01-01', 'Quy chế cổng thông tin điện tử của tỉnh khác (Bắc Ninh); cần đối chiếu với quy chế của tỉnh', 'secondary', 1),
    ('019abc00-0000-7000-8000-000000000002', 'joint', 7, '2025-01-01', 'Quy chế cổng thông tin điện tử của tỉnh khác (Bắc Ninh); cần đối chiếu với quy chế của tỉnh', 'secondary', 1),
    ('019abc00-0000-7000-8000-000000000003', 'most', 10, '2025-01-01', 'Quy chế cổng thông tin điện tử của tỉnh khác (Bắc Ninh); cần đối chiếu với quy chế của tỉnh', 'secondary', 1),
    ('019abc00-0000-7000-8000-000000000004', 'pass', 5, '2008-01-01', 'Nghị định 20/2008/NĐ-CP, sửa đổi bởi Nghị định 92/2017/NĐ-CP (nguồn thứ cấp)', 'secondary', 1),
    ('019abc00-0000-7000-8000-000000000005', 'feedback', 10, '2008-01-01', 'Quy định của tỉnh khác (Ninh Bình) về phản ánh, kiến nghị thủ tục hành chính; cần đối chiếu', 'secondary', 1);

CREATE TABLE portal_comment (
    id          UUID    PRIMARY KEY,
    entry_id    UUID    NOT NULL REFERENCES portal_entry (id),
    body        TEXT    NOT NULL,
    -- The name readers see, if its writer wants it seen.
    shown_name  TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    -- What became of it, for readers; or why it is not shown.
    reply       TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    received_at BIGINT  NOT NULL,
    origin      TEXT    UNIQUE,
    updated_at  BIGINT  NOT NULL,
    version     BIGINT  NOT NULL
);
CREATE INDEX portal_comment_entry ON portal_comment (entry_id, status, received_at);

CREATE TABLE portal_comment_sender (
    comment_id UUID PRIMARY KEY REFERENCES portal_comment (id),
    name       TEXT NOT NULL,
    contact    TEXT NOT NULL
);

-- A vote says which answer and no more; `ballot` is the paper one browser was given for one poll.
CREATE TABLE portal_vote (
    id       UUID   PRIMARY KEY,
    entry_id UUID   NOT NULL REFERENCES portal_entry (id),
    ballot   UUID   NOT NULL,
    answer   TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    UNIQUE (entry_id, ballot)
);
CREATE INDEX portal_vote_entry ON portal_vote (entry_id, answer);
