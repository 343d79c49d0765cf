-- Erasing a person (CRM-8) takes their name and addresses out of what members wrote to the assistant, and out of the
-- names of batches, and blanks what merges changed. After the migrations whose tables these are.
do $$
declare
	target text;
begin
	foreach target in array array['assistant_threads', 'assistant_messages', 'assistant_proposals', 'change_batches', 'merges',
		'duplicate_pairs', 'knowledge_questions'] loop
		if to_regclass(target) is null then
			continue;
		end if;
		if not exists (select from pg_policy where polrelid = target::regclass and polname = 'system') then
			execute format('create policy system on %I for all to perigee_system using (true) with check (true)', target);
		end if;
		execute format('grant select, update, delete on %I to perigee_system', target);
	end loop;
	grant update on touches, public_links to perigee_system;
	if not exists (select from pg_policy where polrelid = 'enrollments'::regclass and polname = 'system') then
		create policy system on enrollments for all to perigee_system using (true) with check (true);
	end if;
	grant select on enrollments to perigee_system;
end $$;
