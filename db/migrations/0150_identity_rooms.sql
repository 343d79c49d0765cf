-- What sign-up, preferences, the audit page and retention need beside the first identity tables.

-- Where a person worked last, kept when every session is gone.
alter table users add column last_org_id uuid references organisations (id) on delete set null;

-- A new organisation is written by a transaction bound to its own id, so that its first event commits with it.
grant insert on organisations to perigee_app;

create index memberships_name on memberships (org_id, name, id);
create index invitations_recent on invitations (org_id, id desc);
create index api_keys_recent on api_keys (org_id, id desc);

alter table system_mail drop constraint system_mail_kind_check;
alter table system_mail add constraint system_mail_kind_check
	check (kind in ('verify-email', 'reset-password', 'invitation', 'password-changed', 'account-exists'));
create index system_mail_recent on system_mail (created_at desc);

-- The audit page reads newest first by instant under any filter; `id` follows the instant only for what is live.
drop index events_name;
create index events_name on events (org_id, name, at desc, id desc);
drop index events_actor;
create index events_actor on events (org_id, actor_id, at desc, id desc) where actor_id is not null;
create index events_traced on events (at) where ip is not null or user_agent is not null;
drop index security_events_org;
create index security_events_org on security_events (org_id, at desc, id desc);
grant delete on security_events to perigee_system;

-- Gives a call back to its bucket: a sign-in that succeeds does not count as a guess.
create function give_rate(bucket_name text, per_second double precision) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
	update rate_limits set full_at = full_at - make_interval(secs => 1 / per_second) where bucket = bucket_name
$$;

-- People stand outside organisations; these two let a member of the bound organisation read and change their own
-- preferences inside its transaction. `made` says whether this read was the first, which creates them.
create function member_preferences(member uuid)
returns table (time_zone text, locale text, theme text, start_page text, notifications jsonb, made boolean)
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
	person uuid := (select m.user_id from memberships m where m.org_id = current_org() and m.id = member);
	first_time boolean;
begin
	update users u set preferences_made_at = now() where u.id = person and u.preferences_made_at is null;
	first_time := found;
	return query select u.time_zone, u.locale, u.theme, u.start_page, u.notifications, first_time from users u where u.id = person;
end $$;

create function change_member_preferences(member uuid, patch jsonb) returns void
language sql volatile security definer set search_path = pg_catalog, public as $$
	update users u set
		time_zone = coalesce(patch ->> 'timeZone', u.time_zone),
		locale = coalesce(patch ->> 'locale', u.locale),
		theme = coalesce(patch ->> 'theme', u.theme),
		start_page = coalesce(patch ->> 'startPage', u.start_page),
		notifications = u.notifications || coalesce(patch -> 'notifications', '{}'),
		preferences_made_at = coalesce(u.preferences_made_at, now()),
		updated_at = now()
	from memberships m
	where m.org_id = current_org() and m.id = member and u.id = m.user_id
$$;

do $$
declare
	f text;
begin
	foreach f in array array['give_rate(text, double precision)', 'member_preferences(uuid)', 'change_member_preferences(uuid, jsonb)'] loop
		execute format('alter function %s owner to perigee_system', f);
		execute format('revoke execute on function %s from public', f);
		execute format('grant execute on function %s to perigee_system', f);
	end loop;
end $$;
grant execute on function give_rate(text, double precision) to perigee_guest;
grant execute on function member_preferences(uuid), change_member_preferences(uuid, jsonb) to perigee_app;
