-- The address that a webhook or a form is posted to: whose workflow it begins, by the hash of its token.
create function find_workflow_hook(hash bytea)
returns table (org_id uuid, workflow_id uuid)
language sql stable security definer set search_path = pg_catalog, public as $$
	select t.org_id, t.workflow_id from workflow_triggers t where t.kind = 'webhook' and t.token_hash = hash
$$;

select system_table('workflow_triggers');

do $$
begin
	alter function find_workflow_hook(bytea) owner to perigee_system;
	revoke execute on function find_workflow_hook(bytea) from public;
	grant execute on function find_workflow_hook(bytea) to perigee_guest, perigee_system;
end $$;

-- What waits for a person: approvals and guided steps, the oldest first.
create index workflow_steps_asking on workflow_steps (org_id, began_at, id) where state = 'waiting' and wait_kind = 'person';
