-- The board's filters, each with its index; newest first by id.
create index leads_place_state on leads (org_id, location_id, state, id desc);
create index leads_source on leads (org_id, source, id desc);
create index leads_created on leads (org_id, created_at);

-- Search of contacts by the beginning of a name, an address or a number. Comparing text by pattern is not leakproof,
-- so under a policy the planner reads the whole tenant; this function binds the organisation itself and returns ids,
-- which the caller joins again under its own policies.
create index contacts_first_prefix on contacts (org_id, lower(first_name) text_pattern_ops);
create index contacts_last_prefix on contacts (org_id, lower(last_name) text_pattern_ops);
create index contacts_email_prefix on contacts (org_id, lower(email::text) text_pattern_ops) where email is not null;
create index contacts_phone_prefix on contacts (org_id, phone text_pattern_ops) where phone is not null;
create policy search on contacts for select to perigee_search using (true);
grant select on contacts to perigee_search;

create function find_contacts_by_prefix(prefix text, most integer) returns table (id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
	select found.id from (
		(select c.id from contacts c where c.org_id = current_org()
			and lower(c.first_name) ~>=~ lower(prefix) and lower(c.first_name) ~<~ (lower(prefix) || U&'\+10FFFF') limit most)
		union
		(select c.id from contacts c where c.org_id = current_org()
			and lower(c.last_name) ~>=~ lower(prefix) and lower(c.last_name) ~<~ (lower(prefix) || U&'\+10FFFF') limit most)
		union
		(select c.id from contacts c where c.org_id = current_org() and c.email is not null
			and lower(c.email::text) ~>=~ lower(prefix) and lower(c.email::text) ~<~ (lower(prefix) || U&'\+10FFFF') limit most)
		union
		(select c.id from contacts c where c.org_id = current_org() and c.phone is not null
			and c.phone ~>=~ prefix and c.phone ~<~ (prefix || U&'\+10FFFF') limit most)
	) found limit most
$$;
alter function find_contacts_by_prefix(text, integer) owner to perigee_search;
revoke execute on function find_contacts_by_prefix(text, integer) from public;
grant execute on function find_contacts_by_prefix(text, integer) to perigee_app;
grant execute on function current_org() to perigee_search;
