-- What a citizen is still filling in; nobody else's to see. Its identifier becomes the dossier's.
CREATE TABLE onestop_draft (
    id           UUID   PRIMARY KEY,
    account      UUID   NOT NULL,
    procedure    TEXT   NOT NULL,
    agency_id    UUID   NOT NULL REFERENCES org_agency (id),
    -- The key of the case; empty where the procedure is done in one way only.
    situation    TEXT   NOT NULL,
    form         TEXT   NOT NULL,
    form_version BIGINT NOT NULL,
    -- As JSON.
    answers      TEXT   NOT NULL,
    wishes       TEXT   NOT NULL,
    -- The pages somebody went through: one with nothing but optional questions is asked all the same.
    seen         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    version      BIGINT NOT NULL
);
CREATE INDEX onestop_draft_account ON onestop_draft (account, updated_at);

-- The last number an agency gave on a day. Its row is what submissions of one agency queue on, so that numbers have no
-- gaps: whoever fails gives theirs back.
CREATE TABLE onestop_number (
    agency_id UUID   NOT NULL REFERENCES org_agency (id),
    day       TEXT   NOT NULL,
    last      BIGINT NOT NULL,
    PRIMARY KEY (agency_id, day)
);

CREATE TABLE onestop_dossier (
    id             UUID    PRIMARY KEY,
    code           TEXT    NOT NULL UNIQUE,
    agency_id      UUID    NOT NULL REFERENCES org_agency (id),
    procedure      TEXT    NOT NULL,
    procedure_name TEXT    NOT NULL,
    situation      TEXT    NOT NULL,
    channel        TEXT    NOT NULL,
    form           TEXT    NOT NULL,
    form_version   BIGINT  NOT NULL,
    answers        TEXT    NOT NULL,
    wishes         TEXT    NOT NULL,
    bill           TEXT    NOT NULL,
    lang           TEXT    NOT NULL,
    status         TEXT    NOT NULL,
    -- Whose account handed it in; nobody's at the counter.
    account        UUID,
    submitted_at   BIGINT  NOT NULL,
    accepted_at    BIGINT,
    -- The deadline that holds, and all that made and moved it (JSON).
    due_at         BIGINT,
    clock          TEXT,
    finished_at    BIGINT,
    returned_at    BIGINT,
    -- The officer who has it in hand.
    holder         UUID,
    -- Papers were asked for once, which is all the law allows.
    supplemented   BOOLEAN NOT NULL,
    -- What the applicant has to know of its state: what is missing, why it was refused, where the result is.
    note           TEXT    NOT NULL,
    updated_at     BIGINT  NOT NULL,
    version        BIGINT  NOT NULL
);
CREATE INDEX onestop_dossier_work ON onestop_dossier (agency_id, status, submitted_at);
CREATE INDEX onestop_dossier_account ON onestop_dossier (account, submitted_at);

-- Who applies, apart from the dossier: what the public sees is read without it.
CREATE TABLE onestop_applicant (
    dossier_id UUID PRIMARY KEY REFERENCES onestop_dossier (id),
    name       TEXT NOT NULL,
    -- Without accents, for finding.
    folded     TEXT NOT NULL,
    citizen_no TEXT NOT NULL,
    phone      TEXT NOT NULL,
    email      TEXT NOT NULL,
    address    TEXT NOT NULL
);

-- Which file is which paper, of drafts and dossiers alike. The identifier is the file's.
CREATE TABLE onestop_paper (
    id         UUID   PRIMARY KEY,
    dossier_id UUID   NOT NULL,
    paper      TEXT   NOT NULL,
    at         BIGINT NOT NULL
);
CREATE INDEX onestop_paper_dossier ON onestop_paper (dossier_id, at);

-- The way a dossier went: what form 06 of Circular 03/2025/TT-VPCP lists. A row never changes.
CREATE TABLE onestop_step (
    id         UUID   PRIMARY KEY,
    dossier_id UUID   NOT NULL REFERENCES onestop_dossier (id),
    at         BIGINT NOT NULL,
    status     TEXT   NOT NULL,
    account    UUID,
    note       TEXT   NOT NULL
);
CREATE INDEX onestop_step_dossier ON onestop_step (dossier_id, at);
