-- What a workflow's draft would have made of the inputs that its runs had: a job looks at them some at a time.
-- Row level security by tenant_table().
create table workflow_comparisons (
	org_id uuid not null,
	id uuid not null,
	workflow_id uuid not null,
	-- The draft as it was when it was asked for.
	draft_version integer not null,
	graph jsonb not null,
	since timestamptz not null,
	state text not null default 'running' check (state in ('running', 'done', 'failed')),
	total integer not null default 0,
	looked integer not null default 0,
	differing integer not null default 0,
	-- The oldest run that was looked at: the next ones are older.
	cursor_id uuid,
	-- Runs that would have gone otherwise, with what would differ; the first some hundred.
	results jsonb not null default '[]',
	error text,
	created_at timestamptz not null default now(),
	ended_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, workflow_id) references workflows (org_id, id) on delete cascade
);
create index workflow_comparisons_of_workflow on workflow_comparisons (org_id, workflow_id, id);
select tenant_table('workflow_comparisons');
-- Erasure takes persons' words out of it.
select system_table('workflow_comparisons', 'select, update');
