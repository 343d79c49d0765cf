-- The passages of few are measured collection by collection (KB-3), and each once: asked for a list of collections, with the
-- distance both in the order and in the answer, it was measured twice (15 ms instead of 7.5 for 17,000). `offset 0` keeps
-- the index looked up for each collection: then one plan is as good for all, and planning anew takes as long as few passages.

-- Of what size a model's vectors are: one of them tells. In the order of an index, whatever the plan that a session keeps
-- was made for: made for an organisation of twenty passages, it read and sorted all 17,000 of the next one.
create function vector_size(asked_model text) returns integer language plpgsql stable
set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan
set enable_sort = off set enable_seqscan = off set enable_bitmapscan = off as $$
begin
	return (select vector_dims(v.embedding) from passage_vectors v
		where v.org_id = current_org() and v.model = asked_model order by v.org_id, v.model, v.collection_id limit 1);
end $$;
revoke execute on function vector_size(text) from public;
grant execute on function vector_size(text) to perigee_app;

create or replace function near_passages(seen uuid[], asked_model text, asked halfvec, most integer, readable bigint)
returns table (id uuid, distance real) language plpgsql volatile
set search_path = pg_catalog, public set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
	size integer;
begin
	if readable > 500 then
		-- Of few each says its own size; of many one is asked for all, or each would be unpacked twice.
		size := vector_size(asked_model);
		if size is distinct from vector_dims(asked) then return; end if;
	end if;
	if readable <= 20000 then
		return query
			select m.id, m.far from unnest(seen) s(id) cross join lateral (
				select v.passage_id as id,
					case when coalesce(size, vector_dims(v.embedding)) = vector_dims(asked) then (v.embedding <=> asked)::real end as far
				from passage_vectors v where v.org_id = current_org() and v.model = asked_model and v.collection_id = s.id offset 0
			) m
			where m.far is not null order by m.far, m.id limit most;
		return;
	end if;
	perform set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', greatest(near_width(readable), most)::text, true);
	return query execute near_statement(size, asked_model) using asked, seen, most;
end $$;

create or replace function near_chosen_passages(seen uuid[], asked_model text, asked halfvec, most integer, readable bigint, chosen uuid[], within bigint)
returns table (id uuid, distance real) language plpgsql volatile set search_path = pg_catalog, public as $$
declare
	size integer;
begin
	if chosen is null then
		return query select n.id, n.distance from near_passages(seen, asked_model, asked, most, readable) n;
		return;
	end if;
	size := vector_size(asked_model);
	if size is distinct from vector_dims(asked) then return; end if;
	if within <= 20000 then
		return query
			select v.passage_id, m.far
			from passages p
				join passage_vectors v on v.org_id = p.org_id and v.passage_id = p.id
				cross join lateral (select (v.embedding <=> asked)::real as far) m
			where p.org_id = current_org() and p.document_id = any (chosen) and v.model = asked_model and v.collection_id = any (seen)
			order by m.far, v.passage_id limit most;
		return;
	end if;
	perform set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', greatest(near_width(within), most)::text, true);
	return query execute format(
		'select near.passage_id, near.far from (
			select v.passage_id, (v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s))::real as far from passage_vectors v
			where v.org_id = %2$L and v.model = %3$L and v.collection_id = any ($2) and exists (
				select from passages p where p.org_id = v.org_id and p.id = v.passage_id and p.document_id = any ($4))
			order by v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s) limit $3
		) near order by near.far', size, current_org(), asked_model) using asked, seen, most, chosen;
end $$;
alter function near_chosen_passages(uuid[], text, halfvec, integer, bigint, uuid[], bigint) rows 100;
