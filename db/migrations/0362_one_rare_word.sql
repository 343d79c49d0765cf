-- A question of one word that is not common (KB-3) has a statement of its own, which a session plans once: to make it up and
-- plan it took longer than to read the thirty passages it found.

-- The passages that answer best by their words, by BM25 (k1 1.2, b 0.75) over candidates: those with a rare word of the
-- question (as many words, from the rarest on, as stand in 4,000 passages together), or where even the rarest stands in
-- more, 4,000 of those that have it, the ones with every word first. How often a word stands in a passage is read from
-- ts_rank, which for one word is the sum of 1/n² up to that number over pi²/6.
-- `chosen`: the documents that are asked of, with `within` passages together; null: all. A word that is rare elsewhere may
-- be absent from them: of few passages, those with any word of the question are candidates.
create or replace function match_chosen_passages(seen uuid[], asked text, most integer, chosen uuid[], within bigint)
returns table (id uuid, score real)
-- Rows of an organisation lie together: what reads the whole table for one is never the best, whatever the planner thinks.
language plpgsql stable security definer rows 100 set search_path = pg_catalog, public set enable_seqscan = off as $$
#variable_conflict use_variable
declare
	org uuid := current_org();
	enough constant integer := 4000;
	frequencies constant float8[] := array[0.30396, 0.68392, 0.79368, 0.84645, 0.87761, 0.89821, 0.91286, 0.92381, 0.93231, 0.93911, 0.94466, 0.94928,
		0.95319, 0.95654, 0.95944, 0.96198, 0.96422, 0.96621, 0.96799, 0.96959, 0.97104, 0.97236, 0.97356, 0.97466, 0.97568, 0.97661, 0.97748, 0.97828, 0.97903, 0.97973];
	total bigint;
	mean double precision;
	words text[];
	weights real[];
	counts integer[];
	rare text;
	is_cut boolean;
	query tsquery;
	source text;
	ways text[];
	score text;
begin
	select array_agg(w.lexeme order by w.passages, w.lexeme), array_agg(w.weight order by w.passages, w.lexeme),
			array_agg(w.passages order by w.passages, w.lexeme),
			string_agg(w.lexeme, ' | ' order by w.passages, w.lexeme) filter (where w.before = 0 or w.before + w.passages <= enough)
		into words, weights, counts, rare
		from (
			select x.lexeme, x.weight, x.passages, sum(x.passages) over (order by x.passages, x.lexeme) - x.passages as before
			from (select quote_literal(replace(y.word, '\', '\\')) as lexeme, y.weight, y.passages from weigh_words(asked) y) x
		) w;
	if words is null then return; end if;
	select greatest(1, t.passages), greatest(1, t.words::float8 / greatest(1, t.passages)) into total, mean
		from knowledge_totals t where t.org_id = org;
	is_cut := counts[1] > enough;
	if cardinality(words) = 1 and not is_cut and chosen is null then
		query := words[1]::tsquery;
		return query
			select c.id, (2.2 * weights[1] / (1 + (0.3 + 0.9 / mean * c.length) / width_bucket(c.rank, frequencies)))::real as score
			from (select p.id, p.length, ts_rank('{1,1,1,1}', p.words, query)::float8 as rank from passages p
				where p.org_id = org and p.collection_id = any (seen) and p.words @@ query offset 0) c
			where c.rank > 0 and width_bucket(c.rank, frequencies) > 0
			order by score desc, c.id limit most;
		return;
	end if;
	-- Of several words, copied once instead of read for each from where the words of long passages lie.
	source := format('select p.id, p.length, %s as words from passages p where p.org_id = %L and p.collection_id = any (%L::uuid[])',
		case when cardinality(words) > 1 and mean > 80 then 'setweight(p.words, ''D'')' else 'p.words' end, org, seen);
	if chosen is not null then
		source := source || format(' and p.document_id = any (%L::uuid[])', chosen);
	end if;
	ways := array[format('p.words @@ %L::tsquery', rare)];
	if chosen is not null and within <= 20000 and cardinality(words) > 1 then
		ways := ways || format('p.words @@ %L::tsquery and not p.words @@ %L::tsquery', array_to_string(words, ' | '), rare);
	elsif is_cut and cardinality(words) > 1 then
		ways := array[format('p.words @@ %L::tsquery', array_to_string(words, ' & ')),
			format('p.words @@ %L::tsquery and not p.words @@ %L::tsquery', rare, array_to_string(words, ' & '))];
	end if;
	-- What stands in every fourth passage or more is found soonest by reading along, the newest documents first.
	source := (select string_agg(format('(%s and %s%s%s)', source, way,
			case when is_cut and chosen is null and counts[1] >= total / 4 then ' order by p.document_id desc, p.position desc' end,
			case when is_cut or chosen is not null then ' limit ' || enough else ' offset 0' end), ' union all ' order by n)
		from unnest(ways) with ordinality as w (way, n));
	score := (select string_agg(format(
			'coalesce(%L::float8 / (1::float8 + c.k / nullif(width_bucket(ts_rank(''{1,1,1,1}'', c.words, %L::tsquery)::float8, $2), 0)), 0)',
			2.2 * weights[n], words[n]), ' + ' order by n)
		from generate_subscripts(words, 1) n);
	return query execute format(
		'select c.id, (%s)::real as score from (select u.id, u.words, 0.3::float8 + %L::float8 * u.length as k from (%s) u limit %s) c order by score desc, c.id limit $1',
		score, 0.9 / mean, source, case when is_cut or chosen is not null then enough::text else 'all' end)
		using most, frequencies;
end $$;
