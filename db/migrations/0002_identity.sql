-- People, organisations, membership, sessions, keys and limits. People and sessions stand outside organisations and
-- are reached through the system role only; the rest stands behind row level security by tenant_table().
create table users (
	id uuid primary key,
	email citext not null unique,
	name text not null,
	password_hash text,
	email_verified_at timestamptz,
	time_zone text not null default 'UTC',
	locale text not null default 'en',
	theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
	start_page text not null default '/today',
	notifications jsonb not null default '{}',
	preferences_made_at timestamptz,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
grant select, insert, update, delete on users to perigee_system;

create table organisations (
	id uuid primary key,
	name text not null,
	slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
	time_zone text not null default 'UTC',
	currency text not null default 'USD',
	colour text not null default '#0f766e',
	logo_file_id uuid,
	plan text not null default 'FREE' check (plan in ('FREE', 'STARTER', 'PROFESSIONAL', 'ENTERPRISE')),
	sending jsonb not null default '{"email": false, "sms": false, "webhook": false}',
	ai jsonb not null default '{}',
	settings jsonb not null default '{}',
	is_demo boolean not null default false,
	created_at timestamptz not null default now(),
	version integer not null default 1
);
select tenant_table('organisations', 'select, update', 'id');
select system_table('organisations', 'select, insert');

create table memberships (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	user_id uuid not null references users (id) on delete cascade,
	role text not null check (role in ('owner', 'admin', 'manager', 'user', 'viewer')),
	-- What colleagues see; copied from the person, so that a room can name its members without reading people.
	name text not null,
	email citext not null,
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, user_id)
);
create index memberships_user on memberships (user_id);
select tenant_table('memberships');
select system_table('memberships', 'select, insert, update, delete');

create table sessions (
	token_hash bytea primary key,
	id uuid not null unique,
	user_id uuid not null references users (id) on delete cascade,
	org_id uuid references organisations (id) on delete set null,
	created_at timestamptz not null default now(),
	seen_at timestamptz not null default now(),
	expires_at timestamptz not null,
	ip inet,
	user_agent text
);
create index sessions_user on sessions (user_id);
create index sessions_expiry on sessions (expires_at);
grant select, insert, update, delete on sessions to perigee_system;

-- Verification, reset and email-change links: hashed, short-lived, used once.
create table identity_tokens (
	token_hash bytea primary key,
	kind text not null check (kind in ('verify-email', 'reset-password')),
	user_id uuid not null references users (id) on delete cascade,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	used_at timestamptz
);
create index identity_tokens_user on identity_tokens (user_id, kind);
grant select, insert, update, delete on identity_tokens to perigee_system;

create table invitations (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	email citext not null,
	role text not null check (role in ('admin', 'manager', 'user', 'viewer', 'owner')),
	token_hash bytea not null unique,
	invited_by uuid,
	created_at timestamptz not null default now(),
	expires_at timestamptz not null,
	accepted_at timestamptz,
	revoked_at timestamptz,
	primary key (org_id, id)
);
create unique index invitations_open on invitations (org_id, email) where accepted_at is null and revoked_at is null;
select tenant_table('invitations');
select system_table('invitations', 'select, update');

-- Mail about identity: its own outbox, with its own switch; links are read by the operator, never by who asks.
create table system_mail (
	id uuid primary key,
	kind text not null check (kind in ('verify-email', 'reset-password', 'invitation', 'password-changed')),
	recipient citext not null,
	subject text not null,
	body text not null,
	link text,
	state text not null default 'queued' check (state in ('held', 'queued', 'sending', 'sent', 'failed', 'uncertain')),
	attempts integer not null default 0,
	error text,
	created_at timestamptz not null default now(),
	sent_at timestamptz
);
create index system_mail_recipient on system_mail (recipient, created_at desc);
grant select, insert, update, delete on system_mail to perigee_system;

-- Sign-ins and refusals: written in a transaction of their own, so that a rollback does not take them along.
create table security_events (
	id uuid primary key,
	at timestamptz not null default now(),
	name text not null,
	org_id uuid,
	user_id uuid,
	email citext,
	ip inet,
	user_agent text,
	request_id text,
	data jsonb not null default '{}'
);
create index security_events_org on security_events (org_id, at desc);
create index security_events_at on security_events (at);
grant select, insert on security_events to perigee_system;
alter table security_events enable row level security;
alter table security_events force row level security;
create policy tenant on security_events for select to perigee_app using (org_id = current_org());
create policy system on security_events for all to perigee_system using (true) with check (true);
grant select on security_events to perigee_app;

create table api_keys (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name text not null,
	prefix text not null,
	key_hash bytea not null unique,
	member_id uuid not null,
	scopes text[] not null,
	created_at timestamptz not null default now(),
	expires_at timestamptz,
	last_used_at timestamptz,
	revoked_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, member_id) references memberships (org_id, id) on delete cascade
);
select tenant_table('api_keys');
select system_table('api_keys', 'select, update');

create table idempotency_keys (
	org_id uuid not null references organisations (id) on delete cascade,
	actor text not null,
	key text not null,
	request_hash bytea not null,
	status integer,
	response jsonb,
	created_at timestamptz not null default now(),
	primary key (org_id, actor, key)
);
create index idempotency_keys_age on idempotency_keys (created_at);
select tenant_table('idempotency_keys');
select system_table('idempotency_keys', 'select, delete');

-- One row for each bucket (key, member, address or public token), taken from in one statement. GCRA (ITU-T I.371):
-- `full_at` is when the bucket would be full again; a call is let through while that is less than a whole bucket away.
create unlogged table rate_limits (
	bucket text primary key,
	full_at timestamptz not null
);
create index rate_limits_age on rate_limits (full_at);
grant select, insert, update, delete on rate_limits to perigee_system;

create function take_rate(bucket_name text, capacity integer, per_second double precision,
	out allowed boolean, out left_over integer, out wait_seconds double precision)
language plpgsql volatile security definer set search_path = pg_catalog, public as $$
declare
	each constant interval := make_interval(secs => 1 / per_second);
	whole constant interval := make_interval(secs => capacity / per_second);
	at constant timestamptz := clock_timestamp();
	next_full timestamptz;
begin
	insert into rate_limits as r (bucket, full_at) values (bucket_name, at + each)
	on conflict (bucket) do update set full_at = greatest(r.full_at, at) + each
		where greatest(r.full_at, at) + each <= at + whole
	returning full_at into next_full;
	allowed := next_full is not null;
	if not allowed then
		select full_at + each into next_full from rate_limits where bucket = bucket_name;
	end if;
	left_over := greatest(0, floor(capacity - extract(epoch from next_full - at) * per_second));
	wait_seconds := case when allowed then 0 else greatest(0, extract(epoch from next_full - at - whole)) end;
end $$;

-- Who a session is: the one read that every signed-in request makes, in one trip and outside any transaction.
create function find_session(hash bytea)
returns table (session_id uuid, user_id uuid, email citext, name text, email_verified_at timestamptz, time_zone text,
	locale text, theme text, start_page text, expires_at timestamptz, seen_at timestamptz,
	org_id uuid, org_name text, org_slug text, org_time_zone text, org_currency text, org_colour text, member_id uuid, role text, org_count bigint)
language sql stable security definer set search_path = pg_catalog, public as $$
	select s.id, u.id, u.email, u.name, u.email_verified_at, u.time_zone, u.locale, u.theme, u.start_page, s.expires_at, s.seen_at,
		o.id, o.name, o.slug, o.time_zone, o.currency, o.colour, m.id, m.role,
		(select count(*) from memberships x where x.user_id = u.id)
	from sessions s
	join users u on u.id = s.user_id
	left join memberships m on m.user_id = u.id and m.org_id = s.org_id
	left join organisations o on o.id = m.org_id
	where s.token_hash = hash and s.expires_at > now()
$$;

create function find_api_key(hash bytea)
returns table (key_id uuid, org_id uuid, org_time_zone text, member_id uuid, member_name text, role text, scopes text[],
	expires_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public as $$
	select k.id, k.org_id, o.time_zone, m.id, m.name, m.role, k.scopes, k.expires_at, k.last_used_at
	from api_keys k
	join memberships m on m.org_id = k.org_id and m.id = k.member_id
	join organisations o on o.id = k.org_id
	where k.key_hash = hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
$$;

do $$
declare
	f text;
begin
	foreach f in array array['take_rate(text, integer, double precision)', 'find_session(bytea)', 'find_api_key(bytea)'] loop
		execute format('alter function %s owner to perigee_system', f);
		execute format('revoke execute on function %s from public', f);
		execute format('grant execute on function %s to perigee_guest, perigee_system', f);
	end loop;
end $$;
