-- The security log filtered by what happened: a rare name is found by its own index and not by reading the whole log.
create index security_events_name on security_events (org_id, name, at desc, id desc);
