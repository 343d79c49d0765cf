-- An account's timeline is read whole and newest first, however many contacts it has (CRM-6): what happened carries the
-- account that it happened with. Kept in step by triggers, since contacts, deals and projects change accounts by many
-- commands. New columns without a value cost nothing on a live table; the indexes and the rows of before follow.
alter table messages add column account_id uuid;
alter table appointments add column account_id uuid;
alter table notes add column account_id uuid;
alter table tasks add column account_id uuid;
-- By its subject, and by the second subject whose timeline shows it too.
alter table events add column account_id uuid, add column parent_account_id uuid;
grant update (account_id, parent_account_id) on events to perigee_system;

-- The account of a thing: a contact's, that of the contact it was merged into, or of whose lead or conversation it is.
create function account_of(of_org uuid, of_kind text, of_id uuid) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, public as $$
declare
	person uuid;
	account uuid;
	survivor uuid;
begin
	case of_kind
		when 'account' then return of_id;
		when 'contact' then person := of_id;
		when 'lead' then select l.contact_id into person from leads l where l.org_id = of_org and l.id = of_id;
		when 'conversation' then select c.contact_id into person from conversations c where c.org_id = of_org and c.id = of_id;
		when 'deal' then
			select d.account_id into account from deals d where d.org_id = of_org and d.id = of_id;
			return account;
		when 'project' then
			select p.account_id into account from projects p where p.org_id = of_org and p.id = of_id;
			return account;
		else return null;
	end case;
	-- Merges of merges are few; a circle cannot be, and would end here.
	for step in 1..20 loop
		if person is null then return null; end if;
		select c.account_id, c.merged_into into account, survivor from contacts c where c.org_id = of_org and c.id = person;
		exit when survivor is null;
		person := survivor;
	end loop;
	return account;
end $$;

-- Has everything that happened with a thing follow it to its account.
create function follow_account(of_org uuid, of_kind text, of_id uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
	account constant uuid := account_of(of_org, of_kind, of_id);
	people uuid[] := '{}';
	about record;
begin
	if of_kind = 'contact' then
		people := array(
			with recursive own (id) as (
				select of_id union select c.id from own join contacts c on c.org_id = of_org and c.merged_into = own.id
			) select own.id from own);
		update messages x set account_id = account
			where x.org_id = of_org and x.contact_id = any (people) and x.account_id is distinct from account;
		update appointments x set account_id = account
			where x.org_id = of_org and x.contact_id = any (people) and x.account_id is distinct from account;
	end if;
	for about in
		select of_kind as kind, array[of_id] as ids where of_kind <> 'contact'
		union all select 'contact', people where of_kind = 'contact'
		union all select 'lead', array(select l.id from leads l where l.org_id = of_org and l.contact_id = any (people))
		union all select 'conversation', array(select c.id from conversations c where c.org_id = of_org and c.contact_id = any (people))
	loop
		continue when cardinality(about.ids) = 0;
		update notes x set account_id = account where x.org_id = of_org and x.subject_type = about.kind
			and x.subject_id = any (about.ids) and x.account_id is distinct from account;
		update tasks x set account_id = account where x.org_id = of_org and x.subject_type = about.kind
			and x.subject_id = any (about.ids) and x.account_id is distinct from account;
		update events x set account_id = account where x.org_id = of_org and x.subject_type = about.kind
			and x.subject_id = any (about.ids) and x.name !~ '^(message|touch|chat)[.]' and x.account_id is distinct from account;
		update events x set parent_account_id = account where x.org_id = of_org and x.parent_type = about.kind
			and x.parent_id = any (about.ids) and x.parent_id is not null and x.name !~ '^(message|touch|chat)[.]'
			and x.parent_account_id is distinct from account;
	end loop;
end $$;

create function take_account_of_contact() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
	new.account_id := account_of(new.org_id, 'contact', new.contact_id);
	return new;
end $$;
create function take_account_of_subject() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
	new.account_id := account_of(new.org_id, new.subject_type, new.subject_id);
	return new;
end $$;
create function take_account_of_event() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
	new.account_id := account_of(new.org_id, new.subject_type, new.subject_id);
	if new.parent_id is not null then
		new.parent_account_id := account_of(new.org_id, new.parent_type, new.parent_id);
	end if;
	return new;
end $$;
-- Called with what it is that moved.
create function have_account_followed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public as $$
begin
	perform follow_account(new.org_id, tg_argv[0], new.id);
	return null;
end $$;

do $$
declare
	made text;
begin
	foreach made in array array['account_of(uuid, text, uuid)', 'follow_account(uuid, text, uuid)', 'take_account_of_contact()',
		'take_account_of_subject()', 'take_account_of_event()', 'have_account_followed()'] loop
		execute format('alter function %s owner to perigee_system', made);
		execute format('revoke execute on function %s from public', made);
	end loop;
end $$;

create trigger takes_account before insert or update of contact_id on messages
	for each row when (new.contact_id is not null) execute function take_account_of_contact();
create trigger takes_account before insert or update of contact_id on appointments
	for each row when (new.contact_id is not null) execute function take_account_of_contact();
create trigger takes_account before insert or update of subject_type, subject_id on notes
	for each row execute function take_account_of_subject();
create trigger takes_account before insert or update of subject_type, subject_id on tasks
	for each row execute function take_account_of_subject();
-- What tells of a message's way, which is most, stands in no timeline.
create trigger takes_account before insert on events
	for each row when (new.name !~ '^(message|touch|chat)[.]') execute function take_account_of_event();
create trigger moves_account after update of account_id, merged_into on contacts for each row
	when (old.account_id is distinct from new.account_id or old.merged_into is distinct from new.merged_into)
	execute function have_account_followed('contact');
create trigger moves_account after update of account_id on deals for each row
	when (old.account_id is distinct from new.account_id) execute function have_account_followed('deal');
create trigger moves_account after update of account_id on projects for each row
	when (old.account_id is distinct from new.account_id) execute function have_account_followed('project');
create trigger moves_account after update of contact_id on leads for each row
	when (old.contact_id is distinct from new.contact_id) execute function have_account_followed('lead');
create trigger moves_account after update of contact_id on conversations for each row
	when (old.contact_id is distinct from new.contact_id) execute function have_account_followed('conversation');
