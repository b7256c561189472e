-- Days that are not what their weekday says, province-wide: one entry a day.
CREATE TABLE workflow_holiday (
    id      UUID   PRIMARY KEY,
    date    TEXT   NOT NULL UNIQUE,
    kind    TEXT   NOT NULL,
    name    TEXT   NOT NULL,
    status  TEXT   NOT NULL,
    -- Where it is decided: the document, as people cite it. Empty where not known.
    source  TEXT   NOT NULL,
    version BIGINT NOT NULL
);

-- One row, changed first by every act on the calendar: acts queue here, so that a rule that looks at other days holds,
-- and a preview can tell that the calendar has changed since.
CREATE TABLE workflow_calendar (
    id       BIGINT PRIMARY KEY CHECK (id = 1),
    revision BIGINT NOT NULL
);
INSERT INTO workflow_calendar (id, revision) VALUES (1, 0);

-- Working hours of an agency from a day on; agencies below it without hours of their own have the same.
CREATE TABLE workflow_hours (
    id         UUID   PRIMARY KEY,
    agency_id  UUID   NOT NULL,
    valid_from TEXT   NOT NULL,
    -- Sessions of an ordinary day, of weekdays that differ (seven, Monday first), and those in which dossiers are
    -- taken (seven), as JSON.
    ordinary   TEXT   NOT NULL,
    counted    TEXT   NOT NULL,
    intake     TEXT   NOT NULL,
    version    BIGINT NOT NULL,
    UNIQUE (agency_id, valid_from)
);
