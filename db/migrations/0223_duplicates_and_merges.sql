-- Duplicates (CRM-4): pairs of contacts that may be one person, with why, and what merging two of them moved, so that
-- it can be taken back. Row level security by tenant_table().

-- Names as they are compared: without case and accents.
create function plain_name(name text) returns text language sql immutable parallel safe
	return lower(public.unaccent('public.unaccent'::regdictionary, btrim(name)));

-- Two keys by which similar names meet: one forgives the end of the first name, the other that of the last. Within a
-- key names are compared by their trigrams; comparing everybody with everybody would be quadratic.
create function name_key_by_last(first_name text, last_name text) returns text language sql immutable parallel safe
	return case when btrim(first_name) <> '' and btrim(last_name) <> ''
		then left(plain_name(first_name), 1) || ' ' || left(plain_name(last_name), 4) end;
create function name_key_by_first(first_name text, last_name text) returns text language sql immutable parallel safe
	return case when btrim(first_name) <> '' and btrim(last_name) <> ''
		then left(plain_name(first_name), 4) || ' ' || left(plain_name(last_name), 1) end;
create index contacts_name_by_last on contacts (org_id, name_key_by_last(first_name, last_name)) where deleted_at is null;
create index contacts_name_by_first on contacts (org_id, name_key_by_first(first_name, last_name)) where deleted_at is null;

create table duplicate_pairs (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	-- In the order of their ids, so that no pair stands here twice.
	first_id uuid not null,
	second_id uuid not null check (first_id < second_id),
	reasons text[] not null,
	score smallint not null check (score between 1 and 100),
	state text not null default 'open' check (state in ('open', 'dismissed', 'merged')),
	created_at timestamptz not null default now(),
	decided_at timestamptz,
	decided_by text,
	primary key (org_id, id),
	unique (org_id, first_id, second_id),
	foreign key (org_id, first_id) references contacts (org_id, id) on delete cascade,
	foreign key (org_id, second_id) references contacts (org_id, id) on delete cascade
);
create index duplicate_pairs_open on duplicate_pairs (org_id, score desc, id desc) where state = 'open';
create index duplicate_pairs_second on duplicate_pairs (org_id, second_id);
select tenant_table('duplicate_pairs');

create table merges (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	survivor_id uuid not null,
	merged_id uuid not null,
	-- Columns and custom values of the survivor that the merge changed, before and after.
	before jsonb not null default '{}',
	after jsonb not null default '{}',
	-- Table -> keys of the rows that were moved, so that exactly these go back.
	moved jsonb not null default '{}',
	survivor_version integer not null,
	merged_version integer not null,
	by_name text not null,
	created_at timestamptz not null default now(),
	undone_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, survivor_id) references contacts (org_id, id) on delete cascade,
	foreign key (org_id, merged_id) references contacts (org_id, id) on delete cascade
);
create index merges_survivor on merges (org_id, survivor_id, id desc);
create unique index merges_merged on merges (org_id, merged_id) where undone_at is null;
select tenant_table('merges');

-- For each of these contacts the others that may be the same person. Forty of a name's key are looked at and no more.
-- Email counts most, then the number; a similar name alone counts only where few bear one like it, and more with the
-- same account or the same city. `like_name` is what pg_trgm says of the plain names.
create function find_duplicates(contact_ids uuid[]) returns table (one uuid, other uuid, reasons text[], score integer)
language sql stable security definer set search_path = pg_catalog, public as $$
	with asked as (
		select c.* from contacts c where c.org_id = current_org() and c.id = any(contact_ids) and c.deleted_at is null
	), met as (
		select a.id as one, x.id as other, 0 as crowd from asked a cross join lateral (
			select c.id from contacts c where c.org_id = current_org() and c.email = a.email and c.email is not null and c.deleted_at is null limit 20) x
		union all
		select a.id, x.id, 0 from asked a cross join lateral (
			select c.id from contacts c where c.org_id = current_org() and c.phone = a.phone and c.phone is not null and c.deleted_at is null limit 20) x
		union all
		select a.id, x.id, count(*) over (partition by a.id) from asked a cross join lateral (
			select c.id from contacts c where c.org_id = current_org() and c.deleted_at is null
				and name_key_by_last(c.first_name, c.last_name) = name_key_by_last(a.first_name, a.last_name) limit 40) x
		union all
		select a.id, x.id, count(*) over (partition by a.id) from asked a cross join lateral (
			select c.id from contacts c where c.org_id = current_org() and c.deleted_at is null
				and name_key_by_first(c.first_name, c.last_name) = name_key_by_first(a.first_name, a.last_name) limit 40) x
	), pairs as (
		select least(one, other) as one, greatest(one, other) as other, max(crowd) as crowd from met where one <> other group by 1, 2
	), seen as (
		select p.one, p.other, p.crowd,
			coalesce(a.email = b.email, false) as email, coalesce(a.phone = b.phone, false) as phone,
			coalesce(a.account_id = b.account_id, false) as account,
			coalesce(plain_name(a.city) = plain_name(b.city) and btrim(a.city) <> '', false) as city,
			case when btrim(a.first_name || a.last_name) = '' or btrim(b.first_name || b.last_name) = '' then 0
				else similarity(plain_name(a.first_name || ' ' || a.last_name), plain_name(b.first_name || ' ' || b.last_name)) end as like_name
		from pairs p join contacts a on a.org_id = current_org() and a.id = p.one join contacts b on b.org_id = current_org() and b.id = p.other
	), scored as (
		select *, like_name >= 0.5 and (account or city or email or phone or (crowd <= 6 and like_name >= 0.6)) as named from seen
	)
	select one, other,
		array_remove(array[case when email then 'email' end, case when phone then 'phone' end, case when named then 'name' end,
			case when named and account then 'account' end, case when named and city then 'city' end], null),
		least(100, round(case when email then 80 else 0 end + case when phone then 60 else 0 end + case when named then like_name * 50
			+ case when account then 25 else 0 end + case when city then 15 else 0 end else 0 end))::integer
	from scored where email or phone or named
$$;
alter function find_duplicates(uuid[]) owner to perigee_search;
revoke execute on function find_duplicates(uuid[]) from public;
grant execute on function find_duplicates(uuid[]) to perigee_app;
