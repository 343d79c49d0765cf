-- Knowledge (KB-1 to KB-6): collections with who may read them, documents with versions, their passages with vectors,
-- and what search weighs words by. Row level security by tenant_table().

create table collections (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	name citext not null check (name <> ''),
	description text not null default '',
	-- all: every member and agent. roles: members of these roles. agents: only agents, and who looks after collections.
	-- public: everybody, customers in a lead's chat too.
	visibility text not null default 'all' check (visibility in ('all', 'roles', 'agents', 'public')),
	roles text[] not null default '{}',
	is_default boolean not null default false,
	-- How many passages stand in it: decides whether the nearest are found by measuring all or by an index.
	passages integer not null default 0,
	version integer not null default 1,
	created_at timestamptz not null default now(),
	deleted_at timestamptz,
	primary key (org_id, id),
	check (not is_default or deleted_at is null)
);
create unique index collections_default on collections (org_id) where is_default;
create unique index collections_name on collections (org_id, name) where deleted_at is null;
select tenant_table('collections');
select system_table('collections', 'select, insert');

-- Every organisation has one collection from its first moment on, so that a file can be uploaded without a choice.
create function give_default_collection() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
begin
	insert into collections (org_id, id, name, is_default) values (new.id, uuidv7(), 'General', true);
	return new;
end $$;
alter function give_default_collection() owner to perigee_system;
revoke execute on function give_default_collection() from public;
alter table organisations no force row level security;
alter table documents no force row level security;
alter table collections no force row level security;
insert into collections (org_id, id, name, is_default) select id, uuidv7(), 'General', true from organisations;
create trigger organisations_default_collection after insert on organisations for each row execute function give_default_collection();

-- English stems; accents do not matter.
create text search configuration perigee_text (copy = pg_catalog.english);
alter text search configuration perigee_text alter mapping for hword, hword_part, word with unaccent, english_stem;

alter table documents
	add column collection_id uuid,
	add column current_version_id uuid,
	add column latest_number integer not null default 1,
	add column version integer not null default 1,
	add column updated_at timestamptz not null default now();
update documents d set collection_id = c.id from collections c where c.org_id = d.org_id and c.is_default;
alter table documents
	alter column collection_id set not null,
	add constraint documents_collection foreign key (org_id, collection_id) references collections (org_id, id);
create index documents_listed on documents (org_id, collection_id, id desc) where deleted_at is null;
create index documents_recent on documents (org_id, id desc) where deleted_at is null;

-- What was uploaded, each time. `state` is how far the reading of this file is; a document's own is its newest version's.
create table document_versions (
	org_id uuid not null,
	id uuid not null,
	document_id uuid not null,
	number integer not null check (number > 0),
	file_id uuid,
	name text not null,
	kind text not null check (kind in ('pdf', 'docx', 'html', 'markdown', 'text', 'csv', 'unknown')),
	size bigint not null default 0,
	sha256 bytea not null,
	state text not null default 'stored' check (state in ('stored', 'processing', 'ready', 'failed')),
	reason text,
	-- Of passages: all that the text was split into, and those that have their vector.
	passages integer not null default 0,
	embedded integer not null default 0,
	embedding_model text,
	pages integer,
	characters integer,
	summary text not null default '',
	summary_source text not null default 'rules' check (summary_source in ('rules', 'model')),
	created_by text not null,
	created_at timestamptz not null default now(),
	ready_at timestamptz,
	primary key (org_id, id),
	unique (org_id, document_id, number),
	foreign key (org_id, document_id) references documents (org_id, id) on delete cascade,
	foreign key (org_id, file_id) references files (org_id, id)
);
create index document_versions_same on document_versions (org_id, sha256);
create index document_versions_waiting on document_versions (org_id, state, created_at) where state in ('stored', 'processing');
create index document_versions_model on document_versions (org_id, embedding_model) where state = 'ready';
create index document_versions_file on document_versions (org_id, file_id) where file_id is not null;
select tenant_table('document_versions');
select system_table('document_versions');
alter table documents drop column file_id;
alter table documents add constraint documents_current foreign key (org_id, current_version_id)
	references document_versions (org_id, id) on delete set null (current_version_id);

create table passages (
	org_id uuid not null,
	id uuid not null,
	document_id uuid not null,
	version_id uuid not null,
	collection_id uuid not null,
	position integer not null,
	page integer,
	heading text not null default '',
	body text not null,
	-- Words, for weighing by length.
	length smallint not null check (length > 0),
	words tsvector not null generated always as (to_tsvector('public.perigee_text', heading || ' ' || body)) stored,
	primary key (org_id, id),
	unique (org_id, version_id, position),
	foreign key (org_id, version_id) references document_versions (org_id, id) on delete cascade,
	foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
create index passages_document on passages (org_id, document_id, position);
create index passages_words on passages using gin (org_id, words);
select tenant_table('passages');
create policy search on passages for select to perigee_search using (true);
grant select on passages to perigee_search;

-- Vectors apart from the texts: measuring all of a small organisation's reads narrow rows.
create table passage_vectors (
	org_id uuid not null,
	passage_id uuid not null,
	collection_id uuid not null,
	model text not null,
	embedding halfvec not null,
	primary key (org_id, passage_id),
	foreign key (org_id, passage_id) references passages (org_id, id) on delete cascade
);
alter table passage_vectors alter column embedding set storage main;
create index passage_vectors_near on passage_vectors (org_id, model, collection_id);
select tenant_table('passage_vectors');

-- In how many passages of an organisation a word stands: rare words weigh more (BM25), misspelt ones find their like.
create table knowledge_words (
	org_id uuid not null references organisations (id) on delete cascade,
	word text not null,
	passages integer not null,
	primary key (org_id, word)
);
create index knowledge_words_alike on knowledge_words using gin (org_id, word gin_trgm_ops);
select tenant_table('knowledge_words');
create policy search on knowledge_words for select to perigee_search using (true);
grant select on knowledge_words to perigee_search;

create table knowledge_totals (
	org_id uuid not null references organisations (id) on delete cascade primary key,
	passages bigint not null default 0,
	words bigint not null default 0
);
select tenant_table('knowledge_totals');
create policy search on knowledge_totals for select to perigee_search using (true);
grant select on knowledge_totals to perigee_search;

alter table document_versions no force row level security;
alter table passages no force row level security;
alter table knowledge_words no force row level security;
alter table knowledge_totals no force row level security;
-- Documents of before, texts without a file, become a version with one passage each.
insert into document_versions (org_id, id, document_id, number, name, kind, size, sha256, state, passages, pages, characters, summary, created_by, ready_at)
	select org_id, uuidv7(), id, 1, title || '.txt', 'text', octet_length(text), sha256(convert_to(text, 'UTF8')), 'ready',
		1, null, length(text), left(text, 300), 'Setup', created_at
	from documents where text <> '';
update documents d set current_version_id = v.id from document_versions v where v.org_id = d.org_id and v.document_id = d.id;
insert into passages (org_id, id, document_id, version_id, collection_id, position, heading, body, length)
	select d.org_id, uuidv7(), d.id, v.id, d.collection_id, 0, d.title, d.text, greatest(1, least(32000, length(d.text) / 6))
	from documents d join document_versions v on v.org_id = d.org_id and v.document_id = d.id;
insert into knowledge_words (org_id, word, passages)
	select p.org_id, w.lexeme, count(*) from passages p, unnest(p.words) w group by 1, 2;
insert into knowledge_totals (org_id, passages, words) select org_id, count(*), sum(length) from passages group by 1;
update collections c set passages = n.many from (select org_id, collection_id, count(*) as many from passages group by 1, 2) n
	where n.org_id = c.org_id and n.collection_id = c.id;
alter table document_versions force row level security;
alter table passages force row level security;
alter table knowledge_words force row level security;
alter table knowledge_totals force row level security;
alter table organisations force row level security;
alter table documents force row level security;
alter table collections force row level security;
alter table documents drop column text;

-- Questions put to the knowledge, so that answers can be judged and gaps be filled.
create table knowledge_questions (
	org_id uuid not null references organisations (id) on delete cascade,
	id uuid not null,
	question text not null check (question <> ''),
	-- missing: the knowledge did not hold the answer.
	outcome text not null check (outcome in ('answered', 'missing')),
	answer text not null default '',
	source text not null check (source in ('rules', 'model')),
	-- [{ passageId, documentId, title, page, quote }], in the order of the answer's marks.
	quotes jsonb not null default '[]',
	thumb text check (thumb in ('up', 'down')),
	note text not null default '',
	member_id uuid,
	asked_by text not null,
	created_at timestamptz not null default now(),
	settled_at timestamptz,
	settled_by text,
	primary key (org_id, id),
	foreign key (org_id, member_id) references memberships (org_id, id) on delete set null (member_id)
);
create index knowledge_questions_review on knowledge_questions (org_id, id desc)
	where settled_at is null and (outcome = 'missing' or thumb = 'down');
create index knowledge_questions_member on knowledge_questions (org_id, member_id, id desc);
select tenant_table('knowledge_questions');
