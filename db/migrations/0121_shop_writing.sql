-- One writer to the shop for each appointment at a time: whoever writes holds the row's lease until this instant.
alter table appointments add column syncing_until timestamptz;
