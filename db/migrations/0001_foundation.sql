-- Roles, the organisation binding, and the one function that puts a table behind its tenant's wall.
create extension if not exists btree_gist;
create extension if not exists citext;
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists vector;

do $$
declare
	role_name text;
begin
	-- guest: how every session starts; calls look-up functions only. app: bound to one organisation by policies.
	-- system: the few reads across organisations. search: owns functions that use text indexes under policies.
	foreach role_name in array array['perigee_guest', 'perigee_app', 'perigee_system', 'perigee_search'] loop
		if not exists (select from pg_roles where rolname = role_name) then
			-- Roles belong to the whole server: another database's migration may be making them at this instant.
			begin
				execute format('create role %I nologin', role_name);
			exception when duplicate_object or unique_violation then null;
			end;
		end if;
		if not pg_has_role(current_user, role_name, 'member') then
			execute format('grant %I to current_user', role_name);
		end if;
	end loop;
end $$;

revoke create on schema public from public;
grant usage on schema public to perigee_guest, perigee_app, perigee_system, perigee_search;
grant create on schema public to perigee_system, perigee_search;

-- RFC 9562 version 7; Postgres has its own from 18 on, so ours is made only where it lacks.
do $$
begin
	if not exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
			where p.proname = 'uuidv7' and n.nspname in ('pg_catalog', 'public')) then
		create function public.uuidv7() returns uuid language sql volatile parallel safe as $f$
			select encode(
				set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
					placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
					from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
		$f$;
	end if;
end $$;

-- The organisation bound to this transaction. After a RESET the setting is '' and not null, hence nullif.
create function current_org() returns uuid language sql stable parallel safe
	return nullif(current_setting('app.org_id', true), '')::uuid;

-- Row level security for a tenant table: forced, so that its owner is bound too, with one policy that reads and
-- writes by organisation. `rights` is what the application role may do with it.
create function tenant_table(target regclass, rights text default 'select, insert, update, delete', key text default 'org_id')
returns void language plpgsql as $$
begin
	execute format('alter table %s enable row level security', target);
	execute format('alter table %s force row level security', target);
	execute format('create policy tenant on %s for all to perigee_app using (%I = current_org()) with check (%I = current_org())',
		target, key, key);
	execute format('grant %s on %s to perigee_app', rights, target);
end $$;

-- Lets the system role read (or more) across organisations; each use is a decision, so each is written out.
create function system_table(target regclass, rights text default 'select')
returns void language plpgsql as $$
begin
	execute format('create policy system on %s for all to perigee_system using (true) with check (true)', target);
	execute format('grant %s on %s to perigee_system', rights, target);
end $$;

revoke execute on function tenant_table(regclass, text, text), system_table(regclass, text) from public;
