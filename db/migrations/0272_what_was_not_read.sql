-- What of a readable file was left out, in words for its readers (KB-1): scanned pages where no OCR is installed.
alter table document_versions add column note text not null default '';
