-- Ids that one statement makes by the thousand stand in the order in which they were made (RFC 9562, 6.2, method 3: the
-- twelve bits behind the version are the fraction of the millisecond), so that rows that lie together are read together.
-- Only where the function is ours; Postgres' own, from 18 on, does the same.
do $$
begin
	if exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
			where p.proname = 'uuidv7' and n.nspname = 'public') then
		create or replace function public.uuidv7() returns uuid language sql volatile parallel safe as $f$
			select encode(overlay(uuid_send(gen_random_uuid())
				placing substring(int8send(floor(t)::bigint) from 3) || int2send((28672 + floor(t % 1 * 4096))::smallint)
				from 1 for 8), 'hex')::uuid
			from (select extract(epoch from clock_timestamp()) * 1000 as t offset 0) instant
		$f$;
	end if;
end $$;
