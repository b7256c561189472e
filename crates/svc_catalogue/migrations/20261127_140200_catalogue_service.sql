-- How procedures are done, from a day to a day. Days as ISO text, empty where there is no bound; `definition` is JSON.
CREATE TABLE catalogue_service (
    id         UUID   PRIMARY KEY,
    code       TEXT   NOT NULL,
    valid_from TEXT   NOT NULL,
    valid_to   TEXT   NOT NULL,
    definition TEXT   NOT NULL,
    updated_at BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE UNIQUE INDEX catalogue_service_code ON catalogue_service (code, valid_from);
