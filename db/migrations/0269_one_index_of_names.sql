-- Names of accounts, deals and projects stood in two trigram indexes: one of the words of a record, by which lists are
-- searched, and one of the name alone. The words hold the name, so the search over everything asks them first and the
-- name after, and writing a record keeps one index less.
create or replace function find_by_name(part text, most integer) returns table (kind text, id uuid)
language sql stable security definer set search_path = pg_catalog, public rows 30 as $$
	(select 'account', x.id from accounts x where x.org_id = current_org() and x.deleted_at is null
		and account_words(x.name, x.domain, x.website, x.phone, x.industry, x.city, x.country) like like_part(part)
		and lower(x.name) like like_part(part) limit most)
	union all
	(select 'deal', x.id from deals x where x.org_id = current_org() and x.deleted_at is null
		and deal_words(x.name, x.lost_reason) like like_part(part) and lower(x.name) like like_part(part) limit most)
	union all
	(select 'project', x.id from projects x where x.org_id = current_org() and x.deleted_at is null
		and deal_words(x.name, null) like like_part(part) and lower(x.name) like like_part(part) limit most)
	union all
	(select 'task', x.id from tasks x where x.org_id = current_org() and lower(x.title) like like_part(part) limit most)
	union all
	(select 'lead', x.id from leads x where x.org_id = current_org() and lower(x.title) like like_part(part) limit most)
$$;

drop index accounts_name_part;
drop index deals_name_part;
drop index projects_name_part;
