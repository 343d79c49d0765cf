-- Lists sorted by account, owner, stage and custom fields too (CRM-2). An account's name stands on what belongs to it,
-- kept by triggers: sorted across a join, a page would read as many accounts as stand empty before it. Names of owners
-- do not, since one member may own a million contacts: a page takes the members in order and the first of each by index.
alter table contacts add column sort_account text collate "C";
alter table deals add column sort_account text collate "C";
alter table projects add column sort_account text collate "C";

create function put_sort_account() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
	new.sort_account := null;
	-- Asked for only where there is one: whoever erases a person takes the account away and may not read accounts.
	if new.account_id is not null then
		select a.sort_name into new.sort_account from accounts a where a.org_id = new.org_id and a.id = new.account_id;
	end if;
	return new;
end $$;
create trigger contacts_sort_account before insert or update of account_id on contacts for each row execute function put_sort_account();
create trigger deals_sort_account before insert or update of account_id on deals for each row execute function put_sort_account();
create trigger projects_sort_account before insert or update of account_id on projects for each row execute function put_sort_account();

create function pass_on_sort_name() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
	update contacts set sort_account = new.sort_name where org_id = new.org_id and account_id = new.id;
	update deals set sort_account = new.sort_name where org_id = new.org_id and account_id = new.id;
	update projects set sort_account = new.sort_name where org_id = new.org_id and account_id = new.id;
	return null;
end $$;
create trigger accounts_sort_name after update of name on accounts
	for each row when (old.name is distinct from new.name) execute function pass_on_sort_name();

do $$
declare
	target text;
begin
	alter table accounts no force row level security;
	foreach target in array array['contacts', 'deals', 'projects'] loop
		execute format('alter table %I no force row level security', target);
		execute format('update %I r set sort_account = a.sort_name from accounts a where a.org_id = r.org_id and a.id = r.account_id', target);
		execute format('alter table %I force row level security', target);
		execute format('create index %I on %I (org_id, sort_account, id) where deleted_at is null', target || '_by_account', target);
	end loop;
	alter table accounts force row level security;
end $$;

create index accounts_by_owner on accounts (org_id, owner_id, id) where deleted_at is null;
create index deals_by_owner on deals (org_id, owner_id, id) where deleted_at is null;
create index projects_by_owner on projects (org_id, owner_id, id) where deleted_at is null;
create index deals_by_stage on deals (org_id, stage_id, id) where deleted_at is null;

-- Taking the beginning of a text is not leakproof, so that no key goes by an index of it under row level security.
alter table custom_values add column sort_text text collate "C" generated always as (left(lower(text_value), 100)) stored;
create index custom_values_by_text on custom_values (org_id, field_id, sort_text, record_id) where sort_text is not null;
drop index custom_values_text;
