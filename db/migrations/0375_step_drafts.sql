-- What somebody typed in a guided step's form and has not sent yet: {"values": [...], "text": ...}. Kept with whatever else is
-- pressed in the step, and emptied when the step is done.
alter table guided_threads add column draft jsonb not null default '{}';
