-- What the chat shows beside its lines: that a member is writing, and the lead a conversation is about.
alter table conversations add column member_typing_at timestamptz;
create index leads_conversation on leads (org_id, conversation_id) where conversation_id is not null;
