-- Lists of contacts narrowed to a source, or to those with or without a phone number, a job title, a city or a country:
-- few may be so, and without an index all of an organisation's would be read to find them. Each contact stands in five.
create index contacts_by_source on contacts (org_id, source, id) where deleted_at is null;
create index contacts_without_phone on contacts (org_id, created_at desc, id desc) where deleted_at is null and (phone is null or phone = '');
create index contacts_with_phone on contacts (org_id, created_at desc, id desc) where deleted_at is null and phone <> '';
create index contacts_without_job_title on contacts (org_id, created_at desc, id desc) where deleted_at is null and (job_title is null or job_title = '');
create index contacts_with_job_title on contacts (org_id, created_at desc, id desc) where deleted_at is null and job_title <> '';
create index contacts_without_city on contacts (org_id, created_at desc, id desc) where deleted_at is null and (city is null or city = '');
create index contacts_with_city on contacts (org_id, created_at desc, id desc) where deleted_at is null and city <> '';
create index contacts_without_country on contacts (org_id, created_at desc, id desc) where deleted_at is null and (country is null or country = '');
create index contacts_with_country on contacts (org_id, created_at desc, id desc) where deleted_at is null and country <> '';
