-- What an import asks for a chunk of rows at once: which contacts have these addresses, which accounts these names.
-- Comparing citext, and text in lower case, is not leakproof, so under a policy the planner would read the whole tenant;
-- these functions bind the organisation themselves and return ids, which are joined again under the caller's policies.
create index accounts_lower_name on accounts (org_id, lower(name)) where deleted_at is null;
create policy search on accounts for select to perigee_search using (true);
grant select on accounts to perigee_search;

create function find_contacts_by_addresses(emails citext[], phones text[]) returns table (id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
	select c.id from contacts c where c.org_id = current_org() and c.email = any(emails) and c.email is not null and c.deleted_at is null
	union
	select c.id from contacts c where c.org_id = current_org() and c.phone = any(phones) and c.phone is not null and c.deleted_at is null
$$;
create function find_accounts_by_names(names text[]) returns table (id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
	select a.id from accounts a where a.org_id = current_org() and lower(a.name) = any(names) and a.deleted_at is null
$$;
alter function find_contacts_by_addresses(citext[], text[]) owner to perigee_search;
alter function find_accounts_by_names(text[]) owner to perigee_search;
revoke execute on function find_contacts_by_addresses(citext[], text[]), find_accounts_by_names(text[]) from public;
grant execute on function find_contacts_by_addresses(citext[], text[]), find_accounts_by_names(text[]) to perigee_app;
