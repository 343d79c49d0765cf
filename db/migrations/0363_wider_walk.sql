-- How many of an index's nearest are kept in sight on the walk to the nearest (hnsw.ef_search, KB-3). A hundred found 0.98 of
-- the ten nearest among 20,000 passages and 0.93 to 0.98 among 170,000; twice as many find 0.97 and more there.
create function near_width(passages bigint) returns integer language sql immutable parallel safe as
$$ select case when passages > 60000 then 200 else 100 end $$;

create or replace function near_passages(seen uuid[], asked_model text, asked halfvec, most integer, readable bigint)
returns table (id uuid, distance real) language plpgsql volatile set search_path = pg_catalog, public as $$
declare
	-- All vectors of one model in one organisation are of one size. In the order of an index, or it might read the table.
	size constant integer := (select vector_dims(v.embedding) from passage_vectors v
		where v.org_id = current_org() and v.model = asked_model order by v.org_id, v.model, v.collection_id limit 1);
begin
	if size is distinct from vector_dims(asked) then return; end if;
	if readable <= 20000 then
		return query
			select v.passage_id, m.far from passage_vectors v cross join lateral (select (v.embedding <=> asked)::real as far) m
			where v.org_id = current_org() and v.model = asked_model and v.collection_id = any (seen)
			order by m.far + 0, v.passage_id limit most;
		return;
	end if;
	perform set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', greatest(near_width(readable), most)::text, true);
	return query execute near_statement(size, asked_model) using asked, seen, most;
end $$;

create or replace function near_chosen_passages(seen uuid[], asked_model text, asked halfvec, most integer, readable bigint, chosen uuid[], within bigint)
returns table (id uuid, distance real) language plpgsql volatile set search_path = pg_catalog, public as $$
declare
	size constant integer := (select vector_dims(v.embedding) from passage_vectors v
		where v.org_id = current_org() and v.model = asked_model order by v.org_id, v.model, v.collection_id limit 1);
begin
	if chosen is null then
		return query select n.id, n.distance from near_passages(seen, asked_model, asked, most, readable) n;
		return;
	end if;
	if size is distinct from vector_dims(asked) then return; end if;
	if within <= 20000 then
		return query
			select v.passage_id, m.far
			from passages p
				join passage_vectors v on v.org_id = p.org_id and v.passage_id = p.id
				cross join lateral (select (v.embedding <=> asked)::real as far) m
			where p.org_id = current_org() and p.document_id = any (chosen) and v.model = asked_model and v.collection_id = any (seen)
			order by m.far + 0, v.passage_id limit most;
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
