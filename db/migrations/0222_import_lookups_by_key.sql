-- One look-up for each address and each name. For a list of them at once the planner believes, while statistics are
-- old as they are in the middle of an import, that most of the tenant matches, and reads all of it for every chunk;
-- `offset 0` keeps it from joining the other way round.
create or replace function find_contacts_by_addresses(emails citext[], phones text[]) returns table (id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
	select c.id from unnest(emails) as e (email) cross join lateral (
		select x.id from contacts x where x.org_id = current_org() and x.email = e.email and x.email is not null and x.deleted_at is null offset 0
	) c
	union
	select c.id from unnest(phones) as p (phone) cross join lateral (
		select x.id from contacts x where x.org_id = current_org() and x.phone = p.phone and x.phone is not null and x.deleted_at is null offset 0
	) c
$$;
create or replace function find_accounts_by_names(names text[]) returns table (id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
	select a.id from unnest(names) as n (name) cross join lateral (
		select x.id from accounts x where x.org_id = current_org() and lower(x.name) = n.name and x.deleted_at is null offset 0
	) a
$$;
