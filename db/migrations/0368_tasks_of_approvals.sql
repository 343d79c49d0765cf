-- A task that asks for a decision on a price is found from the task: it is closed by the decision.
create index artifact_approvals_of_task on artifact_approvals (org_id, task_id) where state = 'waiting';
