-- The CRM's records (CRM-1): what accounts, contacts, deals and projects hold beyond what leads needed, pipelines with
-- stages for deals, notes, tags and relations between records. Row level security by tenant_table().

alter table accounts
	add column phone text,
	add column website text,
	add column city text,
	add column country text,
	add column description text not null default '',
	add column lifecycle text not null default 'customer' check (lifecycle in ('prospect', 'customer', 'former'));

alter table contacts
	add column job_title text not null default '',
	add column city text,
	add column country text,
	-- Where the record came from; what is older than this column came from shops, chats and forms, as its lead tells.
	add column source text not null default 'member'
		check (source in ('member', 'import', 'form', 'shop', 'chat', 'email', 'api', 'booking', 'integration')),
	-- After a merge: the contact that lives on. A merged contact is in the trash and comes back by unmerging.
	add column merged_into uuid,
	add constraint contacts_merged_into foreign key (org_id, merged_into) references contacts (org_id, id) on delete set null (merged_into);
create index contacts_merged on contacts (org_id, merged_into) where merged_into is not null;
create index contacts_owner on contacts (org_id, owner_id) where owner_id is not null;
create index accounts_owner on accounts (org_id, owner_id) where owner_id is not null;

-- Named stages through which deals (and later intakes) move. A stage says what being in it means.
create table pipelines (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	kind text not null check (kind in ('deal', 'intake')),
	name text not null check (name <> ''),
	position smallint not null default 0,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id)
);
create index pipelines_listed on pipelines (org_id, kind, position) where deleted_at is null;
select tenant_table('pipelines');
select system_table('pipelines', 'select, insert');

create table pipeline_stages (
	org_id uuid not null,
	id uuid not null,
	pipeline_id uuid not null,
	name text not null check (name <> ''),
	position smallint not null,
	outcome text not null default 'open' check (outcome in ('open', 'won', 'lost')),
	-- Chance of being won, in per cent, for the forecast.
	probability smallint not null default 0 check (probability between 0 and 100),
	-- How many may stand here at once, and after how many days one counts as ageing; null: no limit.
	most smallint check (most > 0),
	ages_after_days smallint check (ages_after_days > 0),
	deleted_at timestamptz,
	primary key (org_id, id),
	-- So that a deal cannot stand in a stage of another pipeline.
	unique (org_id, pipeline_id, id),
	foreign key (org_id, pipeline_id) references pipelines (org_id, id) on delete cascade
);
create index pipeline_stages_listed on pipeline_stages (org_id, pipeline_id, position) where deleted_at is null;
select tenant_table('pipeline_stages');
select system_table('pipeline_stages', 'select, insert');

-- Every organisation has a pipeline for deals from its first moment on, however it came to be: a deal always stands in
-- a stage. The room of organisations lies below the CRM and cannot call it, hence a trigger.
create function make_deal_pipeline(org uuid) returns uuid language sql volatile set search_path = pg_catalog, public as $$
	with made as (
		insert into pipelines (org_id, id, kind, name) values (org, uuidv7(), 'deal', 'Sales') returning id
	)
	insert into pipeline_stages (org_id, id, pipeline_id, name, position, outcome, probability, ages_after_days)
	select org, uuidv7(), made.id, s.name, s.position, s.outcome, s.probability, s.ages
	from made, (values
		('Qualified', 1, 'open', 10, 14), ('Meeting', 2, 'open', 30, 14), ('Proposal', 3, 'open', 50, 21),
		('Negotiation', 4, 'open', 75, 21), ('Won', 5, 'won', 100, null), ('Lost', 6, 'lost', 0, null)
	) s (name, position, outcome, probability, ages)
	returning pipeline_id
$$;
create function give_deal_pipeline() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
	perform make_deal_pipeline(new.id);
	return new;
end $$;
alter function make_deal_pipeline(uuid) owner to perigee_system;
alter function give_deal_pipeline() owner to perigee_system;
revoke execute on function make_deal_pipeline(uuid), give_deal_pipeline() from public;

alter table organisations no force row level security;
alter table deals no force row level security;
alter table pipelines no force row level security;
alter table pipeline_stages no force row level security;
do $$
declare
	org uuid;
begin
	for org in select id from organisations loop
		set local role perigee_system;
		perform make_deal_pipeline(org);
		reset role;
	end loop;
end $$;
create trigger organisations_deal_pipeline after insert on organisations for each row execute function give_deal_pipeline();

alter table deals
	add column pipeline_id uuid,
	add column stage_id uuid,
	add column stage_at timestamptz not null default now(),
	add column closed_at timestamptz,
	add column lost_reason text,
	add column source text not null default 'member' check (source in ('member', 'import', 'lead', 'api', 'integration')),
	add column description text not null default '';
update deals d set pipeline_id = p.id, stage_id = s.id, stage_at = d.created_at,
		closed_at = case when s.outcome = 'open' then null else d.updated_at end
	from pipelines p join pipeline_stages s on s.org_id = p.org_id and s.pipeline_id = p.id
	where p.org_id = d.org_id and p.kind = 'deal'
		and lower(s.name) = case when d.stage in ('qualified', 'meeting', 'proposal', 'negotiation', 'won', 'lost') then d.stage else 'qualified' end;
alter table deals alter column pipeline_id set not null, alter column stage_id set not null, drop column stage;
alter table deals add constraint deals_stage foreign key (org_id, pipeline_id, stage_id) references pipeline_stages (org_id, pipeline_id, id);
alter table organisations force row level security;
alter table deals force row level security;
alter table pipelines force row level security;
alter table pipeline_stages force row level security;
create index deals_stage on deals (org_id, pipeline_id, stage_id, stage_at desc, id desc) where deleted_at is null;
create index deals_account on deals (org_id, account_id) where account_id is not null;
create index deals_contact on deals (org_id, contact_id) where contact_id is not null;
create index deals_owner on deals (org_id, owner_id) where owner_id is not null;

alter table projects
	add column contact_id uuid,
	add column starts_on date,
	add column description text not null default '',
	add constraint projects_contact foreign key (org_id, contact_id) references contacts (org_id, id) on delete set null (contact_id);
create index projects_account on projects (org_id, account_id) where account_id is not null;
create index projects_contact_of on projects (org_id, contact_id) where contact_id is not null;
create index projects_owner on projects (org_id, owner_id) where owner_id is not null;

-- What members write down about a record: notes, calls and meetings that took place.
create table notes (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	subject_type text not null check (subject_type in ('contact', 'account', 'deal', 'project', 'lead', 'task')),
	subject_id uuid not null,
	kind text not null default 'note' check (kind in ('note', 'call', 'meeting')),
	body text not null,
	happened_at timestamptz not null default now(),
	minutes smallint check (minutes > 0),
	author_id uuid,
	author_name text not null,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id),
	foreign key (org_id, author_id) references memberships (org_id, id) on delete set null (author_id)
);
create index notes_subject on notes (org_id, subject_type, subject_id, happened_at desc, id desc) where deleted_at is null;
select tenant_table('notes');

create table tags (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name citext not null check (name <> ''),
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, name)
);
select tenant_table('tags');

create table record_tags (
	org_id uuid not null,
	record_type text not null check (record_type in ('contact', 'account', 'deal', 'project')),
	record_id uuid not null,
	tag_id uuid not null,
	created_at timestamptz not null default now(),
	primary key (org_id, record_type, record_id, tag_id),
	foreign key (org_id, tag_id) references tags (org_id, id) on delete cascade
);
create index record_tags_tag on record_tags (org_id, tag_id, record_type, record_id);
select tenant_table('record_tags');

-- Relations beyond the built-in ones (a contact's account, a deal's contact): "reports to", "partner of", "buyer in".
create table record_links (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	from_type text not null check (from_type in ('contact', 'account', 'deal', 'project')),
	from_id uuid not null,
	to_type text not null check (to_type in ('contact', 'account', 'deal', 'project')),
	to_id uuid not null,
	label text not null check (label <> ''),
	created_at timestamptz not null default now(),
	primary key (org_id, id),
	unique (org_id, from_type, from_id, to_type, to_id, label)
);
create index record_links_to on record_links (org_id, to_type, to_id);
select tenant_table('record_links');

alter table tasks add column created_by uuid;
