-- Members are booked like locations (SCHED-1). Whether one takes appointments now; a location says so itself.
alter table schedules add column bookable boolean not null default true;

-- What was agreed with a member outlives the membership: the customer's appointment is cancelled and told, and what
-- took place stays in the calendar's past. So the row keeps the member's id and name instead of going with them.
alter table appointments drop constraint appointments_org_id_member_id_fkey;
alter table appointments add column member_name text;
alter table appointments add constraint appointments_member_named check (member_id is null or member_name is not null) not valid;
alter table appointments validate constraint appointments_member_named;
