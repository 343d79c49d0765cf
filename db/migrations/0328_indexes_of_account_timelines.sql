-- Each source of an account's timeline, newest first (0327). Rows without an account cost these indexes nothing.
create index messages_account_at on messages (org_id, account_id, created_at desc, id desc) where account_id is not null;
create index appointments_account_at on appointments (org_id, account_id, created_at desc, id desc) where account_id is not null;
create index notes_account_at on notes (org_id, account_id, happened_at desc, id desc)
	where account_id is not null and deleted_at is null;
create index tasks_account_at on tasks (org_id, account_id, created_at desc, id desc)
	where account_id is not null and state <> 'trashed';
create index events_account on events (org_id, account_id, at desc, id desc)
	where account_id is not null and name !~ '^(message|touch|chat)[.]';
create index events_parent_account on events (org_id, parent_account_id, at desc, id desc)
	where parent_account_id is not null and name !~ '^(message|touch|chat)[.]';
