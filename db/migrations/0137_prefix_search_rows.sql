-- A prefix finds few contacts: the planner then goes to them one by one instead of reading a table for all of them.
alter function find_contacts_by_prefix(text, integer) rows 50;
