-- Contacts that a shop's order made are of the shop: until now they stood as added by a member. Those whose own event says
-- that a shop made them. Locks the rows that it changes and nothing else. As the system role, which sees every
-- organisation.
set local role perigee_system;
update contacts c set source = 'shop'
	where c.source = 'member'
		and exists (select from events e where e.org_id = c.org_id and e.subject_type = 'contact' and e.subject_id = c.id
			and e.name = 'contact.created'
			and (exists (select from shop_connections s where s.org_id = e.org_id and s.id = e.actor_id)
				or e.actor_kind = 'system' and exists (select from contact_identities i
					join shop_connections s on s.org_id = i.org_id and s.id = i.source
					where i.org_id = c.org_id and i.contact_id = c.id)));
reset role;
