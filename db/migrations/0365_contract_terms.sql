-- Of a contract also how long before its end it is to be cancelled, and how it goes on (SUCCESS-1). Erasure takes a person's
-- name out of its words.
alter table account_contracts add column notice_days integer check (notice_days between 0 and 3660);
alter table account_contracts add column renewal_terms text not null default '';
select system_table('account_contracts', 'select, update');
