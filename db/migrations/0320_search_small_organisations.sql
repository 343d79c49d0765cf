-- As in 0210, and what its plans hung on is said. Of a small organisation beside a large one the newest records were not
-- read by the index of their ids: as many were asked for as it has, so all of them were sorted, by workers started for
-- it, which took longer than the search. Now no more are asked for than will hold the wanted number, going by how many
-- of the newest thousand do, and no plan sorts where an index has the order or starts workers for one page.
-- Costs of an unavoidable sort are then so high that Postgres would compile the statement: hence no jit.
create or replace function search_records(kind text, conditions jsonb, most integer, after uuid default null) returns table (id uuid)
language plpgsql stable security definer rows 200 set search_path = pg_catalog, public
set max_parallel_workers_per_gather = 0 set enable_sort = off set jit = off as $$
declare
	target text := case kind when 'contact' then 'contacts' when 'account' then 'accounts' when 'deal' then 'deals' when 'project' then 'projects' end;
	words text := case kind
		when 'contact' then 'contact_words(r.first_name, r.last_name, r.email, r.phone, r.job_title, r.city, r.country)'
		when 'account' then 'account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country)'
		when 'deal' then 'deal_words(r.name, r.lost_reason)' else 'deal_words(r.name, null)' end;
	columns jsonb := case kind
		when 'contact' then '{"name": "btrim(r.first_name || '' '' || r.last_name)", "email": "r.email::text", "phone": "r.phone", "jobTitle": "r.job_title", "city": "r.city", "country": "r.country"}'
		when 'account' then '{"name": "r.name", "domain": "r.domain", "website": "r.website", "phone": "r.phone", "industry": "r.industry", "city": "r.city", "country": "r.country"}'
		when 'deal' then '{"name": "r.name", "lostReason": "r.lost_reason"}' else '{"name": "r.name"}' end::jsonb;
	condition jsonb;
	part text;
	pattern text;
	found_accounts uuid[];
	wanted text := '';
	source text;
	hits integer;
	seen integer;
	look integer;
	found uuid[];
begin
	if target is null then raise exception 'no kind of record'; end if;
	for condition in select * from jsonb_array_elements(conditions) loop
		part := condition ->> 'text';
		pattern := case when length(part) < 3 then '% ' || like_literal(part) || '%' else '%' || like_literal(part) || '%' end;
		if condition ->> 'on' = 'any' then
			found_accounts := null;
			if kind <> 'account' and length(part) >= 3 then
				select array_agg(s.id) into found_accounts
					from search_records('account', jsonb_build_array(jsonb_build_object('on', 'name', 'op', 'contains', 'text', part)), 200) s;
			end if;
			wanted := wanted || format(' and (%s like %L%s)', words, pattern,
				case when found_accounts is null then '' else format(' or r.account_id = any(%L::uuid[])', found_accounts) end);
		elsif columns ? (condition ->> 'on') then
			wanted := wanted || format(' and %s like %L and lower(%s) %s', words, pattern, columns ->> (condition ->> 'on'),
				case condition ->> 'op' when 'is' then format('= lower(%L)', part)
					when 'begins' then format('like %L', like_literal(part) || '%')
					else format('like %L', case when length(part) < 3 then pattern else '%' || like_literal(part) || '%' end) end);
		else raise exception 'no column %', condition ->> 'on';
		end if;
	end loop;
	source := format('%I r where r.org_id = %L and r.deleted_at is null', target, current_org());
	-- Under policies the planner knows nothing of how common words are. The newest records tell.
	execute format('select count(*) filter (where true%s), count(*) from (select r.* from %s order by r.id desc limit 1000) r', wanted, source)
		into hits, seen;
	if after is not null then
		return query execute format(case when hits >= 20 then 'select r.id from %1$s and r.id > %3$L%2$s order by r.id limit %4$s'
			else 'with m as materialized (select r.id from %1$s and r.id > %3$L%2$s) select m.id from m order by m.id limit %4$s' end,
			source, wanted, after, most);
	elsif hits >= 20 or seen < 1000 then
		look := case when seen < 1000 then 100000 else least(100000, ceil(1500.0 * most / hits)) end;
		loop
			execute format('select array_agg(s.id) from (select r.id from (select r.* from %s order by r.id desc limit %s) r
				where true%s limit %s) s', source, look, wanted, most) into found;
			exit when cardinality(found) >= most or look >= 100000;
			look := 100000;
		end loop;
		return query select each from unnest(found) each;
	else
		return query execute format('with m as materialized (select r.id from %s%s) select m.id from m order by m.id desc limit %s',
			source, wanted, most);
	end if;
end $$;
