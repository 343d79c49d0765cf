-- What a record's timeline, score and insights stand on (CRM-6, CRM-7), and the erasure of a person (CRM-8).
-- `tenant_table` puts each new table under row level security.

-- Timelines read each source newest first by instant. What tells of a message's or a touch's way is left out of them:
-- the message stands there itself, with its state. So those events, which are most, cost these indexes nothing.
create index messages_contact_at on messages (org_id, contact_id, created_at desc, id desc) where contact_id is not null;
create index appointments_contact_at on appointments (org_id, contact_id, created_at desc, id desc) where contact_id is not null;
drop index appointments_contact;
create index events_told on events (org_id, subject_type, subject_id, at desc, id desc) where name !~ '^(message|touch|chat)[.]';
create index events_told_parent on events (org_id, parent_type, parent_id, at desc, id desc)
	where parent_id is not null and name !~ '^(message|touch|chat)[.]';

-- How the organisation weighs what is known about a contact; without a row the shipped weights count.
create table scoring_rules (
	org_id uuid not null references organisations (id) on delete cascade,
	weights jsonb not null,
	version integer not null default 1,
	updated_at timestamptz not null default now(),
	primary key (org_id)
);
select tenant_table('scoring_rules');

-- The score of a contact with what made it. `contacts.score` is kept in step, for lists.
create table contact_scores (
	org_id uuid not null,
	contact_id uuid not null,
	score smallint not null check (score between 0 and 100),
	-- [{ "fact", "value", "points" }], largest first; and all facts, so that other weights can be tried on them.
	reasons jsonb not null default '[]',
	facts jsonb not null default '{}',
	weights_version integer not null default 0,
	computed_at timestamptz not null,
	primary key (org_id, contact_id),
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete cascade
);
select tenant_table('contact_scores');

-- What is to be known about a record at a glance, written by a model or by rules. Every sentence names what it stands on.
create table record_insights (
	org_id uuid not null references organisations (id) on delete cascade,
	record_type text not null check (record_type in ('contact', 'account')),
	record_id uuid not null,
	-- { "text", "sources": [...] }; a source is { "type", "id", "label", "at" } of a message, note, event or record.
	summary jsonb not null,
	risks jsonb not null default '[]',
	next_action jsonb,
	source text not null check (source in ('model', 'rules')),
	provider text,
	model text,
	computed_at timestamptz not null,
	primary key (org_id, record_type, record_id)
);
select tenant_table('record_insights');

-- That a person's values were erased: who asked, when, and how much; never whose.
create table erasures (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	contact_id uuid not null,
	state text not null default 'waiting' check (state in ('waiting', 'running', 'done')),
	counts jsonb not null default '{}',
	member_id uuid,
	member_name text not null,
	created_at timestamptz not null default now(),
	ended_at timestamptz,
	primary key (org_id, id)
);
create unique index erasures_contact on erasures (org_id, contact_id);
select tenant_table('erasures', 'select, insert, update');
alter table contacts add column erased_at timestamptz;

-- An erased address stays on the list as a keyed hash, so that it is recognised and cannot be read.
alter table suppressions drop constraint suppressions_reason_check;
alter table suppressions add constraint suppressions_reason_check
	check (reason in ('unsubscribed', 'stop', 'bounced', 'complained', 'member', 'erased'));

-- Erasure changes rows that are append-only for the application, so it is done by the system role, table by table.
do $$
declare
	target text;
begin
	foreach target in array array['contacts', 'contact_identities', 'vehicles', 'conversations', 'notes', 'tasks', 'leads',
		'custom_values', 'record_tags', 'record_links', 'suppressions', 'delivery_reports', 'batch_changes', 'import_refusals',
		'contact_scores', 'record_insights', 'erasures', 'deals', 'projects'] loop
		if not exists (select from pg_policy where polrelid = target::regclass and polname = 'system') then
			execute format('create policy system on %I for all to perigee_system using (true) with check (true)', target);
		end if;
		execute format('grant select, insert, update, delete on %I to perigee_system', target);
	end loop;
	grant update on messages, appointments, public_links to perigee_system;
end $$;
