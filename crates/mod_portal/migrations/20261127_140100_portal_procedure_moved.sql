-- The catalogue is a service's: the portal shows it, the one-stop shop works by it.
INSERT INTO catalogue_procedure
    (id, code, name, sort_key, level, sector, agency, term_hundredths, term_unit, fee_kind, fee, fee_note,
     channels, result, weight, valid_from, valid_to, listed, condensed, detail, as_of, updated_at,
     version)
SELECT id, code, name, sort_key, level, sector, agency, term_hundredths, term_unit, fee_kind, fee, fee_note,
     channels, result, weight, valid_from, valid_to, listed, condensed, detail, as_of, updated_at,
     version
FROM portal_procedure;
DROP TABLE portal_procedure;
