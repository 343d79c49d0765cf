-- Search bears slips of the pen in whatever is called by a name, not in people alone, and finds a number by its end.

-- The setting below is known once the extension has been used in a session.
do $$ begin perform word_similarity('a', 'b'); end $$;

-- What is called nearly so, best first: each kind by its index of trigrams, as many as are shown of it. Of documents more
-- are told, since those that the reader may not read fall out after. One letter left out, added or changed in a word of
-- eight letters leaves some 0.55 of likeness; of several words each has to be there, also a short one
-- (vns, vans: 0.29; trems, terms: 0.2).
create function find_alike(part text, most integer, kinds text[]) returns table (kind text, id uuid, likeness real)
language plpgsql stable security definer set search_path = pg_catalog, public set pg_trgm.word_similarity_threshold = '0.45' rows 30 as $$
declare
	source record;
	words text[] := array(select w from regexp_split_to_table(lower(part), '[^[:alnum:]]+') w where length(w) > 2 limit 8);
begin
	for source in select * from (values
		('contact', 'contacts', 'contact_words(r.first_name, r.last_name, r.email, r.phone, r.job_title, r.city, r.country)'),
		('account', 'accounts', 'account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country)'),
		('deal', 'deals', 'deal_words(r.name, r.lost_reason)'),
		('project', 'projects', 'deal_words(r.name, null)'),
		('document', 'documents', 'lower(r.title)')) s (kind, place, words)
		where s.kind = any (kinds)
	loop
		return query execute format('with m as materialized (select r.id, %2$s as words from %1$I r
				where r.org_id = $1 and r.deleted_at is null and $2 <%% %2$s),
				measured as (select m.id, word_similarity($2, m.words) as likeness from m where not exists (
					select from unnest($4) w where word_similarity(w, m.words) < case when length(w) < 7 then 0.19 else 0.28 end))
			select %3$L::text, x.id, x.likeness from measured x order by x.likeness desc, x.id desc limit $3', source.place, source.words, source.kind)
			using current_org(), lower(part), case source.kind when 'document' then greatest(most, 200) else most end, words;
	end loop;
end $$;
alter function find_alike(text, integer, text[]) owner to perigee_search;
revoke execute on function find_alike(text, integer, text[]) from public;
grant execute on function find_alike(text, integer, text[]) to perigee_app;
drop function find_contacts_alike(text, integer);

-- Contacts and accounts whose number ends so. Four digits at least: fewer are the end of too many.
create function find_by_last_digits(digits text, most integer) returns table (kind text, id uuid)
language sql stable security definer set search_path = pg_catalog, public rows 20 as $$
	(with m as materialized (select r.id from contacts r where r.org_id = current_org() and r.deleted_at is null
			and contact_words(r.first_name, r.last_name, r.email, r.phone, r.job_title, r.city, r.country) like '%' || digits || '%'
			and r.phone like '%' || digits)
		select 'contact', m.id from m where digits ~ '^[0-9]{4,}$' order by m.id desc limit most)
	union all
	(with m as materialized (select r.id from accounts r where r.org_id = current_org() and r.deleted_at is null
			and account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country) like '%' || digits || '%'
			and r.phone like '%' || digits)
		select 'account', m.id from m where digits ~ '^[0-9]{4,}$' order by m.id desc limit most)
$$;
alter function find_by_last_digits(text, integer) owner to perigee_search;
revoke execute on function find_by_last_digits(text, integer) from public;
grant execute on function find_by_last_digits(text, integer) to perigee_app;
