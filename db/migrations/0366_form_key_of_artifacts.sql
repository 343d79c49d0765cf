-- What the editor of a new artifact is sent with: sent twice, it makes one. Null: made otherwise.
alter table artifacts add column form_key uuid;
create unique index artifacts_form_key on artifacts (org_id, form_key) where form_key is not null;
