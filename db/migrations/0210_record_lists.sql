-- What the lists of records are sorted, narrowed and searched by (CRM-2). Each sort has its index; its key is the
-- column and then the id. Comparing text in lower case is not leakproof, so names and addresses are sorted by columns
-- of their own that are plain text. `tenant_table` puts each new table under row level security.
create extension if not exists btree_gin;

alter table contacts
	add column sort_name text collate "C" generated always as
		(left(lower(coalesce(nullif(btrim(first_name || ' ' || last_name), ''), email::text, phone, '')), 100)) stored,
	add column sort_email text collate "C" generated always as (left(lower(email::text), 100)) stored;
alter table accounts add column sort_name text collate "C" generated always as (left(lower(name), 100)) stored;
alter table deals add column sort_name text collate "C" generated always as (left(lower(name), 100)) stored;
alter table projects add column sort_name text collate "C" generated always as (left(lower(name), 100)) stored;

create index contacts_by_name on contacts (org_id, sort_name, id) where deleted_at is null;
create index contacts_by_email on contacts (org_id, sort_email, id) where deleted_at is null;
create index contacts_by_stage on contacts (org_id, stage, id) where deleted_at is null;
create index contacts_by_score on contacts (org_id, score, id) where deleted_at is null;
create index contacts_by_change on contacts (org_id, updated_at, id) where deleted_at is null;
create index contacts_trash on contacts (org_id, deleted_at, id) where deleted_at is not null;

create index accounts_by_name on accounts (org_id, sort_name, id) where deleted_at is null;
create index accounts_by_lifecycle on accounts (org_id, lifecycle, id) where deleted_at is null;
create index accounts_by_arr on accounts (org_id, arr_cents, id) where deleted_at is null;
create index accounts_by_renewal on accounts (org_id, renewal_on, id) where deleted_at is null;
create index accounts_by_health on accounts (org_id, health, id) where deleted_at is null;
create index accounts_by_creation on accounts (org_id, created_at, id) where deleted_at is null;
create index accounts_by_change on accounts (org_id, updated_at, id) where deleted_at is null;
create index accounts_trash on accounts (org_id, deleted_at, id) where deleted_at is not null;

create index deals_by_name on deals (org_id, sort_name, id) where deleted_at is null;
create index deals_by_value on deals (org_id, value_cents, id) where deleted_at is null;
create index deals_by_close on deals (org_id, closes_on, id) where deleted_at is null;
create index deals_by_stage_time on deals (org_id, stage_at, id) where deleted_at is null;
create index deals_by_creation on deals (org_id, created_at, id) where deleted_at is null;
create index deals_by_change on deals (org_id, updated_at, id) where deleted_at is null;
create index deals_trash on deals (org_id, deleted_at, id) where deleted_at is not null;

create index projects_by_name on projects (org_id, sort_name, id) where deleted_at is null;
create index projects_by_state on projects (org_id, state, id) where deleted_at is null;
create index projects_by_start on projects (org_id, starts_on, id) where deleted_at is null;
create index projects_by_due on projects (org_id, due_on, id) where deleted_at is null;
create index projects_by_creation on projects (org_id, created_at, id) where deleted_at is null;
create index projects_by_change on projects (org_id, updated_at, id) where deleted_at is null;
create index projects_trash on projects (org_id, deleted_at, id) where deleted_at is not null;

-- The words of a record, each after a space: a part of three letters or more is found by its trigrams, a shorter one as
-- the beginning of a word.
create function contact_words(first_name text, last_name text, email citext, phone text, job_title text, city text, country text)
returns text language sql immutable parallel safe return ' ' || lower(first_name || ' ' || last_name || ' ' || coalesce(email::text, '')
	|| ' ' || coalesce(phone, '') || ' ' || job_title || ' ' || coalesce(city, '') || ' ' || coalesce(country, ''));
create function account_words(name text, domain text, website text, phone text, industry text, city text, country text)
returns text language sql immutable parallel safe return ' ' || lower(name || ' ' || coalesce(domain, '') || ' ' || coalesce(website, '')
	|| ' ' || coalesce(phone, '') || ' ' || coalesce(industry, '') || ' ' || coalesce(city, '') || ' ' || coalesce(country, ''));
create function deal_words(name text, lost_reason text)
returns text language sql immutable parallel safe return ' ' || lower(name || ' ' || coalesce(lost_reason, ''));

create index contacts_words on contacts
	using gin (org_id, contact_words(first_name, last_name, email, phone, job_title, city, country) gin_trgm_ops) where deleted_at is null;
create index accounts_words on accounts
	using gin (org_id, account_words(name, domain, website, phone, industry, city, country) gin_trgm_ops) where deleted_at is null;
create index deals_words on deals using gin (org_id, deal_words(name, lost_reason) gin_trgm_ops) where deleted_at is null;
create index projects_words on projects using gin (org_id, deal_words(name, null) gin_trgm_ops) where deleted_at is null;
create index custom_values_words on custom_values
	using gin (org_id, field_id, (' ' || lower(left(text_value, 500))) gin_trgm_ops) where text_value is not null;

do $$
declare
	target text;
begin
	foreach target in array array['deals', 'projects', 'custom_values'] loop
		if not exists (select from pg_policies where tablename = target and policyname = 'search') then
			execute format('create policy search on %I for select to perigee_search using (true)', target);
		end if;
		execute format('grant select on %I to perigee_search', target);
	end loop;
end $$;

-- A pattern of LIKE for text taken literally.
create function like_literal(words text) returns text language sql immutable parallel safe
	return replace(replace(replace(lower(words), '\', '\\'), '%', '\%'), '_', '\_');

-- The ids of records of a kind, not in the trash, that meet every condition on text. A condition is
-- { on: 'any' or a column, op: 'contains' | 'begins' | 'is', text }. At most `most` ids: the newest, or from `after` on
-- in the order of ids, which is how a batch walks through all of them. LIKE is not leakproof, hence a function of
-- perigee_search that binds the organisation itself; its ids are joined again under the caller's policies. What many
-- records hold is found by reading the newest, what few hold by their trigrams: either is bounded.
create function search_records(kind text, conditions jsonb, most integer, after uuid default null) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public rows 200 as $$
declare
	target text := case kind when 'contact' then 'contacts' when 'account' then 'accounts' when 'deal' then 'deals' when 'project' then 'projects' end;
	words text := case kind
		when 'contact' then 'contact_words(r.first_name, r.last_name, r.email, r.phone, r.job_title, r.city, r.country)'
		when 'account' then 'account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country)'
		when 'deal' then 'deal_words(r.name, r.lost_reason)' else 'deal_words(r.name, null)' end;
	columns jsonb := case kind
		when 'contact' then '{"name": "btrim(r.first_name || '' '' || r.last_name)", "email": "r.email::text", "phone": "r.phone", "jobTitle": "r.job_title", "city": "r.city", "country": "r.country"}'
		when 'account' then '{"name": "r.name", "domain": "r.domain", "website": "r.website", "phone": "r.phone", "industry": "r.industry", "city": "r.city", "country": "r.country"}'
		when 'deal' then '{"name": "r.name", "lostReason": "r.lost_reason"}' else '{"name": "r.name"}' end::jsonb;
	condition jsonb;
	part text;
	pattern text;
	found_accounts uuid[];
	wanted text := '';
	source text;
	hits integer;
begin
	if target is null then raise exception 'no kind of record'; end if;
	for condition in select * from jsonb_array_elements(conditions) loop
		part := condition ->> 'text';
		pattern := case when length(part) < 3 then '% ' || like_literal(part) || '%' else '%' || like_literal(part) || '%' end;
		if condition ->> 'on' = 'any' then
			found_accounts := null;
			if kind <> 'account' and length(part) >= 3 then
				select array_agg(s.id) into found_accounts
					from search_records('account', jsonb_build_array(jsonb_build_object('on', 'name', 'op', 'contains', 'text', part)), 200) s;
			end if;
			wanted := wanted || format(' and (%s like %L%s)', words, pattern,
				case when found_accounts is null then '' else format(' or r.account_id = any(%L::uuid[])', found_accounts) end);
		elsif columns ? (condition ->> 'on') then
			wanted := wanted || format(' and %s like %L and lower(%s) %s', words, pattern, columns ->> (condition ->> 'on'),
				case condition ->> 'op' when 'is' then format('= lower(%L)', part)
					when 'begins' then format('like %L', like_literal(part) || '%')
					else format('like %L', case when length(part) < 3 then pattern else '%' || like_literal(part) || '%' end) end);
		else raise exception 'no column %', condition ->> 'on';
		end if;
	end loop;
	source := format('%I r where r.org_id = %L and r.deleted_at is null', target, current_org());
	-- Under policies the planner knows nothing of how common words are. The newest records tell.
	execute format('select count(*) from (select r.* from %s order by r.id desc limit 1000) r where true%s', source, wanted) into hits;
	if after is not null then
		return query execute format(case when hits >= 20 then 'select r.id from %1$s and r.id > %3$L%2$s order by r.id limit %4$s'
			else 'with m as materialized (select r.id from %1$s and r.id > %3$L%2$s) select m.id from m order by m.id limit %4$s' end,
			source, wanted, after, most);
	elsif hits >= 20 then
		return query execute format('select r.id from (select r.* from %s order by r.id desc limit 100000) r where true%s limit %s',
			source, wanted, most);
	else
		return query execute format('with m as materialized (select r.id from %s%s) select m.id from m order by m.id desc limit %s',
			source, wanted, most);
	end if;
end $$;

-- The same for one custom field of text.
create function search_field_values(field uuid, op text, words text, most integer, after uuid default null) returns table (id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public rows 200 as $$
declare
	part text := case when length(words) < 3 then '% ' else '%' end || like_literal(left(words, 500)) || '%';
	test text := case op when 'is' then format('lower(v.text_value) = lower(%L)', words)
		when 'begins' then format('lower(v.text_value) like %L', like_literal(words) || '%') else 'true' end;
begin
	return query execute format(
		'select v.record_id from custom_values v where v.org_id = %L and v.field_id = %L and v.text_value is not null
			and ('' '' || lower(left(v.text_value, 500))) like %L and %s%s limit %s',
		current_org(), field, part, test, case when after is null then ''
			else format(' and v.record_id > %L order by v.record_id', after) end, most);
end $$;

alter function search_records(text, jsonb, integer, uuid) owner to perigee_search;
alter function search_field_values(uuid, text, text, integer, uuid) owner to perigee_search;
revoke execute on function search_records(text, jsonb, integer, uuid), search_field_values(uuid, text, text, integer, uuid) from public;
grant execute on function search_records(text, jsonb, integer, uuid), search_field_values(uuid, text, text, integer, uuid)
	to perigee_app, perigee_search;

-- The view a member's list opens with. A view that was deleted can be brought back for a while.
alter table saved_views add column deleted_at timestamptz;
create table default_views (
	org_id uuid not null,
	member_id uuid not null,
	record_type text not null check (record_type in ('contact', 'account', 'deal', 'project')),
	view_id uuid not null,
	primary key (org_id, member_id, record_type),
	foreign key (org_id, member_id) references memberships (org_id, id) on delete cascade,
	foreign key (org_id, view_id) references saved_views (org_id, id) on delete cascade
);
create index default_views_view on default_views (org_id, view_id);
select tenant_table('default_views');

-- Batches as their page lists them, whatever their kind.
create index change_batches_listed on change_batches (org_id, id desc);
-- A batch's own records, walked in the order of their ids while it is undone.
create index batch_changes_open on batch_changes (org_id, batch_id, record_id) where undone_at is null;
