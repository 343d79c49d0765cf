-- Customer success (decision 014): what is known of an account beside its record, the plays that rules decide for it, and
-- what a member does about them. Scores, revenue and renewal stay columns of the account itself. Row level security is
-- switched on and forced for each table by tenant_table.
create table account_facts (
	org_id uuid not null,
	account_id uuid not null,
	plan text not null default 'standard' check (plan in ('standard', 'growth', 'strategic')),
	seats integer check (seats >= 0),
	active_users integer check (active_users >= 0),
	-- In percent; the trend against the month before.
	utilisation smallint check (utilisation between 0 and 1000),
	usage_trend smallint check (usage_trend between -100 and 10000),
	last_contact_on date,
	last_qbr_on date,
	next_qbr_on date,
	open_tickets integer check (open_tickets >= 0),
	source text not null default 'member',
	updated_at timestamptz not null default now(),
	primary key (org_id, account_id),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete cascade
);
select tenant_table('account_facts');

-- Every value that a score has had: a row for each change.
create table account_scores (
	org_id uuid not null,
	id uuid not null,
	account_id uuid not null,
	score text not null check (score in ('health', 'risk', 'opportunity', 'utilisation', 'activeUsers', 'arrCents')),
	value bigint,
	before bigint,
	source text not null,
	by_name text not null,
	at timestamptz not null,
	primary key (org_id, id),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete cascade
);
create index account_scores_of_account on account_scores (org_id, account_id, at, id);
select tenant_table('account_scores', 'select, insert, delete');

create table account_contracts (
	org_id uuid not null,
	id uuid not null,
	account_id uuid not null,
	title text not null check (title <> ''),
	number text,
	starts_on date,
	ends_on date,
	value_cents bigint check (value_cents >= 0),
	currency text not null,
	position smallint not null default 0,
	primary key (org_id, id),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete cascade
);
create index account_contracts_of_account on account_contracts (org_id, account_id, position, id);
select tenant_table('account_contracts');

-- Who decides at the customer's. A contact where they are one; else a name alone.
create table account_stakeholders (
	org_id uuid not null,
	id uuid not null,
	account_id uuid not null,
	contact_id uuid,
	name text not null check (name <> ''),
	title text not null default '',
	influence text not null default 'medium' check (influence in ('low', 'medium', 'high')),
	sentiment text not null default 'unknown' check (sentiment in ('positive', 'neutral', 'negative', 'unknown')),
	position smallint not null default 0,
	primary key (org_id, id),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete cascade,
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete set null (contact_id)
);
create index account_stakeholders_of_account on account_stakeholders (org_id, account_id, position, id);
create index account_stakeholders_of_contact on account_stakeholders (org_id, contact_id) where contact_id is not null;
select tenant_table('account_stakeholders');
-- Erasure reaches who decides.
select system_table('account_stakeholders', 'select, update, delete');

-- The rules by which plays are decided and weighed: the highest version holds, earlier ones are kept.
create table play_rules (
	org_id uuid not null references organisations (id) on delete cascade,
	version integer not null check (version > 0),
	rules jsonb not null,
	by_name text not null,
	created_at timestamptz not null,
	primary key (org_id, version)
);
select tenant_table('play_rules', 'select, insert, delete');

-- The workflow that leads through a play's stage; made of a template when a play is first opened.
create table play_workflows (
	org_id uuid not null,
	type text not null,
	stage text not null,
	workflow_id uuid not null,
	primary key (org_id, type, stage),
	foreign key (org_id, workflow_id) references workflows (org_id, id) on delete cascade
);
select tenant_table('play_workflows');

-- What an account needs: a row for each play and stage. Open while nobody closed it; the rest is its past.
create table plays (
	org_id uuid not null,
	id uuid not null,
	account_id uuid not null,
	type text not null check (type in ('renewal', 'risk', 'opportunity', 'strategic')),
	stage text not null,
	-- snoozed and scheduled come back at due_at. done and skipped: by a member; closed: by the rules.
	state text not null default 'open' check (state in ('open', 'snoozed', 'scheduled', 'done', 'skipped', 'closed')),
	owner_id uuid,
	escalated_to uuid,
	-- Whose queue it stands in.
	member_id uuid generated always as (coalesce(escalated_to, owner_id)) stored,
	-- In tenths of a point, 0 to 1000, with what each part gave.
	priority smallint not null check (priority between 0 and 1000),
	breakdown jsonb not null,
	-- What it was decided of: the renewal's day. Done once, it is not decided again of the same.
	basis text not null default '',
	rules_version integer not null,
	run_id uuid,
	-- How many runs it has begun.
	begun smallint not null default 0,
	due_at timestamptz,
	outcome text,
	note text not null default '',
	close_reason text,
	opened_at timestamptz not null,
	closed_at timestamptz,
	updated_at timestamptz not null,
	primary key (org_id, id),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete cascade,
	foreign key (org_id, owner_id) references memberships (org_id, id) on delete set null (owner_id),
	foreign key (org_id, escalated_to) references memberships (org_id, id) on delete set null (escalated_to)
);
create unique index plays_one_open on plays (org_id, account_id, type) where closed_at is null;
create index plays_queue on plays (org_id, member_id, priority desc, id) where closed_at is null;
create index plays_all on plays (org_id, priority desc, id) where closed_at is null;
create index plays_of_owner on plays (org_id, owner_id) where closed_at is null;
create index plays_of_account on plays (org_id, account_id, opened_at desc);
create index plays_of_run on plays (org_id, run_id) where run_id is not null;
create index plays_due on plays (org_id, due_at) where due_at is not null;
create index plays_settled on plays (org_id, type, stage, account_id) where state in ('done', 'skipped');
select tenant_table('plays');

-- The organisation's own actions: one of ours under a name, with its days.
create table success_actions (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	label text not null check (label <> ''),
	act text not null check (act in ('snooze', 'skip', 'escalate', 'schedule')),
	days smallint check (days between 1 and 365),
	member_id uuid,
	created_at timestamptz not null,
	deleted_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, member_id) references memberships (org_id, id) on delete set null (member_id)
);
create unique index success_actions_label on success_actions (org_id, lower(label)) where deleted_at is null;
select tenant_table('success_actions');

-- What was done to plays, and when what was put off came back.
create table play_actions (
	org_id uuid not null,
	id uuid not null,
	play_id uuid not null,
	run_id uuid,
	step_id uuid,
	act text not null,
	label text not null,
	reason text not null default '',
	until timestamptz,
	member_id uuid,
	by_name text not null,
	at timestamptz not null,
	returned_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, play_id) references plays (org_id, id) on delete cascade,
	foreign key (org_id, member_id) references memberships (org_id, id) on delete set null (member_id)
);
create index play_actions_of_play on play_actions (org_id, play_id, at, id);
select tenant_table('play_actions');
select system_table('play_actions', 'select, update');
select system_table('plays', 'select, update');

-- The conversation beside one guided step.
create table guided_threads (
	org_id uuid not null,
	id uuid not null,
	run_id uuid not null,
	step_id uuid not null,
	title text not null,
	state text not null default 'open' check (state in ('open', 'completed', 'closed')),
	outcome text,
	started_by text not null,
	started_at timestamptz not null,
	ended_at timestamptz,
	duration_ms bigint,
	primary key (org_id, id),
	foreign key (org_id, run_id) references workflow_runs (org_id, id) on delete cascade
);
create unique index guided_threads_one on guided_threads (org_id, run_id, step_id);
select tenant_table('guided_threads');
select system_table('guided_threads', 'select, update');

create table guided_messages (
	org_id uuid not null,
	id uuid not null,
	thread_id uuid not null,
	author text not null check (author in ('member', 'assistant')),
	author_name text not null,
	body text not null,
	source text not null check (source in ('member', 'fixed', 'model', 'rules', 'action')),
	provider text,
	model text,
	tokens_in integer,
	tokens_out integer,
	cost_micros bigint,
	latency_ms integer,
	at timestamptz not null,
	primary key (org_id, id),
	foreign key (org_id, thread_id) references guided_threads (org_id, id) on delete cascade
);
create index guided_messages_of_thread on guided_messages (org_id, thread_id, id);
select tenant_table('guided_messages');
select system_table('guided_messages', 'select, update');
