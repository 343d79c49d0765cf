-- The members' assistant (CHAT-1, CHAT-2): threads of one member each, their messages, and changes that are proposed
-- and happen only once confirmed. Row level security by tenant_table().
create table assistant_threads (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	member_id uuid not null,
	title text not null,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	-- Of the last message: what the list is ordered by.
	active_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, member_id) references memberships (org_id, id) on delete cascade
);
create index assistant_threads_listed on assistant_threads (org_id, member_id, active_at desc, id desc) where deleted_at is null;
select tenant_table('assistant_threads');

create table assistant_messages (
	org_id uuid not null,
	id uuid not null,
	thread_id uuid not null,
	role text not null check (role in ('member', 'assistant')),
	-- writing: under a lease, taken over by a job once it ran out (as answers in customers' chats are).
	state text not null default 'done' check (state in ('writing', 'done', 'stopped', 'failed')),
	body text not null default '',
	-- What the answer stands on: passages, records; in the order of the marks in the text.
	sources jsonb not null default '[]',
	-- A message posted twice with one key is one message.
	dedupe_key text,
	in_reply_to uuid,
	fence integer not null default 1,
	writing_until timestamptz,
	source text check (source in ('model', 'rules')),
	provider text,
	model text,
	tokens_in integer,
	tokens_out integer,
	cost_micros bigint,
	latency_ms integer,
	verdict text check (verdict in ('good', 'bad')),
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	foreign key (org_id, thread_id) references assistant_threads (org_id, id) on delete cascade
);
create index assistant_messages_listed on assistant_messages (org_id, thread_id, id);
create unique index assistant_messages_once on assistant_messages (org_id, thread_id, dedupe_key) where dedupe_key is not null;
-- One answer to one message: retrying writes the same row anew.
create unique index assistant_messages_answer on assistant_messages (org_id, in_reply_to) where in_reply_to is not null;
select tenant_table('assistant_messages');

create table assistant_proposals (
	org_id uuid not null,
	id uuid not null,
	message_id uuid not null,
	-- The name of the tool and what it would be called with, as shown and as carried out.
	tool text not null,
	input jsonb not null,
	-- The change in words: "Create the task “Call Ann” for Thursday".
	words text not null,
	state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'declined', 'failed', 'expired')),
	result jsonb,
	reason text,
	created_at timestamptz not null default now(),
	decided_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, message_id) references assistant_messages (org_id, id) on delete cascade
);
create index assistant_proposals_message on assistant_proposals (org_id, message_id);
select tenant_table('assistant_proposals');

-- Figures that are dear to compute, kept for five minutes (DASH-1); a change of one's own makes them old at once.
create table kept_figures (
	org_id uuid not null references organisations (id) on delete cascade,
	name text not null,
	value jsonb not null,
	computed_at timestamptz not null,
	primary key (org_id, name)
);
select tenant_table('kept_figures');
