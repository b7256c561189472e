-- Every version of every form; a row never changes. `definition` is JSON.
CREATE TABLE forms_definition (
    id         UUID   PRIMARY KEY,
    key        TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    definition TEXT   NOT NULL,
    kept_at    BIGINT NOT NULL,
    kept_by    UUID
);
CREATE UNIQUE INDEX forms_definition_version ON forms_definition (key, version);
