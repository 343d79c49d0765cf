-- A member's calendar shows what came of a day as well as what lies ahead, whatever the state.
create index appointments_calendar on appointments (org_id, resource_id, ends_at);
