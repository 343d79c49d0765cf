-- Appointments: ours and the shop's in one table, so that one constraint guards both. Row level security by tenant_table().
create table appointments (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	location_id uuid,
	member_id uuid,
	-- The thing that is booked: the location or the member. The exclusion constraint reads it.
	resource_id uuid not null generated always as (coalesce(location_id, member_id)) stored,
	-- Which of the resource's places (bays). Null only for a shop's own appointment beyond capacity: a conflict
	-- that a person settles, which nothing here may refuse because it already happened.
	bay integer check (bay >= 1),
	contact_id uuid,
	lead_id uuid,
	conversation_id uuid,
	service_id uuid,
	title text not null,
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	-- The time taken, buffers included.
	during tstzrange not null,
	time_zone text not null,
	state text not null default 'booked' check (state in ('booked', 'cancelled', 'completed', 'no-show')),
	origin text not null check (origin in ('chat', 'page', 'member', 'api', 'shop')),
	price_cents bigint,
	currency text,
	-- RFC 5545, 3.8.7.4: rises with each change that is sent out.
	sequence integer not null default 0,
	source uuid,
	external_id text,
	sync_state text not null default 'none' check (sync_state in ('none', 'pending', 'synced', 'conflict', 'failed')),
	sync_error text,
	synced_sequence integer,
	cancel_reason text,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	primary key (org_id, id),
	check (ends_at > starts_at),
	check (num_nonnulls(location_id, member_id) = 1),
	check (bay is not null or origin = 'shop' or state <> 'booked'),
	foreign key (org_id, location_id) references locations (org_id, id) on delete cascade,
	foreign key (org_id, member_id) references memberships (org_id, id) on delete cascade,
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete set null (contact_id),
	foreign key (org_id, conversation_id) references conversations (org_id, id) on delete set null (conversation_id),
	foreign key (org_id, service_id) references services (org_id, id) on delete set null (service_id),
	constraint appointments_no_overlap exclude using gist
		(org_id with =, resource_id with =, bay with =, during with &&) where (state = 'booked' and bay is not null)
);
create unique index appointments_external on appointments (org_id, source, external_id) where external_id is not null;
create index appointments_busy on appointments (org_id, resource_id, starts_at) where state = 'booked';
create index appointments_recent on appointments (org_id, starts_at desc, id desc);
create index appointments_lead on appointments (org_id, lead_id) where lead_id is not null;
create index appointments_contact on appointments (org_id, contact_id) where contact_id is not null;
create index appointments_sync on appointments (sync_state, updated_at) where sync_state in ('pending', 'failed');
select tenant_table('appointments');
select system_table('appointments');
