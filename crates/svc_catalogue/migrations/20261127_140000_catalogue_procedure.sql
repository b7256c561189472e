-- The catalogue of administrative procedures. The columns hold what is true taken together; `listed`, `condensed` and
-- `detail` hold what each source said, as JSON, so that importing one of them again never loses another.
CREATE TABLE catalogue_procedure (
    id              UUID   PRIMARY KEY,
    code            TEXT   NOT NULL UNIQUE,
    name            TEXT   NOT NULL,
    sort_key        BYTEA  NOT NULL,
    level           TEXT   NOT NULL,
    sector          TEXT   NOT NULL,
    agency          TEXT   NOT NULL,
    term_hundredths BIGINT,
    term_unit       TEXT,
    fee_kind        TEXT   NOT NULL,
    fee             BIGINT,
    fee_note        TEXT   NOT NULL,
    channels        TEXT   NOT NULL,
    result          TEXT   NOT NULL,
    weight          BIGINT NOT NULL,
    valid_from      TEXT,
    valid_to        TEXT,
    listed          TEXT,
    condensed       TEXT,
    detail          TEXT,
    as_of           TEXT   NOT NULL,
    updated_at      BIGINT NOT NULL,
    version         BIGINT NOT NULL
);
CREATE INDEX catalogue_procedure_sort ON catalogue_procedure (sort_key);
CREATE INDEX catalogue_procedure_sector ON catalogue_procedure (sector, level);
