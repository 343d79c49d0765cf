-- Leads, their sequences and touches. Row level security by tenant_table().
create table leads (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	contact_id uuid not null,
	location_id uuid not null,
	vehicle_id uuid,
	conversation_id uuid,
	state text not null default 'new' check (state in ('new', 'contacted', 'engaged', 'booked', 'won', 'lost')),
	state_at timestamptz not null default now(),
	source text not null check (source in ('shop', 'form', 'chat', 'api', 'member', 'email', 'sms')),
	connection_id uuid,
	external_order_id text,
	external_status text,
	external_updated_at timestamptz,
	title text not null default '',
	services text[] not null default '{}',
	value_cents bigint,
	currency text not null default 'USD',
	owner_id uuid,
	first_contacted_at timestamptz,
	first_replied_at timestamptz,
	lost_reason text,
	enriched_at timestamptz,
	enrich_error text,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	primary key (org_id, id),
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete cascade,
	foreign key (org_id, location_id) references locations (org_id, id),
	foreign key (org_id, vehicle_id) references vehicles (org_id, id) on delete set null (vehicle_id),
	foreign key (org_id, conversation_id) references conversations (org_id, id) on delete set null (conversation_id),
	foreign key (org_id, connection_id) references shop_connections (org_id, id) on delete set null (connection_id),
	foreign key (org_id, owner_id) references memberships (org_id, id) on delete set null (owner_id)
);
create unique index leads_order on leads (org_id, connection_id, external_order_id) where external_order_id is not null;
create index leads_recent on leads (org_id, id desc);
create index leads_state on leads (org_id, state, id desc);
create index leads_location on leads (org_id, location_id, id desc);
create index leads_contact on leads (org_id, contact_id, id desc);
create index leads_owner on leads (org_id, owner_id, id desc) where owner_id is not null;
select tenant_table('leads');

create table sequences (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	-- Null: the organisation's own; else a location's, which comes first.
	location_id uuid,
	name text not null,
	published_version_id uuid,
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	foreign key (org_id, location_id) references locations (org_id, id) on delete cascade
);
create unique index sequences_place on sequences (org_id, coalesce(location_id, '00000000-0000-0000-0000-000000000000'));
select tenant_table('sequences');

create table sequence_versions (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	sequence_id uuid not null,
	number integer not null,
	touches jsonb not null,
	created_by uuid,
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, sequence_id, number),
	foreign key (org_id, sequence_id) references sequences (org_id, id) on delete cascade
);
select tenant_table('sequence_versions', 'select, insert');
alter table sequences add foreign key (org_id, published_version_id) references sequence_versions (org_id, id);

create table enrollments (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	lead_id uuid,
	contact_id uuid not null,
	location_id uuid not null,
	sequence_version_id uuid not null,
	state text not null default 'running' check (state in ('running', 'paused', 'stopped', 'finished')),
	stop_reason text,
	created_at timestamptz not null default now(),
	ended_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, lead_id) references leads (org_id, id) on delete cascade,
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete cascade,
	foreign key (org_id, location_id) references locations (org_id, id) on delete cascade,
	foreign key (org_id, sequence_version_id) references sequence_versions (org_id, id)
);
-- A contact has at most one running sequence for each location.
create unique index enrollments_running on enrollments (org_id, contact_id, location_id) where state in ('running', 'paused');
create index enrollments_lead on enrollments (org_id, lead_id);
select tenant_table('enrollments');

create table touches (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	enrollment_id uuid not null,
	lead_id uuid,
	position integer not null,
	channel text not null check (channel in ('email', 'sms')),
	planned_at timestamptz not null,
	status text not null default 'scheduled' check (status in
		('scheduled', 'held', 'sending', 'sent', 'delivered', 'failed', 'skipped', 'cancelled')),
	status_at timestamptz not null default now(),
	reason text,
	message_id uuid,
	variant text,
	primary key (org_id, id),
	unique (org_id, enrollment_id, position),
	foreign key (org_id, enrollment_id) references enrollments (org_id, id) on delete cascade,
	foreign key (org_id, message_id) references messages (org_id, id) on delete set null (message_id)
);
create index touches_lead on touches (org_id, lead_id, position);
create index touches_message on touches (org_id, message_id) where message_id is not null;
create index touches_due on touches (planned_at) where status = 'scheduled';
select tenant_table('touches');
select system_table('touches');
