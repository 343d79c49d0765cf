-- Contracts that were uploaded to be read (SUCCESS-7): the file as it came, how far its reading is, and the artifact that its
-- terms are kept in. The same bytes stand once for an account. Row level security is switched on and forced by
-- tenant_table.
create table contract_files (
	org_id uuid not null,
	id uuid not null,
	account_id uuid not null,
	artifact_id uuid not null,
	file_id uuid not null,
	name text not null,
	sha256 bytea not null,
	size bigint not null,
	state text not null default 'waiting' check (state in ('waiting', 'reading', 'done', 'failed')),
	-- Why it could not be read, in words for people.
	reason text,
	kind text check (kind in ('pdf', 'docx')),
	pages integer,
	-- The version of the artifact that the reading made.
	version integer,
	created_by text not null,
	created_at timestamptz not null,
	read_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete cascade,
	foreign key (org_id, artifact_id) references artifacts (org_id, id) on delete cascade,
	foreign key (org_id, file_id) references files (org_id, id)
);
create unique index contract_files_one on contract_files (org_id, account_id, sha256);
create index contract_files_of_artifact on contract_files (org_id, artifact_id, id);
create index contract_files_of_file on contract_files (org_id, file_id);
select tenant_table('contract_files');
-- Erasure takes names out of the names of files.
select system_table('contract_files', 'select, update');

-- A contract that is deleted for good, with its account or its artifact, takes its bytes along.
select system_table('files', 'select, delete');
create function forget_contract_file() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
	delete from files where org_id = old.org_id and id = old.file_id;
	return null;
end $$;
alter function forget_contract_file() owner to perigee_system;
revoke execute on function forget_contract_file() from public;
create trigger contract_files_forgotten after delete on contract_files for each row execute function forget_contract_file();
