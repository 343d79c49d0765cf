-- Contacts and what hangs on them. A contact is a person at any stage; a lead is a request that a contact made.
-- Row level security by tenant_table().
create table accounts (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name text not null,
	domain text,
	industry text,
	arr_cents bigint not null default 0,
	previous_arr_cents bigint,
	currency text not null default 'USD',
	renewal_on date,
	health smallint check (health between 0 and 100),
	risk smallint check (risk between 0 and 100),
	opportunity smallint check (opportunity between 0 and 100),
	owner_id uuid,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, owner_id) references memberships (org_id, id) on delete set null (owner_id)
);
create index accounts_renewal on accounts (org_id, renewal_on) where deleted_at is null;
select tenant_table('accounts');

create table contacts (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	stage text not null default 'lead' check (stage in ('lead', 'prospect', 'customer', 'former')),
	first_name text not null default '',
	last_name text not null default '',
	email citext,
	-- E.164 (ITU-T): one form for one number, so that replies and opt-outs find their person.
	phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
	time_zone text,
	locale text,
	account_id uuid,
	owner_id uuid,
	score smallint check (score between 0 and 100),
	version integer not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete set null (account_id),
	foreign key (org_id, owner_id) references memberships (org_id, id) on delete set null (owner_id)
);
create index contacts_email on contacts (org_id, email) where email is not null;
create index contacts_phone on contacts (org_id, phone) where phone is not null;
create index contacts_recent on contacts (org_id, created_at desc, id desc) where deleted_at is null;
create index contacts_account on contacts (org_id, account_id) where account_id is not null;
select tenant_table('contacts');

-- A shop's or another system's name for a contact: one person may be known to several.
create table contact_identities (
	org_id uuid not null references organisations (id) on delete cascade,
	source uuid not null,
	external_id text not null,
	contact_id uuid not null,
	created_at timestamptz not null default now(),
	primary key (org_id, source, external_id),
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete cascade
);
create index contact_identities_contact on contact_identities (org_id, contact_id);
select tenant_table('contact_identities');

create table vehicles (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	contact_id uuid not null,
	source uuid,
	external_id text,
	year smallint,
	make text,
	model text,
	colour text,
	plate text,
	vin text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, source, external_id),
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete cascade
);
create index vehicles_contact on vehicles (org_id, contact_id);
select tenant_table('vehicles');

create table deals (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name text not null,
	account_id uuid,
	contact_id uuid,
	owner_id uuid,
	stage text not null default 'open',
	value_cents bigint not null default 0,
	currency text not null default 'USD',
	closes_on date,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete set null (account_id),
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete set null (contact_id),
	foreign key (org_id, owner_id) references memberships (org_id, id) on delete set null (owner_id)
);
select tenant_table('deals');

create table projects (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name text not null,
	account_id uuid,
	owner_id uuid,
	state text not null default 'planned' check (state in ('planned', 'active', 'paused', 'done', 'cancelled')),
	due_on date,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete set null (account_id),
	foreign key (org_id, owner_id) references memberships (org_id, id) on delete set null (owner_id)
);
select tenant_table('projects');

create table agents (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	kind text not null check (kind in ('outreach', 'follow-up', 'scheduling', 'support', 'planning', 'research')),
	name text not null,
	instructions text not null default '',
	autonomy text not null default 'suggest' check (autonomy in ('suggest', 'approve', 'alone')),
	limits jsonb not null default '{}',
	enabled boolean not null default true,
	created_at timestamptz not null default now(),
	primary key (org_id, id)
);
select tenant_table('agents');

-- One table of tasks for members and for agents: an assignee is one or the other. Conflicts and other matters that
-- need a person become tasks here, on the subject they concern.
create table tasks (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	title text not null,
	detail text not null default '',
	kind text not null default 'general',
	state text not null default 'open' check (state in ('open', 'done', 'skipped')),
	priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
	due_on date,
	member_id uuid,
	agent_id uuid,
	subject_type text,
	subject_id uuid,
	-- The same matter raised twice is one task.
	dedupe_key text,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	completed_at timestamptz,
	primary key (org_id, id),
	check (member_id is null or agent_id is null),
	foreign key (org_id, member_id) references memberships (org_id, id) on delete set null (member_id),
	foreign key (org_id, agent_id) references agents (org_id, id) on delete set null (agent_id)
);
create unique index tasks_dedupe on tasks (org_id, dedupe_key) where dedupe_key is not null and state = 'open';
create index tasks_open on tasks (org_id, due_on, id) where state = 'open';
create index tasks_subject on tasks (org_id, subject_type, subject_id) where subject_id is not null;
select tenant_table('tasks');

create table files (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name text not null,
	media_type text not null,
	size bigint not null check (size >= 0),
	sha256 bytea not null,
	created_at timestamptz not null default now(),
	primary key (org_id, id)
);
select tenant_table('files', 'select, insert, delete');

create table file_chunks (
	org_id uuid not null,
	file_id uuid not null,
	position integer not null check (position >= 0),
	bytes bytea not null,
	primary key (org_id, file_id, position),
	foreign key (org_id, file_id) references files (org_id, id) on delete cascade
);
alter table file_chunks alter column bytes set storage external;
select tenant_table('file_chunks', 'select, insert, delete');

create table documents (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	title text not null,
	state text not null default 'stored' check (state in ('stored', 'processing', 'ready', 'failed')),
	reason text,
	file_id uuid,
	text text not null default '',
	created_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, file_id) references files (org_id, id)
);
select tenant_table('documents');
