-- A question sent twice is found by its key alone: the first sending of a new conversation knows no thread yet.
drop index assistant_messages_once;
create unique index assistant_messages_once on assistant_messages (org_id, dedupe_key) where dedupe_key is not null;
