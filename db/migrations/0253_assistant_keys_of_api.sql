-- An answer that was asked for by an API key is written with that key's rights, also by the job that takes it over.
alter table assistant_messages add column key_id uuid,
	add constraint assistant_messages_key foreign key (org_id, key_id) references api_keys (org_id, id) on delete set null (key_id);
