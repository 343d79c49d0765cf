-- Leads in a list like the records' (LEAD-8, CRM-2): a view that it opens with, acts on many with what of them was
-- refused and why, and nobody's leads by an index, since a firm that assigns everything has few among many.
alter table default_views drop constraint default_views_record_type_check;
alter table default_views add constraint default_views_record_type_check
	check (record_type in ('contact', 'account', 'deal', 'project', 'lead'));

alter table change_batches drop constraint change_batches_record_type_check;
alter table change_batches add constraint change_batches_record_type_check
	check (record_type in ('contact', 'account', 'deal', 'project', 'lead'));
alter table change_batches drop constraint change_batches_kind_check;
alter table change_batches add constraint change_batches_kind_check check (kind in
	('import', 'edit', 'tag', 'untag', 'assign', 'delete', 'restore', 'move', 'pause', 'resume'));

-- Records that an act did not take, with the rule's own words. Row level security by tenant_table().
create table batch_refusals (
	org_id uuid not null,
	batch_id uuid not null,
	record_id uuid not null,
	reason text not null,
	primary key (org_id, batch_id, record_id),
	foreign key (org_id, batch_id) references change_batches (org_id, id) on delete cascade
);
select tenant_table('batch_refusals');

create index leads_unowned on leads (org_id, id desc) where owner_id is null;
