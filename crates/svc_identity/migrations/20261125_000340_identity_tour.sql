-- Whether the owner has been shown around. Accounts made before, or by the operator, are not kept from their work.
ALTER TABLE identity_account ADD COLUMN toured BOOLEAN NOT NULL DEFAULT true;
