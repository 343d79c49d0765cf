-- An import of accounts finds those that are here by their domain.
create index accounts_domain on accounts (org_id, domain) where domain is not null and deleted_at is null;

-- A batch's records are walked by the primary key, which has the same columns in the same order: this index was written
-- for every row of an import and read by nobody that the key does not serve.
drop index batch_changes_open;
