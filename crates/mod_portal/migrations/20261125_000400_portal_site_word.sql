-- Words a site had in addresses before the one it has: they lead on to it until somebody else lives there, and what is
-- read by an old address is looked for under its new one afterwards.
CREATE TABLE portal_site_word (
    word        TEXT   NOT NULL,
    site_id     UUID   NOT NULL REFERENCES portal_site (id),
    given_up_at BIGINT NOT NULL,
    PRIMARY KEY (word, site_id)
);

-- Contact and English name are the agency's until the site says otherwise: an empty cell says nothing.
UPDATE portal_site SET address = '' WHERE address = (SELECT o.address FROM org_agency o WHERE o.id = agency_id);
UPDATE portal_site SET phone = '' WHERE phone = (SELECT o.phone FROM org_agency o WHERE o.id = agency_id);
UPDATE portal_site SET email = '' WHERE email = (SELECT o.email FROM org_agency o WHERE o.id = agency_id);
UPDATE portal_site SET hours = '' WHERE hours = (SELECT o.office_hours FROM org_agency o WHERE o.id = agency_id);
UPDATE portal_site SET name_en = '' WHERE name_en = (SELECT o.name_en FROM org_agency o WHERE o.id = agency_id)
