-- Changes of many records at once: imports and bulk actions (CRM-2, CRM-3). One batch is one act of a member, done by
-- jobs in chunks, with progress, and undone by what it kept of each record. Row level security by tenant_table().
create table change_batches (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	kind text not null check (kind in ('import', 'edit', 'tag', 'untag', 'assign', 'delete', 'restore')),
	record_type text not null check (record_type in ('contact', 'account', 'deal', 'project')),
	-- Words for people: "Tagged 2,000 contacts with Newsletter", "contacts-march.csv".
	title text not null,
	params jsonb not null default '{}',
	-- draft: being set up, nothing changed. Undoing goes back through the same chunks.
	state text not null default 'waiting'
		check (state in ('draft', 'waiting', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
	reason text,
	total integer not null default 0,
	done integer not null default 0,
	created_count integer not null default 0,
	updated_count integer not null default 0,
	skipped_count integer not null default 0,
	refused_count integer not null default 0,
	-- Where the next chunk begins, in a form that only the batch's kind knows; what came before it is committed.
	cursor jsonb not null default '{}',
	member_id uuid,
	member_name text not null,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	started_at timestamptz,
	ended_at timestamptz,
	undone_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, member_id) references memberships (org_id, id) on delete set null (member_id)
);
create index change_batches_recent on change_batches (org_id, kind, id desc);
create index change_batches_member on change_batches (org_id, member_id, id desc) where member_id is not null;
select tenant_table('change_batches');

-- What a batch did to one record: enough to take it back, and to see whether somebody changed the record since.
create table batch_changes (
	org_id uuid not null,
	batch_id uuid not null,
	record_id uuid not null,
	act text not null check (act in ('created', 'updated', 'tagged', 'untagged', 'deleted', 'restored')),
	-- The fields that the batch changed, before and after; custom fields under their ids.
	before jsonb not null default '{}',
	after jsonb not null default '{}',
	-- The record's version after the change.
	version integer,
	undone_at timestamptz,
	primary key (org_id, batch_id, record_id),
	foreign key (org_id, batch_id) references change_batches (org_id, id) on delete cascade
);
create index batch_changes_record on batch_changes (org_id, record_id);
select tenant_table('batch_changes');

-- Rows of a file that were not taken, with the reason beside what stood there.
create table import_refusals (
	org_id uuid not null,
	batch_id uuid not null,
	-- The line of the file, headings being line 1.
	line integer not null,
	reason text not null,
	cells jsonb not null,
	primary key (org_id, batch_id, line),
	foreign key (org_id, batch_id) references change_batches (org_id, id) on delete cascade
);
select tenant_table('import_refusals');

-- Lists as somebody keeps them: what they are narrowed and sorted by, and their columns.
create table saved_views (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	record_type text not null check (record_type in ('contact', 'account', 'deal', 'project', 'task', 'lead')),
	name text not null check (name <> ''),
	owner_id uuid not null,
	is_shared boolean not null default false,
	-- The address's query, as the list's own schema reads it.
	query text not null default '',
	columns text[] not null default '{}',
	position smallint not null default 0,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	foreign key (org_id, owner_id) references memberships (org_id, id) on delete cascade
);
create index saved_views_listed on saved_views (org_id, record_type, owner_id, position);
create index saved_views_shared on saved_views (org_id, record_type, position) where is_shared;
select tenant_table('saved_views');
