-- Contacts of an owner, and of nobody, counted and listed without reading others (CRM-2).
create index contacts_by_owner on contacts (org_id, owner_id, id) where deleted_at is null;
