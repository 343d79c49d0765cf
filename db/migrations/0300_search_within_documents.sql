-- Search within chosen documents (KB-3): which they are is decided inside the two halves, before the best are cut off,
-- so that one document is found among however many. `chosen` null: all documents. The functions
-- of before stay for processes that still run an earlier version.

create function match_chosen_passages(seen uuid[], asked text, most integer, chosen uuid[], within bigint) returns table (id uuid, score real)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
	org uuid := current_org();
	mean real;
	wanted text[];
	weights real[];
	rare tsquery;
	every tsquery;
	either tsquery;
	frequencies constant real[] := array[0.30396, 0.68392, 0.79368, 0.84645, 0.87761, 0.89821, 0.91286, 0.92381, 0.93231, 0.93911, 0.94466, 0.94928,
		0.95319, 0.95654, 0.95944, 0.96198, 0.96422, 0.96621, 0.96799, 0.96959, 0.97104, 0.97236, 0.97356, 0.97466, 0.97568, 0.97661, 0.97748, 0.97828, 0.97903, 0.97973];
begin
	if chosen is null then
		return query select m.id, m.score from match_passages(seen, asked, most) m;
		return;
	end if;
	select array_agg(w.word order by w.passages), array_agg(w.weight order by w.passages),
			string_agg(quote_literal(replace(w.word, '\', '\\')), ' | ') filter (where w.before = 0 or w.before + w.passages <= 4000),
			string_agg(quote_literal(replace(w.word, '\', '\\')), ' & '),
			string_agg(quote_literal(replace(w.word, '\', '\\')), ' | ')
		into wanted, weights, rare, every, either
		from (
			select x.*, sum(x.passages) over (order by x.passages, x.word) - x.passages as before from weigh_words(asked) x
		) w;
	if wanted is null then return; end if;
	select greatest(1, t.words::real / greatest(1, t.passages)) into mean from knowledge_totals t where t.org_id = org;
	return query
		with candidates as materialized (
			select c.id, c.length, setweight(c.words, 'D') as words from (
				(select p.id, p.length, p.words from passages p where p.org_id = org and p.collection_id = any (seen)
					and p.document_id = any (chosen) and p.words @@ rare limit 4000)
				union all
				(select p.id, p.length, p.words from passages p where p.org_id = org and p.collection_id = any (seen)
					and p.document_id = any (chosen) and p.words @@ every and not p.words @@ rare limit 1000)
				union all
				-- A word that is rare elsewhere may be absent here: of few passages, those with any word of the question.
				(select p.id, p.length, p.words from passages p where within <= 20000 and p.org_id = org and p.collection_id = any (seen)
					and p.document_id = any (chosen) and p.words @@ either and not p.words @@ rare and not p.words @@ every limit 2000)
			) c
		), weighed as (
			select c.id, sum(weights[n] * 2.2 * f.often / (f.often + 1.2 * (0.25 + 0.75 * c.length / mean)))::real as score
			from candidates c
				cross join generate_subscripts(wanted, 1) n
				cross join lateral (select width_bucket(ts_rank('{1,1,1,1}', c.words, quote_literal(replace(wanted[n], '\', '\\'))::tsquery), frequencies)::real as often) f
			group by c.id
		)
		select w.id, w.score from weighed w order by w.score desc, w.id limit most;
end $$;
alter function match_chosen_passages(uuid[], text, integer, uuid[], bigint) owner to perigee_search;
revoke execute on function match_chosen_passages(uuid[], text, integer, uuid[], bigint) from public;
grant execute on function match_chosen_passages(uuid[], text, integer, uuid[], bigint) to perigee_app;
alter function match_chosen_passages(uuid[], text, integer, uuid[], bigint) rows 100;

-- The nearest of chosen documents: up to 20,000 of their passages are all measured, found by their document; of more the
-- organisation's index is walked until enough of them are found.
create function near_chosen_passages(seen uuid[], asked_model text, asked halfvec, most integer, readable bigint, chosen uuid[], within bigint)
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
	perform set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', greatest(100, most)::text, true);
	return query execute format(
		'select near.passage_id, near.far from (
			select v.passage_id, (v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s))::real as far from passage_vectors v
			where v.org_id = %2$L and v.model = %3$L and v.collection_id = any ($2) and exists (
				select from passages p where p.org_id = v.org_id and p.id = v.passage_id and p.document_id = any ($4))
			order by v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s) limit $3
		) near order by near.far', size, current_org(), asked_model) using asked, seen, most, chosen;
end $$;
revoke execute on function near_chosen_passages(uuid[], text, halfvec, integer, bigint, uuid[], bigint) from public;
grant execute on function near_chosen_passages(uuid[], text, halfvec, integer, bigint, uuid[], bigint) to perigee_app;
-- What it answers is looked up by id: at a thousand, which Postgres takes for granted, it would read the passages whole.
alter function near_chosen_passages(uuid[], text, halfvec, integer, bigint, uuid[], bigint) rows 100;

-- Removed documents have a list of their own (KB-1).
create index documents_removed on documents (org_id, id desc) where deleted_at is not null;
