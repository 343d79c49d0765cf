-- What every request asks before it is let in, cheaper. A function in SQL is planned anew at each call, one in PL/pgSQL
-- once for each session: who a session or a key is costs a third of what it did. And a process that answers many calls
-- of one bucket takes several from it at once, instead of writing its row at each.

create or replace function find_session(hash bytea)
returns table (session_id uuid, user_id uuid, email citext, name text, email_verified_at timestamptz, time_zone text,
	locale text, theme text, start_page text, expires_at timestamptz, seen_at timestamptz, org_id uuid, org_name text,
	org_slug text, org_time_zone text, org_currency text, org_colour text, member_id uuid, role text, org_count bigint)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin
	return query select s.id, u.id, u.email, u.name, u.email_verified_at, u.time_zone, u.locale, u.theme, u.start_page,
		s.expires_at, s.seen_at, o.id, o.name, o.slug, o.time_zone, o.currency, o.colour, m.id, m.role,
		(select count(*) from memberships x where x.user_id = u.id)
	from sessions s
	join users u on u.id = s.user_id
	left join memberships m on m.user_id = u.id and m.org_id = s.org_id
	left join organisations o on o.id = m.org_id
	where s.token_hash = find_session.hash and s.expires_at > now();
end $$;

create or replace function find_api_key(hash bytea)
returns table (key_id uuid, org_id uuid, org_time_zone text, member_id uuid, member_name text, role text, scopes text[],
	expires_at timestamptz, last_used_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin
	return query select k.id, k.org_id, o.time_zone, m.id, m.name, m.role, k.scopes, k.expires_at, k.last_used_at
	from api_keys k
	join memberships m on m.org_id = k.org_id and m.id = k.member_id
	join organisations o on o.id = k.org_id
	where k.key_hash = find_api_key.hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now());
end $$;

-- As take_rate, for up to `wanted` calls at once: how many of them the bucket held, what is left in it, and, where it
-- held none, how long until it holds one.
create function take_rates(bucket_name text, capacity integer, per_second double precision, wanted integer,
	out taken integer, out left_over integer, out wait_seconds double precision)
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
	at timestamptz;
	full_from timestamptz;
	free double precision;
begin
	insert into rate_limits (bucket, full_at) values (bucket_name, clock_timestamp()) on conflict (bucket) do nothing;
	select full_at into full_from from rate_limits where bucket = bucket_name for update;
	-- After the wait for whoever took before: a bucket is never read as it will be.
	at := clock_timestamp();
	full_from := greatest(coalesce(full_from, at), at);
	free := capacity - extract(epoch from full_from - at) * per_second;
	-- Instants are kept to the microsecond; a whole call is not lost to that.
	taken := greatest(0, least(wanted, capacity, floor(free + 1e-3)));
	left_over := greatest(0, floor(free + 1e-3) - taken);
	wait_seconds := case when taken > 0 then 0 else greatest(0, (1 - free) / per_second) end;
	if taken > 0 then
		update rate_limits set full_at = full_from + make_interval(secs => taken / per_second) where bucket = bucket_name;
	end if;
end $$;

-- Gives back calls that were taken from buckets and not made.
create function give_rates(given jsonb) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
	update rate_limits r set full_at = r.full_at - make_interval(secs => g.calls / g.per_second)
	from jsonb_to_recordset(given) as g (bucket text, calls integer, per_second double precision) where r.bucket = g.bucket
$$;

do $$
declare
	f text;
begin
	foreach f in array array['take_rates(text, integer, double precision, integer)', 'give_rates(jsonb)'] loop
		execute format('alter function %s owner to perigee_system', f);
		execute format('revoke execute on function %s from public', f);
		execute format('grant execute on function %s to perigee_system, perigee_guest', f);
	end loop;
end $$;
