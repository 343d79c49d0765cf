-- Shop systems: connections, the mapping of their locations, and every delivery as it was received.
-- Row level security by tenant_table().
create table shop_connections (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	kind text not null check (kind in ('shopmonkey', 'generic')),
	name text not null,
	base_url text not null,
	-- AES-256-GCM, bound to this row by additional data; the key's id stands in the text.
	api_key_sealed text not null,
	webhook_secret_sealed text not null,
	previous_webhook_secret_sealed text,
	mapping jsonb,
	lead_statuses text[] not null default '{}',
	enabled boolean not null default true,
	cursor text,
	polled_at timestamptz,
	poll_after timestamptz not null default now(),
	failures integer not null default 0,
	failing_since timestamptz,
	last_error text,
	signature_failures bigint not null default 0,
	signature_failed_at timestamptz,
	catalogue_synced_at timestamptz,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	primary key (org_id, id)
);
create unique index shop_connections_id on shop_connections (id);
create index shop_connections_due on shop_connections (poll_after) where enabled;
select tenant_table('shop_connections');
select system_table('shop_connections', 'select, update');

create table shop_locations (
	org_id uuid not null references organisations (id) on delete cascade,
	connection_id uuid not null,
	external_id text not null,
	external_name text not null default '',
	location_id uuid,
	primary key (org_id, connection_id, external_id),
	foreign key (org_id, connection_id) references shop_connections (org_id, id) on delete cascade,
	foreign key (org_id, location_id) references locations (org_id, id) on delete set null (location_id)
);
select tenant_table('shop_locations');
select system_table('shop_locations');

create table shop_deliveries (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	connection_id uuid not null,
	-- The sender's own id for the delivery, else the digest of its body: the same one twice is one row.
	delivery_key text not null,
	via text not null default 'webhook' check (via in ('webhook', 'poll', 'replay')),
	received_at timestamptz not null default now(),
	headers jsonb not null default '{}',
	body text not null,
	state text not null default 'received' check (state in ('received', 'processed', 'ignored', 'rejected', 'failed')),
	reason text,
	lead_id uuid,
	processed_at timestamptz,
	primary key (org_id, id),
	unique (org_id, connection_id, delivery_key),
	foreign key (org_id, connection_id) references shop_connections (org_id, id) on delete cascade
);
create index shop_deliveries_recent on shop_deliveries (org_id, id desc);
create index shop_deliveries_state on shop_deliveries (org_id, state, id desc);
select tenant_table('shop_deliveries');

-- What a webhook needs to know before it knows its organisation, in one read.
create function find_shop_connection(connection uuid)
returns table (org_id uuid, id uuid, kind text, webhook_secret_sealed text, previous_webhook_secret_sealed text,
	mapping jsonb, enabled boolean, version integer)
language sql stable security definer set search_path = pg_catalog, public as $$
	select c.org_id, c.id, c.kind, c.webhook_secret_sealed, c.previous_webhook_secret_sealed, c.mapping, c.enabled, c.version
	from shop_connections c where c.id = connection
$$;
alter function find_shop_connection(uuid) owner to perigee_system;
revoke execute on function find_shop_connection(uuid) from public;
grant execute on function find_shop_connection(uuid) to perigee_guest, perigee_system;
