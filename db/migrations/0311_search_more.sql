-- Search over everything (DASH-1): documents and appointments by a part of their titles, and what people wrote by its
-- words. As before, the functions bind the organisation themselves and return ids, which the caller joins again under
-- its own policies and permissions.
create index documents_title_part on documents using gin (org_id, lower(title) gin_trgm_ops) where deleted_at is null;
create index appointments_title_part on appointments using gin (org_id, lower(title) gin_trgm_ops);

-- What people wrote and were answered; planned messages, thirteen to a lead, are all alike and are not looked for.
create function message_words(subject text, body text) returns tsvector language sql immutable parallel safe
	return to_tsvector('simple'::regconfig, left(subject || ' ' || body, 20000));
create index messages_said on messages using gin (org_id, message_words(subject, body_text))
	where channel = 'chat' or direction = 'in' or author_kind = 'member';

do $$
declare
	target text;
begin
	foreach target in array array['documents', 'appointments', 'messages'] loop
		execute format('create policy search on %I for select to perigee_search using (true)', target);
		execute format('grant select on %I to perigee_search', target);
	end loop;
end $$;

-- As in 0269, with two kinds more for who asks for them.
drop function find_by_name(text, integer);
create function find_by_name(part text, most integer, kinds text[] default array['account', 'deal', 'project', 'task', 'lead'])
returns table (kind text, id uuid)
language plpgsql stable security definer set search_path = pg_catalog, public rows 30 as $$
declare
	pattern text := like_part(part);
	source record;
	found uuid[];
begin
	for source in select * from (values
		('account', 'accounts', 'name', ' and r.deleted_at is null',
			'account_words(r.name, r.domain, r.website, r.phone, r.industry, r.city, r.country)'),
		('deal', 'deals', 'name', ' and r.deleted_at is null', 'deal_words(r.name, r.lost_reason)'),
		('project', 'projects', 'name', ' and r.deleted_at is null', 'deal_words(r.name, null)'),
		('task', 'tasks', 'title', '', 'lower(r.title)'),
		('lead', 'leads', 'title', '', 'lower(r.title)'),
		('document', 'documents', 'title', ' and r.deleted_at is null', 'lower(r.title)'),
		('appointment', 'appointments', 'title', '', 'lower(r.title)')) s (kind, place, words, live, indexed)
		where s.kind = any (kinds)
	loop
		execute format('select array_agg(n.id) from (select x.id from
				(select r.id, r.%2$I as words from %1$I r where r.org_id = $1%3$s order by r.id desc limit 1000) x
				where lower(x.words) like $2 order by x.id desc limit $3) n', source.place, source.words, source.live)
			into found using current_org(), pattern, most;
		if coalesce(cardinality(found), 0) < most then
			execute format('with m as materialized (select r.id from %1$I r where r.org_id = $1%3$s and %4$s like $2
				and lower(r.%2$I) like $2)
				select array_agg(n.id) from (select m.id from m order by m.id desc limit $3) n',
					source.place, source.words, source.live, source.indexed)
				into found using current_org(), pattern, most;
		end if;
		return query select source.kind, each from unnest(found) each;
	end loop;
end $$;
alter function find_by_name(text, integer, text[]) owner to perigee_search;
revoke execute on function find_by_name(text, integer, text[]) from public;
grant execute on function find_by_name(text, integer, text[]) to perigee_app;

-- Messages that hold all of the words, each as the beginning of one of theirs. Of a common word no more than a thousand
-- are looked at for the newest.
create function find_messages_by_words(words tsquery, most integer) returns table (id uuid)
language sql stable security definer set search_path = pg_catalog, public rows 20 as $$
	select m.id from (select x.id from messages x where x.org_id = current_org()
		and (x.channel = 'chat' or x.direction = 'in' or x.author_kind = 'member')
		and message_words(x.subject, x.body_text) @@ words limit 1000) m order by m.id desc limit most
$$;
alter function find_messages_by_words(tsquery, integer) owner to perigee_search;
revoke execute on function find_messages_by_words(tsquery, integer) from public;
grant execute on function find_messages_by_words(tsquery, integer) to perigee_app;
grant execute on function message_words(text, text) to perigee_search, perigee_app;

-- Contacts whose words are nearly so: a slip of the pen. Asked only where nothing is called exactly so.
create function find_contacts_alike(part text, most integer) returns table (id uuid)
language sql stable security definer set search_path = pg_catalog, public rows 20 as $$
	with m as materialized (select r.id, contact_words(r.first_name, r.last_name, r.email, r.phone, r.job_title, r.city, r.country) as words
		from contacts r where r.org_id = current_org() and r.deleted_at is null
			and lower(part) <% contact_words(r.first_name, r.last_name, r.email, r.phone, r.job_title, r.city, r.country))
	select m.id from m order by word_similarity(lower(part), m.words) desc, m.id desc limit most
$$;
alter function find_contacts_alike(text, integer) owner to perigee_search;
revoke execute on function find_contacts_alike(text, integer) from public;
grant execute on function find_contacts_alike(text, integer) to perigee_app;
