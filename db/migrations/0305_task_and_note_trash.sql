-- Tasks are deleted to the trash and come back as they were; removed notes are listed; a task can belong to a run.

-- A state of its own: whoever asks for open or closed tasks does not meet those in the trash.
alter table tasks add column deleted_at timestamptz;
-- What a task in the trash was before, and becomes again.
alter table tasks add column state_before text;
-- The workflow's run that raised it; runs come with the workflows, so nothing is named by it yet.
alter table tasks add column run_id uuid;
alter table tasks drop constraint tasks_state_check;
alter table tasks add constraint tasks_state_check check (state in ('open', 'done', 'skipped', 'trashed')) not valid;
alter table tasks validate constraint tasks_state_check;
alter table tasks add constraint tasks_state_before_check check (state_before in ('open', 'done', 'skipped')) not valid;
alter table tasks validate constraint tasks_state_before_check;
create index tasks_trashed on tasks (org_id, deleted_at desc, id desc) where state = 'trashed';
create index tasks_run on tasks (org_id, run_id, id) where run_id is not null;
-- Tasks in the order in which they were made, for programs.
create index tasks_made on tasks (org_id, created_at desc, id desc);

create index notes_removed on notes (org_id, deleted_at desc, id desc) where deleted_at is not null;
