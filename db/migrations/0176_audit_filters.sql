-- The audit log by kind of actor and by kind of subject, newest first, without a sort at any size.
create index events_actor_kind on events (org_id, actor_kind, at desc, id desc);
create index events_subject_kind on events (org_id, subject_type, at desc, id desc);
