-- A run that the process which began it carries on itself has no job; until then it is that process's. A look once a
-- minute gives a job to those whose process died.
alter table workflow_runs add column lease_until timestamptz;
create index workflow_runs_leased on workflow_runs (lease_until) where lease_until is not null;

-- What a run began, so that it is cancelled with it.
create index workflow_runs_of_parent on workflow_runs (org_id, parent_run_id) where parent_run_id is not null;
