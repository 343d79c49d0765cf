-- When a message that waits may go: after quiet hours, a cap, a plan or a failed try. The plan itself stays planned_at.
alter table messages add column send_after timestamptz;
alter table messages add constraint messages_lead_fk
	foreign key (org_id, lead_id) references leads (org_id, id) on delete set null (lead_id);
create index messages_due on messages (send_after) where state in ('queued', 'scheduled') and send_after is not null;
create index messages_contact on messages (org_id, contact_id, id desc) where contact_id is not null;
