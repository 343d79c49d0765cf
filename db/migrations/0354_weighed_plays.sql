-- Of what a play was weighed, as one number: while that is the same, its priority is not worked out again. Null: by an
-- earlier release, and weighed anew the next time.
alter table plays add column weighed bigint;

-- A queue's figures are counted from its index, without the rows.
create index plays_queue_figures on plays (org_id, member_id, priority desc, id) include (type, stage, state)
	where closed_at is null;
create index plays_all_figures on plays (org_id, priority desc, id) include (type, stage, state) where closed_at is null;
drop index plays_queue;
drop index plays_all;
alter index plays_queue_figures rename to plays_queue;
alter index plays_all_figures rename to plays_all;
