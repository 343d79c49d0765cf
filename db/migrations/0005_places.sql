-- Locations, their hours and their catalogue. Row level security by tenant_table().
create table locations (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name text not null,
	slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
	time_zone text not null,
	phone text,
	email citext,
	address text,
	-- Chosen days without sending, beside the hours below: ISO dates.
	send_window jsonb not null default '{}',
	active boolean not null default true,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, slug)
);
select tenant_table('locations');

-- When a location, or a member, can be booked. Wall-clock hours of the zone; exceptions name single days.
create table schedules (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	location_id uuid,
	member_id uuid,
	time_zone text not null,
	weekly_hours jsonb not null,
	exceptions jsonb not null default '[]',
	capacity integer not null default 1 check (capacity between 1 and 100),
	buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 1440),
	buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 1440),
	step_minutes integer not null default 30 check (step_minutes between 5 and 1440),
	minimum_notice_minutes integer not null default 60 check (minimum_notice_minutes >= 0),
	horizon_days integer not null default 60 check (horizon_days between 1 and 730),
	version integer not null default 1,
	primary key (org_id, id),
	check (num_nonnulls(location_id, member_id) = 1),
	unique (org_id, location_id),
	unique (org_id, member_id),
	foreign key (org_id, location_id) references locations (org_id, id) on delete cascade,
	foreign key (org_id, member_id) references memberships (org_id, id) on delete cascade
);
select tenant_table('schedules');

create table services (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	location_id uuid not null,
	source uuid,
	external_id text,
	name text not null,
	description text not null default '',
	price_cents bigint check (price_cents >= 0),
	currency text not null default 'USD',
	duration_minutes integer check (duration_minutes between 1 and 14400),
	active boolean not null default true,
	updated_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, location_id, source, external_id),
	foreign key (org_id, location_id) references locations (org_id, id) on delete cascade
);
create index services_location on services (org_id, location_id, name) where active;
select tenant_table('services');
