-- Every call to a model, whatever came of it. Row level security by tenant_table().
create table ai_calls (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	at timestamptz not null default now(),
	purpose text not null,
	provider text not null,
	model text not null default '',
	source text not null check (source in ('model', 'rules')),
	outcome text not null,
	error text,
	tokens_in integer not null default 0,
	tokens_out integer not null default 0,
	cost_micros bigint,
	latency_ms integer not null default 0,
	subject_type text,
	subject_id uuid,
	request_id text,
	primary key (org_id, id)
);
create index ai_calls_recent on ai_calls (org_id, at desc, id desc);
select tenant_table('ai_calls', 'select, insert');
