-- Tags that were deleted, or joined with another one, and where they stood, so that both can be taken back (CRM-1).
-- Apart from the living tags, so that whoever reads those has nothing to leave out. Row level security by tenant_table().
create table removed_tags (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name citext not null,
	-- The tag that it was joined with; null where it was deleted.
	into_id uuid,
	created_at timestamptz not null,
	removed_at timestamptz not null,
	primary key (org_id, id)
);
create index removed_tags_recent on removed_tags (org_id, removed_at desc, id desc);
select tenant_table('removed_tags');

create table removed_record_tags (
	org_id uuid not null,
	tag_id uuid not null,
	record_type text not null check (record_type in ('contact', 'account', 'deal', 'project')),
	record_id uuid not null,
	created_at timestamptz not null,
	-- The record got the other tag by the joining: taking it back takes that off again.
	got_other boolean not null default false,
	primary key (org_id, tag_id, record_type, record_id),
	foreign key (org_id, tag_id) references removed_tags (org_id, id) on delete cascade
);
select tenant_table('removed_record_tags');

-- The erasure of a person takes them along, across organisations.
create policy system on removed_record_tags for all to perigee_system using (true) with check (true);
grant select, update, delete on removed_record_tags to perigee_system;
