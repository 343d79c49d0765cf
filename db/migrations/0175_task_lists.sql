-- Tasks have a list and pages of their own, and the chat knows whether a person is awaited.

-- The day by which a task is listed: its due day; without one, what presses counts from the day it was made and the
-- rest comes last. Stored, so that the keys of a page stay an index condition under row level security.
alter table tasks add column list_on date not null generated always as (
	coalesce(due_on, case when priority in ('high', 'urgent') then (created_at at time zone 'UTC')::date else 'infinity'::date end)
) stored;
create index tasks_listed on tasks (org_id, list_on, id) where state = 'open';
-- An assignee is a member or an agent: one index finds either's, and nobody's.
create index tasks_assigned on tasks (org_id, member_id, agent_id, list_on, id) where state = 'open';
create index tasks_priority on tasks (org_id, priority, list_on, id) where state = 'open';
create index tasks_closed on tasks (org_id, completed_at desc, id desc) where state <> 'open';
drop index tasks_open;

-- When the customer asked for a person, and when they were told again that the team knows.
alter table conversations
	add column person_asked_at timestamptz,
	add column person_noted_at timestamptz;
-- A migrating role that is no superuser meets its own tables' policies, which show it no rows.
alter table tasks no force row level security;
alter table conversations no force row level security;
update conversations c set person_asked_at = t.created_at
	from tasks t where t.org_id = c.org_id and t.state = 'open' and t.dedupe_key = 'person:' || c.id::text;
alter table tasks force row level security;
alter table conversations force row level security;
