CREATE TABLE portal_site (
    id UUID PRIMARY KEY,
    agency_id UUID NOT NULL REFERENCES org_agency (id),
    agency_path TEXT NOT NULL,
    slug TEXT NOT NULL,
    host_label TEXT NOT NULL,
    plain TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kicker TEXT NOT NULL,
    kicker_en TEXT NOT NULL,
    responsible TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    hours TEXT NOT NULL,
    intro TEXT NOT NULL,
    intro_en TEXT NOT NULL,
    invented BOOLEAN NOT NULL,
    valid_from TEXT,
    valid_to TEXT,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX portal_site_agency ON portal_site (agency_id);
CREATE UNIQUE INDEX portal_site_slug_living ON portal_site (slug) WHERE valid_to IS NULL;
CREATE UNIQUE INDEX portal_site_host_living ON portal_site (host_label) WHERE valid_to IS NULL;
CREATE INDEX portal_site_slug ON portal_site (slug);
CREATE TABLE portal_leader (
    id UUID PRIMARY KEY,
    site_id UUID NOT NULL REFERENCES portal_site (id),
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    post TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    invented BOOLEAN NOT NULL
);
CREATE INDEX portal_leader_site ON portal_leader (site_id, place)
