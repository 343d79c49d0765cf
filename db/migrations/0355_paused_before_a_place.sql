-- A run that waited for a place when it was paused: it takes none while it stands still, and waits again afterwards.
alter table workflow_runs add column is_unplaced boolean not null default false;
