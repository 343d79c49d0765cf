-- Runs by their state, of the organisation and of one workflow, newest first; the one for failed runs alone is theirs now.
create index workflow_runs_in_state on workflow_runs (org_id, state, id);
create index workflow_runs_of_workflow_in_state on workflow_runs (org_id, workflow_id, state, id);
drop index workflow_runs_failed;

-- What is asked of people, by its own id: a page of it has no other.
create index workflow_steps_asked on workflow_steps (org_id, id) where state = 'waiting' and wait_kind = 'person';
create index approvals_closed on approvals (org_id, id) where state <> 'open';
