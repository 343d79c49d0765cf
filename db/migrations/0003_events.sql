-- The event spine: audit log, timeline, live updates and triggers are one row, written with the change it tells of.
-- Row level security by tenant_table(); append-only for the application role.
create table events (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	at timestamptz not null,
	name text not null,
	actor_kind text not null check (actor_kind in ('member', 'agent', 'workflow', 'customer', 'webhook', 'system', 'api-key')),
	actor_id uuid,
	actor_name text not null,
	subject_type text not null,
	subject_id uuid not null,
	-- A second subject whose timeline shows the event too: the contact of a lead, the lead of a message.
	parent_type text,
	parent_id uuid,
	changes jsonb not null default '{}',
	data jsonb not null default '{}',
	ip inet,
	user_agent text,
	request_id text not null,
	primary key (org_id, id)
);
create index events_recent on events (org_id, at desc, id desc);
create index events_subject on events (org_id, subject_type, subject_id, id desc);
create index events_parent on events (org_id, parent_type, parent_id, id desc) where parent_id is not null;
create index events_name on events (org_id, name, id desc);
create index events_actor on events (org_id, actor_id, id desc) where actor_id is not null;
select tenant_table('events', 'select, insert');
-- Retention removes addresses and user agents, and erasure blanks a person's values: columns, never rows.
create policy system on events for all to perigee_system using (true) with check (true);
grant select, update (ip, user_agent, changes, data, actor_name) on events to perigee_system;
