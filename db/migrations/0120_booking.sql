-- Booking: the busy time of a place is read from its end, so that old appointments are never read and one that began
-- days ago still counts; and what a booking page needs to know before it knows its organisation.
drop index appointments_busy;
create index appointments_busy on appointments (org_id, resource_id, ends_at) where state = 'booked';

create function find_booking_org(wanted text)
returns table (org_id uuid, name text, slug text, colour text, time_zone text)
language sql stable security definer set search_path = pg_catalog, public as $$
	select o.id, o.name, o.slug, o.colour, o.time_zone from organisations o where o.slug = wanted
$$;
alter function find_booking_org(text) owner to perigee_system;
revoke execute on function find_booking_org(text) from public;
grant execute on function find_booking_org(text) to perigee_guest, perigee_system;
