-- What customers asked in the chat and nothing answered stands in the review of the knowledge too (KB-6): each question
-- once, by the digest of its telling words, with how often it was asked. Who asked is not kept.
alter table knowledge_questions
	add column asked_in text not null default 'knowledge' check (asked_in in ('knowledge', 'chat')),
	add column same_as text not null default '',
	add column times integer not null default 1,
	add column asked_at timestamptz;
create unique index knowledge_questions_of_customers on knowledge_questions (org_id, same_as)
	where asked_in = 'chat' and settled_at is null;
create index knowledge_questions_same on knowledge_questions (org_id, same_as, id desc)
	where settled_at is null and (outcome = 'missing' or thumb = 'down') and same_as <> '';
