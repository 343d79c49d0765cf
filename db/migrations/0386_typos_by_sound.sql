-- Misspelt words of a question find their like by their consonants too, and the nearest by its letters is taken. By
-- trigrams alone "bycicle" has nothing of "bicycle", and "loner" is as near to "longer" as to "loaner", of which the more
-- common ones were taken: so a word of a new document was found only once the others had changed.

-- A word without its vowels, and what is said twice once: what a slow speller keeps.
create function bones_of(word text) returns text language sql immutable parallel safe strict
	return left(word, 1) || regexp_replace(regexp_replace(substr(word, 2), '[aeiouyäöüàâéèêíóôúæøå]', '', 'g'), '(.)\1+', '\1', 'g');
create index knowledge_words_bones on knowledge_words (org_id, bones_of(word));
grant execute on function bones_of(text) to perigee_search, perigee_app;

-- Between two words: letters left out, added, changed or swapped with their neighbour (optimal string alignment).
create function steps_between(one text, other text) returns integer language plpgsql immutable parallel safe strict as $$
declare
	a constant text[] := regexp_split_to_array(left(one, 24), '');
	b constant text[] := regexp_split_to_array(left(other, 24), '');
	m constant integer := cardinality(b);
	before integer[];
	last integer[] := array(select generate_series(0, m));
	line integer[];
	best integer;
begin
	for i in 1 .. cardinality(a) loop
		line := array[i];
		for j in 1 .. m loop
			best := least(last[j] + (a[i] <> b[j])::integer, last[j + 1] + 1, line[j] + 1);
			if i > 1 and j > 1 and a[i] = b[j - 1] and a[i - 1] = b[j] then best := least(best, before[j - 1] + 1); end if;
			line := line || best;
		end loop;
		before := last;
		last := line;
	end loop;
	return last[m + 1];
end $$;
grant execute on function steps_between(text, text) to perigee_search, perigee_app;

-- As before for words that are known. Of a word that is not, the nearest of those that are like it by trigrams or by
-- bones: one step away in a short word, two in one of six letters and more, three in one of nine; of equally near ones
-- those of the same bones first, three at most, else at least as like as before.
create or replace function weigh_words(asked text) returns table (word text, passages integer, weight real)
language plpgsql stable security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
declare
	org uuid := current_org();
	lexemes text[] := (tsvector_to_array(to_tsvector('public.perigee_text', left(asked, 2000))))[1:40];
	known integer;
begin
	return query
		select w.word, w.passages, ln(1 + (greatest(t.passages, w.passages) - w.passages + 0.5) / (w.passages + 0.5))::real
		from knowledge_words w join knowledge_totals t on t.org_id = w.org_id
		where w.org_id = org and w.word = any (lexemes) and w.passages > 0;
	get diagnostics known = row_count;
	if known = cardinality(lexemes) then return; end if;
	return query
		select n.word, max(n.passages), max(n.likeness * ln(1 + (greatest(t.passages, n.passages) - n.passages + 0.5) / (n.passages + 0.5)))::real
		from unnest(lexemes) as a (lexeme) cross join lateral (
			select c.word, c.passages, greatest(similarity(c.word, a.lexeme), case when c.steps <= s.few then 1 - c.steps::real / length(a.lexeme) end)::real as likeness
			from (select case when length(a.lexeme) >= 9 then 3 when length(a.lexeme) >= 6 then 2 else 1 end as few) s cross join lateral (
				select k.word, k.passages, steps_between(k.word, a.lexeme) as steps from (
					(select w.word, w.passages from knowledge_words w
						where w.org_id = org and w.word % a.lexeme and w.passages > 0
						order by similarity(w.word, a.lexeme) desc, w.passages desc limit 6)
					union
					(select w.word, w.passages from knowledge_words w
						where w.org_id = org and bones_of(w.word) = bones_of(a.lexeme) and w.passages > 0
							and abs(length(w.word) - length(a.lexeme)) <= 3
						order by w.passages desc limit 12)
				) k
			) c
			order by c.steps, bones_of(c.word) <> bones_of(a.lexeme), similarity(c.word, a.lexeme) desc, c.passages desc limit 3
		) n join knowledge_totals t on t.org_id = org
		where length(a.lexeme) > 3 and n.likeness >= 0.4 and a.lexeme !~ '[0-9]' and n.word <> all (lexemes)
			and not exists (select from knowledge_words k where k.org_id = org and k.word = a.lexeme and k.passages > 0)
		group by n.word;
end $$;
