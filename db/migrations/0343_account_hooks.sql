-- What outside systems post of accounts (SUCCESS-1): who may, by a signature of their own; each delivery until it is worked
-- on, with what became of it; and of which instant every value is. Row level security is switched on and forced by
-- tenant_table.
create table account_hooks (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name text not null check (name <> ''),
	-- Encrypted. The former one holds beside the present one until it is taken away.
	secret_sealed text not null,
	former_secret_sealed text,
	signature_failures bigint not null default 0,
	signature_failed_at timestamptz,
	created_by text not null,
	created_at timestamptz not null,
	primary key (org_id, id)
);
select tenant_table('account_hooks');
-- Refused signatures are counted for whoever they claim to be.
select system_table('account_hooks', 'select, update');

create table account_deliveries (
	org_id uuid not null,
	id uuid not null,
	hook_id uuid not null,
	-- The sender's id of it: the same twice is one delivery.
	delivery_key text not null,
	received_at timestamptz not null,
	-- When the sender signed it: of that instant is what names none.
	signed_at timestamptz not null,
	state text not null check (state in ('received', 'processed', 'rejected')),
	-- Why it was rejected as a whole.
	reason text,
	-- What is still to be worked on; empty when that is done.
	entries jsonb not null default '[]',
	total integer not null default 0,
	done integer not null default 0,
	changed integer not null default 0,
	-- Entries that were refused or came too late, each with its account as the sender named it, and why.
	remarks jsonb not null default '[]',
	processed_at timestamptz,
	primary key (org_id, id),
	unique (org_id, hook_id, delivery_key),
	foreign key (org_id, hook_id) references account_hooks (org_id, id) on delete cascade
);
create index account_deliveries_of_hook on account_deliveries (org_id, hook_id, id desc);
create index account_deliveries_old on account_deliveries (received_at);
select tenant_table('account_deliveries');
-- They are kept for some months, and erasure takes out whom they name.
select system_table('account_deliveries', 'select, update, delete');

-- Of which instant a value is that came by webhook, by its field: what is told of an earlier one comes too late.
create table account_told (
	org_id uuid not null,
	account_id uuid not null,
	field text not null,
	at timestamptz not null,
	primary key (org_id, account_id, field),
	foreign key (org_id, account_id) references accounts (org_id, id) on delete cascade
);
select tenant_table('account_told');

-- Whose a webhook is, before any organisation is known.
create function find_account_hook(hook uuid)
returns table (org_id uuid, id uuid, name text, secret_sealed text, former_secret_sealed text)
language sql stable security definer set search_path = pg_catalog, public as $$
	select h.org_id, h.id, h.name, h.secret_sealed, h.former_secret_sealed from account_hooks h where h.id = hook
$$;
alter function find_account_hook(uuid) owner to perigee_system;
revoke execute on function find_account_hook(uuid) from public;
grant execute on function find_account_hook(uuid) to perigee_guest, perigee_system;
