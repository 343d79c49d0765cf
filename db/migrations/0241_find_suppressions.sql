-- Which of many addresses must not be written to. Comparing citext is not leakproof, so under a policy the planner would
-- read the organisation's whole list for each chunk of contacts; this function binds the organisation itself.
create policy search on suppressions for select to perigee_search using (true);
grant select on suppressions to perigee_search;
create function find_suppressions(addresses citext[]) returns table (channel text, address citext, reason text, created_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public rows 10 as $$
	select s.channel, s.address, s.reason, s.created_at from suppressions s
	where s.org_id = current_org() and s.channel in ('email', 'sms') and s.address = any(addresses)
$$;
alter function find_suppressions(citext[]) owner to perigee_search;
revoke execute on function find_suppressions(citext[]) from public;
grant execute on function find_suppressions(citext[]) to perigee_app;
