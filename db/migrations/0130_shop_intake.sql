-- What intake needs beside 0006: which statuses close a lead, how far back a new connection looks, why the catalogue
-- is not in step, and one read for a webhook that knows its connection's locations too.
alter table shop_connections
	-- The shop's own words for work that is done or paid: they win the lead.
	add column won_statuses text[] not null default '{Invoice}',
	add column lookback_days integer not null default 1 check (lookback_days between 0 and 90),
	add column catalogue_error text;

-- As the shop told them: what numbers without a country belong to, and what its money is in.
alter table shop_locations
	add column country text,
	add column currency text check (length(currency) = 3);

create index leads_unenriched on leads (org_id, connection_id) where enrich_error is not null;

create function find_shop_intake(connection uuid)
returns table (org_id uuid, id uuid, kind text, name text, webhook_secret_sealed text,
	previous_webhook_secret_sealed text, mapping jsonb, enabled boolean, version integer, location_ids text[])
language sql stable security definer set search_path = pg_catalog, public as $$
	select c.org_id, c.id, c.kind, c.name, c.webhook_secret_sealed, c.previous_webhook_secret_sealed, c.mapping, c.enabled,
		c.version, array(select l.external_id from shop_locations l
			where l.org_id = c.org_id and l.connection_id = c.id and l.location_id is not null)
	from shop_connections c where c.id = connection
$$;
alter function find_shop_intake(uuid) owner to perigee_system;
revoke execute on function find_shop_intake(uuid) from public;
grant execute on function find_shop_intake(uuid) to perigee_guest, perigee_system;
