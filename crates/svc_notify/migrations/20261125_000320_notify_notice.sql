-- What people were told. A notice is told once, whatever becomes of its deliveries; those shown behind the bell are the
-- inbox of their account. `data` holds what the placeholders of its texts stand for, as JSON; it is emptied, with name and
-- path, when nobody needs it any more (`cleared_at`).
CREATE TABLE notify_notice (
    id         UUID    PRIMARY KEY,
    kind       TEXT    NOT NULL,
    account    UUID,
    name       TEXT    NOT NULL,
    lang       TEXT    NOT NULL CHECK (lang IN ('vi', 'en')),
    data       TEXT    NOT NULL,
    path       TEXT    NOT NULL,
    agency     UUID    REFERENCES org_agency (id),
    bell       BOOLEAN NOT NULL,
    created_at BIGINT  NOT NULL,
    read_at    BIGINT,
    cleared_at BIGINT
);
CREATE INDEX notify_notice_bell ON notify_notice (account, created_at, id) WHERE bell;
CREATE INDEX notify_notice_unread ON notify_notice (account, created_at, id) WHERE bell AND read_at IS NULL;
CREATE INDEX notify_notice_created ON notify_notice (created_at);

-- One notice on one of its ways. Somebody with an account is reached at the address known when it is tried, so only
-- addresses of people without one are kept here, and only until it is over. `next_at` is when it is tried (again), or,
-- while it is in hand, when it counts as lost.
CREATE TABLE notify_delivery (
    id           UUID   PRIMARY KEY,
    notice       UUID   NOT NULL REFERENCES notify_notice (id) ON DELETE CASCADE,
    channel      TEXT   NOT NULL CHECK (channel IN ('mail', 'sms', 'push')),
    address      TEXT,
    subscription UUID,
    state        TEXT   NOT NULL CHECK (state IN ('waiting', 'sent', 'dead', 'given_up')),
    attempts     BIGINT NOT NULL,
    next_at      BIGINT NOT NULL,
    last_error   TEXT,
    created_at   BIGINT NOT NULL,
    done_at      BIGINT
);
CREATE INDEX notify_delivery_notice ON notify_delivery (notice);
CREATE INDEX notify_delivery_open ON notify_delivery (created_at, id) WHERE state IN ('waiting', 'dead');
CREATE INDEX notify_delivery_due ON notify_delivery (next_at) WHERE state = 'waiting';

-- What somebody wants to be told which way, where it differs from what the kind of notice says by itself.
CREATE TABLE notify_preference (
    account    UUID    NOT NULL,
    kind       TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    wanted     BOOLEAN NOT NULL,
    changed_at BIGINT  NOT NULL,
    PRIMARY KEY (account, kind, channel)
);

-- Letters people without an account do not want. Only a keyed digest of the address is kept.
CREATE TABLE notify_opt_out (
    digest TEXT   NOT NULL,
    kind   TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (digest, kind)
);

-- Browsers that show messages: where to send them, and the keys to seal them for that browser alone.
CREATE TABLE notify_subscription (
    id         UUID   PRIMARY KEY,
    account    UUID   NOT NULL,
    endpoint   TEXT   NOT NULL UNIQUE,
    p256dh     TEXT   NOT NULL,
    auth       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX notify_subscription_account ON notify_subscription (account);
