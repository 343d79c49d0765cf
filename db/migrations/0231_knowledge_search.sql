-- Search of passages (KB-3). Matching words is not leakproof, so under a policy the planner would read the whole tenant:
-- this function binds the organisation itself and returns ids, which the caller joins again under its own policies.

-- Which words of a question are looked for: as they stand, or the most alike of the organisation's where none has them.
-- `weight` is how rare a word is (BM25's idf), less where it is only alike.
create function weigh_words(asked text) returns table (word text, passages integer, weight real)
language sql stable security definer set search_path = pg_catalog, public as $$
	with asked_words as (
		select a.lexeme from unnest(to_tsvector('public.perigee_text', left(asked, 2000))) a limit 40
	), found as (
		select w.word, w.passages, 1::real as likeness from asked_words a
			join knowledge_words w on w.org_id = current_org() and w.word = a.lexeme and w.passages > 0
		union all
		select near.word, near.passages, near.likeness
		from asked_words a cross join lateral (
			select w.word, w.passages, similarity(w.word, a.lexeme) as likeness from knowledge_words w
			where w.org_id = current_org() and w.word % a.lexeme and w.passages > 0
			order by similarity(w.word, a.lexeme) desc, w.passages desc limit 2
		) near
		where length(a.lexeme) > 3 and near.likeness >= 0.4 and a.lexeme !~ '[0-9]'
			and not exists (select from knowledge_words k where k.org_id = current_org() and k.word = a.lexeme and k.passages > 0)
	)
	select f.word, max(f.passages), max(f.likeness * ln(1 + (greatest(t.passages, f.passages) - f.passages + 0.5) / (f.passages + 0.5)))::real
	from found f join knowledge_totals t on t.org_id = current_org()
	group by f.word
$$;

-- The passages that answer best by their words, by BM25 (k1 1.2, b 0.75) over at most a few thousand candidates: those
-- with a rare word of the question, and those with all of its words. How often a word stands in a passage is read from
-- ts_rank, which for one word is the sum of 1/n² up to that number over pi²/6.
create function match_passages(seen uuid[], asked text, most integer) returns table (id uuid, score real)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
	org uuid := current_org();
	mean real;
	wanted text[];
	weights real[];
	rare tsquery;
	every tsquery;
	frequencies constant real[] := array[0.30396, 0.68392, 0.79368, 0.84645, 0.87761, 0.89821, 0.91286, 0.92381, 0.93231, 0.93911, 0.94466, 0.94928,
		0.95319, 0.95654, 0.95944, 0.96198, 0.96422, 0.96621, 0.96799, 0.96959, 0.97104, 0.97236, 0.97356, 0.97466, 0.97568, 0.97661, 0.97748, 0.97828, 0.97903, 0.97973];
begin
	select array_agg(w.word order by w.passages), array_agg(w.weight order by w.passages),
			string_agg(quote_literal(replace(w.word, '\', '\\')), ' | ') filter (where w.before = 0 or w.before + w.passages <= 4000),
			string_agg(quote_literal(replace(w.word, '\', '\\')), ' & ')
		into wanted, weights, rare, every
		from (
			select x.*, sum(x.passages) over (order by x.passages, x.word) - x.passages as before from weigh_words(asked) x
		) w;
	if wanted is null then return; end if;
	select greatest(1, t.words::real / greatest(1, t.passages)) into mean from knowledge_totals t where t.org_id = org;
	return query
		with candidates as materialized (
			-- Copied once, instead of read from where long values lie for each word.
			select c.id, c.length, setweight(c.words, 'D') as words from (
				(select p.id, p.length, p.words from passages p
					where p.org_id = org and p.collection_id = any (seen) and p.words @@ rare limit 4000)
				union all
				(select p.id, p.length, p.words from passages p
					where p.org_id = org and p.collection_id = any (seen) and p.words @@ every and not p.words @@ rare limit 1000)
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

alter function weigh_words(text) owner to perigee_search;
alter function match_passages(uuid[], text, integer) owner to perigee_search;
revoke execute on function weigh_words(text), match_passages(uuid[], text, integer) from public;
grant execute on function weigh_words(text), match_passages(uuid[], text, integer) to perigee_app;
alter function match_passages(uuid[], text, integer) rows 100;

-- The passages whose vectors lie nearest. Up to 20,000 readable ones are all measured, which misses none; where more
-- can be read the organisation has an index of its own, walked on until enough of it may be read (pgvector 0.8).
create function near_passages(seen uuid[], asked_model text, asked halfvec, most integer, readable bigint)
returns table (id uuid, distance real) language plpgsql volatile set search_path = pg_catalog, public as $$
begin
	if readable <= 20000 then
		return query
			select v.passage_id, m.far from passage_vectors v cross join lateral (select (v.embedding <=> asked)::real as far) m
			where v.org_id = current_org() and v.model = asked_model and v.collection_id = any (seen)
			order by m.far + 0, v.passage_id limit most;
		return;
	end if;
	perform set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', greatest(100, most)::text, true);
	return query execute format(
		'select near.passage_id, near.far from (
			select v.passage_id, (v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s))::real as far from passage_vectors v
			where v.org_id = %2$L and v.model = %3$L and v.collection_id = any ($2)
			order by v.embedding::halfvec(%1$s) <=> $1::halfvec(%1$s) limit $3
		) near order by near.far', vector_dims(asked), current_org(), asked_model) using asked, seen, most;
end $$;
revoke execute on function near_passages(uuid[], text, halfvec, integer, bigint) from public;
grant execute on function near_passages(uuid[], text, halfvec, integer, bigint) to perigee_app;

-- Takes passages into the count of words, or out of it (`sign` -1). Words in order, so that two at once wait for each
-- other and never both for both.
create function count_words(target uuid[], sign integer) returns void language sql volatile set search_path = pg_catalog, public as $$
	insert into knowledge_words as k (org_id, word, passages)
		select current_org(), w.lexeme, sign * count(*) from passages p, unnest(p.words) w
		where p.org_id = current_org() and p.id = any (target) group by w.lexeme order by w.lexeme
		on conflict (org_id, word) do update set passages = greatest(0, k.passages + excluded.passages);
	insert into knowledge_totals as t (org_id, passages, words)
		select current_org(), sign * count(*), sign * coalesce(sum(p.length), 0) from passages p
		where p.org_id = current_org() and p.id = any (target)
		on conflict (org_id) do update
			set passages = greatest(0, t.passages + excluded.passages), words = greatest(0, t.words + excluded.words);
$$;
revoke execute on function count_words(uuid[], integer) from public;
grant execute on function count_words(uuid[], integer) to perigee_app;
