-- Web pages of one's own as a source of the knowledge: the document's address and what its server said of it.
-- `tenant_table` puts the table under row level security; `system_table` lets the nightly look see every organisation's.
create table web_pages (
	org_id uuid not null,
	document_id uuid not null,
	url text not null check (length(url) between 8 and 2000),
	-- What the server calls the version that was read, so that it is asked only for another one (RFC 9110, 8.8).
	etag text,
	last_modified text,
	-- When it was asked last, and what became of it; an empty reason: all is well.
	checked_at timestamptz,
	reason text not null default '',
	created_at timestamptz not null default now(),
	primary key (org_id, document_id),
	foreign key (org_id, document_id) references documents (org_id, id) on delete cascade
);
create index web_pages_url on web_pages (org_id, url);
create index web_pages_due on web_pages (checked_at);
select tenant_table('web_pages');
select system_table('web_pages');
