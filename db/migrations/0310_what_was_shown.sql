-- The proposals that stood before a member as they wrote: a yes in words is said to none but these (CHAT-2). Kept with
-- the words, because a job may take the answer over from the process that heard them.
alter table assistant_messages add column seen uuid[];
