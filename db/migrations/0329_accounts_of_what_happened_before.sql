-- What happened before 0327 takes its account: all that hangs on contacts, deals and projects that have one, and on
-- accounts themselves. Locks the rows that it changes and nothing else. As the system role, which sees every organisation.
set local role perigee_system;
select count(*) from (select follow_account(c.org_id, 'contact', c.id) from contacts c
	where c.account_id is not null and c.merged_into is null) followed;
select count(*) from (select follow_account(d.org_id, 'deal', d.id) from deals d where d.account_id is not null) followed;
select count(*) from (select follow_account(p.org_id, 'project', p.id) from projects p where p.account_id is not null) followed;
update notes set account_id = subject_id where subject_type = 'account';
update tasks set account_id = subject_id where subject_type = 'account';
update events set account_id = subject_id where subject_type = 'account' and name !~ '^(message|touch|chat)[.]';
update events set parent_account_id = parent_id where parent_type = 'account' and name !~ '^(message|touch|chat)[.]';
reset role;
