-- What a shop last told, beside what stands here: a value that still is the shop's own follows it, one that was
-- changed here stays. And how reading each calendar goes, since when the catalogue fails, and deliveries that grow old.
alter table contact_identities
	add column told jsonb,
	-- The shop's own time of that word, where it has one: an older word changes nothing.
	add column told_at timestamptz;
alter table vehicles
	add column told jsonb,
	add column told_at timestamptz;

alter table shop_locations
	-- When the shop was asked for what is stored of this calendar: an answer to an earlier question is not newer.
	add column calendar_read_at timestamptz,
	add column calendar_failing_since timestamptz,
	add column calendar_error text;

alter table shop_connections add column catalogue_failing_since timestamptz;

-- Body and headers hold personal data; they go after a while and the row stays.
alter table shop_deliveries add column blanked_at timestamptz;
create index shop_deliveries_to_blank on shop_deliveries (received_at)
	where blanked_at is null and state in ('processed', 'ignored');
select system_table('shop_deliveries', 'select, update');
