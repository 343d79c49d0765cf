-- Passages keep to one page (KB-3: the page they stand on). By which way of ours a version was read: what was read in an
-- earlier one, where passages could span pages, is looked at again in the background by the knowledge's sweep.
alter table document_versions add column reading smallint not null default 0;
create index document_versions_reading on document_versions (reading) where state = 'ready' and pages > 1;
