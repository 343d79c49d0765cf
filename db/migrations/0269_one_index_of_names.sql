-- Names of accounts, deals and projects stood in two trigram indexes: one of the words of a record, by which lists are
-- searched, and one of the name alone. The words hold the name, so the search over everything asks them first and the
-- name after, and writing a record keeps one index less.
--
-- A name that few have was looked for by reading the whole table: planned for any pattern and a small limit, that looks
-- cheap. Now the newest thousand are read first, where a common part is found at once; what they do not fill is found by
-- its trigrams, planned for the very pattern. Newest first. The same rights as before.
create or replace function find_by_name(part text, most integer) returns table (kind text, id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public rows 30 as $$
declare
	pattern text := like_part(part);
	source record;
	found uuid[];
begin
	for source in select * from (values
		('account', 'accounts', 'name', ' and r.deleted_at is null',
			'account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country)'),
		('deal', 'deals', 'name', ' and r.deleted_at is null', 'deal_words(r.name, r.lost_reason)'),
		('project', 'projects', 'name', ' and r.deleted_at is null', 'deal_words(r.name, null)'),
		('task', 'tasks', 'title', '', 'lower(r.title)'),
		('lead', 'leads', 'title', '', 'lower(r.title)')) s (kind, place, words, live, indexed)
	loop
		execute format('select array_agg(n.id) from (select x.id from
				(select r.id, r.%2$I as words from %1$I r where r.org_id = $1%3$s order by r.id desc limit 1000) x
				where lower(x.words) like $2 order by x.id desc limit $3) n', source.place, source.words, source.live)
			into found using current_org(), pattern, most;
		if coalesce(cardinality(found), 0) < most then
			execute format('with m as materialized (select r.id from %1$I r where r.org_id = $1%3$s and %4$s like $2
				and lower(r.%2$I) like $2)
				select array_agg(n.id) from (select m.id from m order by m.id desc limit $3) n',
					source.place, source.words, source.live, source.indexed)
				into found using current_org(), pattern, most;
		end if;
		return query select source.kind, each from unnest(found) each;
	end loop;
end $$;

drop index accounts_name_part;
drop index deals_name_part;
drop index projects_name_part;
