-- One engine for workflows and plays (decision 11). A workflow has one draft and immutable versions; a run follows one
-- version; where a run is are its living steps, and its history are the ended ones. Row level security by tenant_table().
create table workflows (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name text not null check (name <> ''),
	description text not null default '',
	-- The graph as it is being drawn (app/domain/workflows/rules/graph.ts); `version` decides between two tabs.
	draft jsonb not null default '{"nodes": [], "edges": []}',
	version integer not null default 1,
	-- The version that new runs follow; null: never published.
	published integer,
	is_on boolean not null default false,
	-- Limits (FLOW-4). The key is an expression over the trigger. What does not fit waits or is left out.
	most_running integer check (most_running > 0),
	key_expression text not null default '',
	most_per_key integer check (most_per_key > 0),
	most_per_minute integer check (most_per_minute > 0),
	when_full text not null default 'wait' check (when_full in ('wait', 'skip')),
	created_by uuid,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, created_by) references memberships (org_id, id) on delete set null (created_by)
);
create index workflows_listed on workflows (org_id, name, id) where deleted_at is null;
select tenant_table('workflows');

create table workflow_versions (
	org_id uuid not null,
	workflow_id uuid not null,
	number integer not null check (number > 0),
	graph jsonb not null,
	note text not null default '',
	published_by uuid,
	published_at timestamptz not null default now(),
	primary key (org_id, workflow_id, number),
	foreign key (org_id, workflow_id) references workflows (org_id, id) on delete cascade,
	foreign key (org_id, published_by) references memberships (org_id, id) on delete set null (published_by)
);
select tenant_table('workflow_versions', 'select, insert, delete');

-- What begins runs of a workflow that is on: one row for the trigger of its published version.
create table workflow_triggers (
	org_id uuid not null,
	workflow_id uuid not null,
	kind text not null check (kind in ('manual', 'schedule', 'event', 'webhook')),
	event_name text,
	filter text not null default '',
	cron text,
	time_zone text,
	-- Of the address that a webhook or form is posted to.
	token_hash bytea,
	primary key (org_id, workflow_id),
	foreign key (org_id, workflow_id) references workflows (org_id, id) on delete cascade
);
create index workflow_triggers_event on workflow_triggers (org_id, event_name) where event_name is not null;
create unique index workflow_triggers_token on workflow_triggers (token_hash) where token_hash is not null;
select tenant_table('workflow_triggers');

create table workflow_runs (
	org_id uuid not null,
	id uuid not null,
	workflow_id uuid not null,
	version_number integer not null,
	-- held: no place is free. waiting: for an instant, an event, a person or another run.
	state text not null
		check (state in ('held', 'running', 'waiting', 'paused', 'succeeded', 'failed', 'cancelled')),
	-- Nothing leaves, and what would is kept beside each step.
	is_dry boolean not null default false,
	-- What it began with, and the record that it is about.
	trigger jsonb not null default '{}',
	subject_type text,
	subject_id uuid,
	-- Value of the workflow's key expression.
	key text,
	-- The same trigger twice begins one run.
	dedupe_key text,
	-- Raised by every change of the run's steps: who changes them says what it read.
	turn integer not null default 0,
	steps_begun integer not null default 0,
	-- How many runs stand above it: a run that begins runs that begin runs is stopped.
	depth smallint not null default 0,
	parent_run_id uuid,
	parent_step_id uuid,
	replay_of uuid,
	-- A replay takes from the earlier run's record what was done outside, unless this says otherwise.
	repeats_effects boolean not null default false,
	-- What its end made of it.
	output jsonb,
	error text,
	error_node text,
	started_by text not null,
	created_at timestamptz not null default now(),
	ended_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, workflow_id, version_number) references workflow_versions (org_id, workflow_id, number)
		on delete cascade
);
create index workflow_runs_of_workflow on workflow_runs (org_id, workflow_id, id);
create index workflow_runs_failed on workflow_runs (org_id, workflow_id, id) where state = 'failed';
create index workflow_runs_going on workflow_runs (org_id, workflow_id, key, id) where ended_at is null;
create index workflow_runs_of_subject on workflow_runs (org_id, subject_id, id) where subject_id is not null;
create unique index workflow_runs_once on workflow_runs (org_id, workflow_id, dedupe_key) where dedupe_key is not null;
select tenant_table('workflow_runs');

-- A row for each token: living while ready, busy, waiting, joining or looping; history after.
create table workflow_steps (
	org_id uuid not null,
	run_id uuid not null,
	id uuid not null,
	node text not null,
	-- "" outside loops; inside, the loop's step and the item's number. `path` says the same by nodes: "each_row:3".
	scope text not null default '',
	path text not null default '',
	state text not null
		check (state in ('ready', 'busy', 'waiting', 'joining', 'looping', 'done', 'failed', 'cancelled', 'joined')),
	loop jsonb,
	joined jsonb,
	attempt smallint not null default 0,
	input jsonb,
	output jsonb,
	port text,
	error text,
	-- What would have happened outside (dry run), in words.
	effect text,
	wait_kind text check (wait_kind in ('time', 'event', 'person', 'run', 'retry')),
	wake_at timestamptz,
	wait_event text,
	wait_subject uuid,
	wait_filter text,
	-- What ended the wait: {"by": "time"}, {"by": "event", "data": ...}.
	woken jsonb,
	-- A step that is being carried out is somebody's until then.
	busy_until timestamptz,
	from_record boolean not null default false,
	began_at timestamptz not null default now(),
	ended_at timestamptz,
	primary key (org_id, run_id, id),
	foreign key (org_id, run_id) references workflow_runs (org_id, id) on delete cascade
);
create index workflow_steps_due on workflow_steps (org_id, wake_at) where state = 'waiting' and wake_at is not null;
create index workflow_steps_listening on workflow_steps (org_id, wait_event, wait_subject)
	where state = 'waiting' and wait_event is not null;
select tenant_table('workflow_steps');

-- What a run asks of people: an approval, or a guided step. `needed` people say yes before it goes on; one no ends it.
create table approvals (
	org_id uuid not null,
	id uuid not null,
	run_id uuid not null,
	step_id uuid not null,
	title text not null check (title <> ''),
	-- What is to be decided, as the person who decides reads it.
	details text not null default '',
	-- Members who may decide; empty: whoever has `least_role`.
	approver_ids uuid[] not null default '{}',
	least_role text not null default 'manager' check (least_role in ('user', 'manager', 'admin', 'owner')),
	needed smallint not null default 1 check (needed between 1 and 20),
	state text not null default 'open' check (state in ('open', 'approved', 'declined', 'withdrawn')),
	due_at timestamptz,
	created_at timestamptz not null default now(),
	decided_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, run_id) references workflow_runs (org_id, id) on delete cascade
);
create index approvals_open on approvals (org_id, id) where state = 'open';
create index approvals_of_run on approvals (org_id, run_id);
select tenant_table('approvals');

create table approval_votes (
	org_id uuid not null,
	approval_id uuid not null,
	member_id uuid not null,
	is_yes boolean not null,
	note text not null default '',
	at timestamptz not null default now(),
	primary key (org_id, approval_id, member_id),
	foreign key (org_id, approval_id) references approvals (org_id, id) on delete cascade,
	foreign key (org_id, member_id) references memberships (org_id, id) on delete cascade
);
select tenant_table('approval_votes');

-- Erasure reaches what runs were told.
select system_table('workflow_runs', 'select, update, delete');
select system_table('workflow_steps', 'select, update, delete');
select system_table('approvals', 'select, update, delete');
select system_table('approval_votes', 'select, update, delete');
