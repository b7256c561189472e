-- A person, apart from any account: who they are, how they are reached, the numbers they are known by. `name_key` sorts
-- by given name, `found_by` is folded; numbers are kept in one form each.
CREATE TABLE identity_person (
    id         UUID   PRIMARY KEY,
    full_name  TEXT   NOT NULL,
    name_key   TEXT   NOT NULL,
    found_by   TEXT   NOT NULL,
    born       TEXT,
    sex        TEXT   CHECK (sex IN ('male', 'female')),
    citizen_no TEXT   UNIQUE,
    tax_no     TEXT,
    social_no  TEXT,
    phone      TEXT,
    email      TEXT,
    lang       TEXT   NOT NULL CHECK (lang IN ('vi', 'en')),
    created_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX identity_person_name ON identity_person (name_key, id);
CREATE INDEX identity_person_email ON identity_person (email);

-- Each account belongs to a person. Those made before there were persons get one of their own under their name; it has no
-- sorting key yet, which the program writes when it starts.
ALTER TABLE identity_account ADD COLUMN person UUID REFERENCES identity_person (id);
INSERT INTO identity_person (id, full_name, name_key, found_by, lang, created_at, version)
    SELECT id, display_name, '', found_by, 'vi', created_at, 1 FROM identity_account;
UPDATE identity_account SET person = id;
CREATE INDEX identity_account_person ON identity_account (person);

-- A post: this person serves at that agency under this title, from a day to a day (both included). A person may hold
-- several; what they may do in the program is said by grants, not by posts.
CREATE TABLE identity_post (
    id         UUID    PRIMARY KEY,
    person     UUID    NOT NULL REFERENCES identity_person (id),
    agency     UUID    NOT NULL REFERENCES org_agency (id),
    title      TEXT    NOT NULL,
    unit       TEXT    NOT NULL,
    main       BOOLEAN NOT NULL,
    valid_from TEXT    NOT NULL,
    valid_to   TEXT,
    created_at BIGINT  NOT NULL,
    version    BIGINT  NOT NULL
);
CREATE INDEX identity_post_person ON identity_post (person);
CREATE INDEX identity_post_agency ON identity_post (agency);
