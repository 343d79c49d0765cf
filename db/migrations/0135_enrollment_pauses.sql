-- Pausing and going on: how long a sequence stood still moves the rest of it. A touch whose queued message was taken
-- back is written again under a key of its own, which its attempt makes.
alter table enrollments add column paused_at timestamptz;
-- What the touches' days and minutes are counted from: the enrolment, later by every pause.
alter table enrollments add column counted_from timestamptz;
create index enrollments_contact on enrollments (org_id, contact_id);
alter table touches add column attempt integer not null default 0;
create index touches_waiting on touches (org_id, planned_at) where status = 'scheduled' and message_id is null;
