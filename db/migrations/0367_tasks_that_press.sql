-- Open tasks stand in the order in which they press: what is due by today by its priority, then by day, then what has no
-- day. What the product raises for a person (high, no day) is wanted at once, so that urgent and high ones without a day
-- count as due from when they were made. Which of the two a task belongs to changes with the day, so that it is no
-- column: each is read by an index of its own.
drop index tasks_listed, tasks_assigned, tasks_priority;
alter table tasks add column rank smallint not null generated always as (
	case priority when 'urgent' then 1 when 'high' then 2 when 'normal' then 3 else 4 end
) stored;
-- A day before the one it was made on in UTC: past in every zone.
alter table tasks alter column list_on set expression as (
	coalesce(due_on, case when priority in ('high', 'urgent') then (created_at at time zone 'UTC')::date - 1 else 'infinity'::date end)
);
create index tasks_listed on tasks (org_id, list_on, rank, id) where state = 'open';
create index tasks_ranked on tasks (org_id, rank, list_on, id) where state = 'open';
-- An assignee is a member or an agent: one index finds either's, and nobody's.
create index tasks_assigned on tasks (org_id, member_id, agent_id, list_on, rank, id) where state = 'open';
create index tasks_assigned_ranked on tasks (org_id, member_id, agent_id, rank, list_on, id) where state = 'open';
