-- What work with a customer leaves behind (SUCCESS-7, decision 016): an artifact has versions, which nobody changes, and items
-- that became tasks. Kinds of ours have an editor; any other word is kept and shown as it came. Row level security is
-- switched on and forced for each table by tenant_table.
create table artifacts (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	-- Null: a run about something else than an account left it.
	account_id uuid,
	kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,59}$'),
	title text not null check (title <> ''),
	-- The version that holds: the highest number.
	version integer not null default 1 check (version > 0),
	metadata jsonb not null default '{}',
	play_id uuid,
	-- The run and the guided step in which it was made; its conversation is that step's.
	run_id uuid,
	step_id uuid,
	created_by text not null,
	created_at timestamptz not null,
	updated_at timestamptz not null,
	deleted_at timestamptz,
	primary key (org_id, id),
	check (account_id is not null or run_id is not null),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete cascade,
	foreign key (org_id, play_id) references plays (org_id, id) on delete set null (play_id)
);
create index artifacts_listed on artifacts (org_id, id) where deleted_at is null;
create index artifacts_of_account on artifacts (org_id, account_id, id) where deleted_at is null;
create index artifacts_of_kind on artifacts (org_id, kind, id) where deleted_at is null;
create index artifacts_of_play on artifacts (org_id, play_id, id) where play_id is not null;
create index artifacts_of_run on artifacts (org_id, run_id, id) where run_id is not null;
create index artifacts_trashed on artifacts (org_id, deleted_at) where deleted_at is not null;
select tenant_table('artifacts');
-- Erasure takes names out of titles.
select system_table('artifacts', 'select, update');

create table artifact_versions (
	org_id uuid not null,
	artifact_id uuid not null,
	number integer not null check (number > 0),
	content jsonb not null check (jsonb_typeof(content) = 'object'),
	note text not null default '',
	saved_by text not null,
	saved_at timestamptz not null,
	primary key (org_id, artifact_id, number),
	foreign key (org_id, artifact_id) references artifacts (org_id, id) on delete cascade
);
-- Nobody changes a version; erasure alone takes a person out of it.
select tenant_table('artifact_versions', 'select, insert');
select system_table('artifact_versions', 'select, update');

-- Items of an artifact that are tasks: one task for an item.
create table artifact_tasks (
	org_id uuid not null,
	artifact_id uuid not null,
	item text not null check (item <> ''),
	task_id uuid not null,
	linked_by text not null,
	linked_at timestamptz not null,
	primary key (org_id, artifact_id, item),
	foreign key (org_id, artifact_id) references artifacts (org_id, id) on delete cascade,
	foreign key (org_id, task_id) references tasks (org_id, id) on delete cascade
);
create index artifact_tasks_of_task on artifact_tasks (org_id, task_id);
select tenant_table('artifact_tasks');

-- What a manager said of one version of a price, and of that version alone. A version is asked about once at a time.
create table artifact_approvals (
	org_id uuid not null,
	artifact_id uuid not null,
	number integer not null,
	state text not null default 'waiting' check (state in ('waiting', 'approved', 'rejected')),
	-- What of it stands outside the organisation's limits, in words.
	reasons jsonb not null,
	asked_by text not null,
	asked_at timestamptz not null,
	task_id uuid,
	decided_by text,
	decided_at timestamptz,
	note text not null default '',
	primary key (org_id, artifact_id, number),
	check ((state = 'waiting') = (decided_at is null)),
	foreign key (org_id, artifact_id, number) references artifact_versions (org_id, artifact_id, number) on delete cascade,
	foreign key (org_id, task_id) references tasks (org_id, id) on delete set null (task_id)
);
select tenant_table('artifact_approvals');
select system_table('artifact_approvals', 'select, update');

-- What an organisation lets a price do without a manager, in hundredths of a percent.
create table pricing_limits (
	org_id uuid not null references organisations (id) on delete cascade,
	least_uplift integer not null check (least_uplift between -10000 and 100000),
	most_uplift integer not null check (most_uplift between -10000 and 100000),
	most_discount integer not null check (most_discount between 0 and 10000),
	version integer not null default 1,
	by_name text not null,
	updated_at timestamptz not null,
	primary key (org_id),
	check (least_uplift <= most_uplift)
);
select tenant_table('pricing_limits');
