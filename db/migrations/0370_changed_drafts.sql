-- A text that an approval shows, such as a model's draft, which whoever decides may change before they do. `text` is what goes
-- on, `original_text` what the step before made of it; null: the approval has none. `text_version` rises with each change.
alter table approvals
	add column text text,
	add column original_text text,
	add column text_version integer not null default 1,
	add column text_changed_by text,
	add column text_changed_at timestamptz,
	add constraint approvals_text_has_its_original check ((text is null) = (original_text is null));
