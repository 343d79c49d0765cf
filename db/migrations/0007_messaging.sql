-- Conversations carry every channel: a message is an email, an SMS, a chat line or a push, in or out, and every
-- outbound one is a row here before it is anything else (the outbox). Row level security by tenant_table().
create table conversations (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	contact_id uuid,
	location_id uuid,
	subject text not null default '',
	state text not null default 'open' check (state in ('open', 'snoozed', 'closed')),
	-- Who answers: the assistant, or a member who took over.
	mode text not null default 'assistant' check (mode in ('assistant', 'member')),
	member_id uuid,
	snoozed_until timestamptz,
	-- What the chat is in the middle of: the service and slots on offer. Written by the chat only.
	chat_state jsonb not null default '{}',
	last_message_at timestamptz,
	customer_seen_at timestamptz,
	member_seen_at timestamptz,
	customer_typing_at timestamptz,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete cascade,
	foreign key (org_id, location_id) references locations (org_id, id) on delete set null (location_id),
	foreign key (org_id, member_id) references memberships (org_id, id) on delete set null (member_id)
);
create index conversations_recent on conversations (org_id, last_message_at desc nulls last, id desc);
create index conversations_contact on conversations (org_id, contact_id);
select tenant_table('conversations');

create table message_templates (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name text not null,
	channel text not null check (channel in ('email', 'sms')),
	archived_at timestamptz,
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, name)
);
select tenant_table('message_templates');

create table message_template_versions (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	template_id uuid not null,
	number integer not null,
	subject text not null default '',
	body text not null,
	created_by uuid,
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, template_id, number),
	foreign key (org_id, template_id) references message_templates (org_id, id) on delete cascade
);
select tenant_table('message_template_versions', 'select, insert');

create table messages (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	conversation_id uuid,
	contact_id uuid,
	lead_id uuid,
	location_id uuid,
	channel text not null check (channel in ('email', 'sms', 'chat', 'push', 'webhook')),
	direction text not null check (direction in ('in', 'out')),
	-- Why it is written: 'sequence', 'confirmation', 'reminder', 'reply', 'chat', 'notice'. Consent and caps read it.
	purpose text not null default 'reply',
	author_kind text not null check (author_kind in ('member', 'agent', 'assistant', 'customer', 'system', 'workflow')),
	author_id uuid,
	author_name text not null default '',
	state text not null check (state in
		('draft', 'held', 'scheduled', 'queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'suppressed', 'uncertain', 'received')),
	state_reason text,
	state_at timestamptz not null default now(),
	to_address text,
	from_address text,
	subject text not null default '',
	body_text text not null default '',
	body_html text,
	-- Rich parts beside the text: cards, buttons, time slots, a calendar file. Validated by the messaging schema.
	parts jsonb not null default '{}',
	variant text,
	template_version_id uuid,
	planned_at timestamptz,
	sent_at timestamptz,
	delivered_at timestamptz,
	read_at timestamptz,
	provider text,
	provider_message_id text,
	cost_micros bigint,
	cost_currency text,
	segments integer,
	attempts integer not null default 0,
	-- One intention, one message: a second insert with the same key is the same message.
	dedupe_key text,
	in_reply_to uuid,
	-- An answer that is being written: the text so far, whose lease has run out when its writer died.
	source text check (source in ('model', 'rules', 'member')),
	model_provider text,
	model text,
	tokens_in integer,
	tokens_out integer,
	latency_ms integer,
	writing_until timestamptz,
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	foreign key (org_id, conversation_id) references conversations (org_id, id) on delete cascade,
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete set null (contact_id),
	foreign key (org_id, location_id) references locations (org_id, id) on delete set null (location_id),
	foreign key (org_id, template_version_id) references message_template_versions (org_id, id)
);
create unique index messages_dedupe on messages (org_id, dedupe_key) where dedupe_key is not null;
create index messages_conversation on messages (org_id, conversation_id, id);
create index messages_outbox on messages (org_id, id desc) where direction = 'out' and channel <> 'chat';
create index messages_outbox_state on messages (org_id, state, id desc) where direction = 'out' and channel <> 'chat';
create index messages_contact_sent on messages (org_id, contact_id, sent_at) where sent_at is not null;
create index messages_provider on messages (provider, provider_message_id) where provider_message_id is not null;
create index messages_writing on messages (writing_until) where writing_until is not null;
create index messages_lead on messages (org_id, lead_id, id) where lead_id is not null;
create index messages_stuck on messages (state, state_at) where state in ('queued', 'sending', 'scheduled');
select tenant_table('messages');
select system_table('messages');

-- What providers said of a message, as it came, in any order; the state follows by a rule.
create table delivery_reports (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	message_id uuid not null,
	provider text not null,
	report_key text not null,
	state text not null,
	reason text,
	permanent boolean not null default false,
	cost_micros bigint,
	cost_currency text,
	reported_at timestamptz not null,
	received_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, message_id, report_key),
	foreign key (org_id, message_id) references messages (org_id, id) on delete cascade
);
select tenant_table('delivery_reports', 'select, insert');

-- Whom not to write to. An address is a lower-case email or an E.164 number. Nothing bypasses this table.
create table suppressions (
	org_id uuid not null references organisations (id) on delete cascade,
	channel text not null check (channel in ('email', 'sms')),
	address citext not null,
	reason text not null check (reason in ('unsubscribed', 'stop', 'bounced', 'complained', 'member')),
	message_id uuid,
	created_at timestamptz not null default now(),
	primary key (org_id, channel, address)
);
select tenant_table('suppressions');

-- Every link that stands alone: chat, appointment, unsubscribe. Hashed; it opens its subject and nothing else.
create table public_links (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	kind text not null check (kind in ('chat', 'appointment', 'unsubscribe')),
	token_hash bytea not null unique,
	subject_id uuid not null,
	contact_id uuid,
	message_id uuid,
	expires_at timestamptz not null,
	revoked_at timestamptz,
	used_at timestamptz,
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	foreign key (org_id, contact_id) references contacts (org_id, id) on delete cascade
);
create index public_links_subject on public_links (org_id, kind, subject_id);
select tenant_table('public_links');
select system_table('public_links');

create function find_public_link(link_kind text, hash bytea)
returns table (org_id uuid, link_id uuid, subject_id uuid, contact_id uuid, message_id uuid, expires_at timestamptz,
	revoked_at timestamptz, org_name text, org_slug text, org_colour text, org_time_zone text)
language sql stable security definer set search_path = pg_catalog, public as $$
	select l.org_id, l.id, l.subject_id, l.contact_id, l.message_id, l.expires_at, l.revoked_at, o.name, o.slug, o.colour, o.time_zone
	from public_links l join organisations o on o.id = l.org_id
	where l.token_hash = hash and l.kind = link_kind
$$;

-- The sender's side of an inbound message or report: which organisation's message was it?
create function find_provider_message(provider_name text, external text)
returns table (org_id uuid, message_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
	select m.org_id, m.id from messages m where m.provider = provider_name and m.provider_message_id = external limit 1
$$;

-- Numbers and addresses that customers write to, and whose they are: one owner on the whole server.
create table inbound_addresses (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	channel text not null check (channel in ('email', 'sms')),
	address citext not null,
	location_id uuid,
	secret_hash bytea,
	primary key (org_id, id),
	unique (channel, address),
	foreign key (org_id, location_id) references locations (org_id, id) on delete set null (location_id)
);
select tenant_table('inbound_addresses');
select system_table('inbound_addresses');

create function find_inbound_address(wanted_channel text, wanted citext)
returns table (org_id uuid, id uuid, location_id uuid, secret_hash bytea)
language sql stable security definer set search_path = pg_catalog, public as $$
	select a.org_id, a.id, a.location_id, a.secret_hash from inbound_addresses a
	where a.channel = wanted_channel and a.address = wanted
$$;

do $$
declare
	f text;
begin
	foreach f in array array['find_public_link(text, bytea)', 'find_provider_message(text, text)', 'find_inbound_address(text, citext)'] loop
		execute format('alter function %s owner to perigee_system', f);
		execute format('revoke execute on function %s from public', f);
		execute format('grant execute on function %s to perigee_guest, perigee_system', f);
	end loop;
end $$;
