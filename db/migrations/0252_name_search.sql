-- Search over everything: accounts, deals, projects, tasks and leads by a part of their names. Comparing text by pattern
-- is not leakproof, so under a policy the planner would read the whole tenant; this function binds the organisation
-- itself and returns ids, which the caller joins again under its own policies. The organisation stands first in each
-- index, so that one with many names costs the others nothing.
create extension if not exists btree_gin;
create index accounts_name_part on accounts using gin (org_id, lower(name) gin_trgm_ops) where deleted_at is null;
create index deals_name_part on deals using gin (org_id, lower(name) gin_trgm_ops) where deleted_at is null;
create index projects_name_part on projects using gin (org_id, lower(name) gin_trgm_ops) where deleted_at is null;
create index tasks_title_part on tasks using gin (org_id, lower(title) gin_trgm_ops);
create index leads_title_part on leads using gin (org_id, lower(title) gin_trgm_ops);

do $$
declare
	target text;
begin
	foreach target in array array['accounts', 'deals', 'projects', 'tasks', 'leads'] loop
		if not exists (select from pg_policies where tablename = target and policyname = 'search') then
			execute format('create policy search on %I for select to perigee_search using (true)', target);
		end if;
		execute format('grant select on %I to perigee_search', target);
	end loop;
end $$;

-- A part of a text as a pattern of LIKE, its own signs taken as they are.
create function like_part(part text) returns text language sql immutable parallel safe set search_path = pg_catalog
	return '%' || replace(replace(replace(lower(part), '\', '\\'), '%', '\%'), '_', '\_') || '%';

create function find_by_name(part text, most integer) returns table (kind text, id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
	(select 'account', x.id from accounts x where x.org_id = current_org() and x.deleted_at is null and lower(x.name) like like_part(part) limit most)
	union all
	(select 'deal', x.id from deals x where x.org_id = current_org() and x.deleted_at is null and lower(x.name) like like_part(part) limit most)
	union all
	(select 'project', x.id from projects x where x.org_id = current_org() and x.deleted_at is null and lower(x.name) like like_part(part) limit most)
	union all
	(select 'task', x.id from tasks x where x.org_id = current_org() and lower(x.title) like like_part(part) limit most)
	union all
	(select 'lead', x.id from leads x where x.org_id = current_org() and lower(x.title) like like_part(part) limit most)
$$;
alter function find_by_name(text, integer) owner to perigee_search;
revoke execute on function find_by_name(text, integer) from public;
revoke execute on function like_part(text) from public;
grant execute on function find_by_name(text, integer) to perigee_app;
grant execute on function like_part(text) to perigee_search, perigee_app;
alter function find_by_name(text, integer) rows 30;
