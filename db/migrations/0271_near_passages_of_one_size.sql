-- The nearest passages (KB-3): what the index is asked is a statement that can be looked at, vectors of another size than
-- the question's are no error but no find, and the system may count whose vectors have grown to an index of their own, and see which documents' reading stands still.
select system_table('passage_vectors');
select system_table('documents');

-- What is asked of an organisation's own index. Its literals are those of the index's condition, without which the
-- planner could not tell that the index holds all that is asked for. $1 the question, $2 collections, $3 how many.
create function near_statement(size integer, asked_model text) returns text language sql stable set search_path = pg_catalog, public as $$
	select format(
		'select near.passage_id, near.far from (
			select v.passage_id, (v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s))::real as far from passage_vectors v
			where v.org_id = %2$L and v.model = %3$L and v.collection_id = any ($2)
			order by v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s) limit $3
		) near order by near.far', size, current_org(), asked_model)
$$;
revoke execute on function near_statement(integer, text) from public;
grant execute on function near_statement(integer, text) to perigee_app;

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
	perform set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', greatest(100, most)::text, true);
	return query execute near_statement(size, asked_model) using asked, seen, most;
end $$;
