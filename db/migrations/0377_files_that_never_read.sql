-- Whether a contract's file can never be read, however often it is tried: it is empty, damaged, or of another kind.
alter table contract_files add column never_reads boolean not null default false;
