-- Custom fields (CRM-5): values in a side table with one typed column for each type, each with its btree index, so that
-- lists sort and filter by them under row level security. Row level security by tenant_table().
create table custom_fields (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	record_type text not null check (record_type in ('contact', 'account', 'deal', 'project')),
	-- Names the field in addresses, files and the API; stays when the label changes.
	key text not null check (key ~ '^[a-z][a-z0-9_]{0,62}$'),
	label text not null check (label <> ''),
	kind text not null check (kind in ('text', 'number', 'date', 'choice', 'multi-choice', 'yes-no', 'link')),
	-- Of the choices: [{ "id": uuid, "label": text, "archived"?: true }], in order.
	options jsonb not null default '[]',
	required boolean not null default false,
	position smallint not null default 0,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	archived_at timestamptz,
	primary key (org_id, id),
	unique (org_id, record_type, key)
);
select tenant_table('custom_fields');

create table custom_values (
	org_id uuid not null,
	record_id uuid not null,
	field_id uuid not null,
	-- A field of several choices has a row for each.
	position smallint not null default 0,
	text_value text,
	number_value numeric,
	date_value date,
	option_id uuid,
	yes_value boolean,
	primary key (org_id, record_id, field_id, position),
	foreign key (org_id, field_id) references custom_fields (org_id, id) on delete cascade,
	check (num_nonnulls(text_value, number_value, date_value, option_id, yes_value) = 1)
);
-- Long texts do not fit an index row; what lists sort and filter by is their beginning.
create index custom_values_text on custom_values (org_id, field_id, left(text_value, 200), record_id) where text_value is not null;
create index custom_values_number on custom_values (org_id, field_id, number_value, record_id) where number_value is not null;
create index custom_values_date on custom_values (org_id, field_id, date_value, record_id) where date_value is not null;
create index custom_values_option on custom_values (org_id, field_id, option_id, record_id) where option_id is not null;
create index custom_values_yes on custom_values (org_id, field_id, yes_value, record_id) where yes_value is not null;
select tenant_table('custom_values');
