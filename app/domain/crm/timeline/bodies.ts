import { type RawBuilder, sql } from "kysely";

/** More than is shown, so that a link which is hidden is whole when it is looked for. */
const READ = 4_000;

/** What an entry `p` (source, id) says, as one jsonb, by its primary key. */
export function bodyOf(): RawBuilder<unknown> {
	return sql`case p.source
		when 'message' then (select jsonb_build_object('channel', m.channel, 'direction', m.direction, 'purpose', m.purpose,
			'authorKind', m.author_kind, 'author', m.author_name, 'state', m.state, 'reason', m.state_reason,
			'subject', left(m.subject, 300), 'text', left(m.body_text, ${READ}), 'contactId', m.contact_id,
			'conversationId', m.conversation_id, 'sentAt', m.sent_at, 'plannedAt', m.planned_at)
			from messages m where m.id = p.id)
		when 'note' then (select jsonb_build_object('kind', n.kind, 'text', left(n.body, ${READ}), 'author', n.author_name,
			'minutes', n.minutes, 'about', jsonb_build_object('type', n.subject_type, 'id', n.subject_id))
			from notes n where n.id = p.id)
		when 'appointment' then (select jsonb_build_object('title', a.title, 'startsAt', a.starts_at, 'zone', a.time_zone,
			'state', a.state, 'contactId', a.contact_id, 'placeId', coalesce(a.location_id, a.member_id), 'memberName', a.member_name,
			'reason', a.cancel_reason) from appointments a where a.id = p.id)
		when 'task' then (select jsonb_build_object('title', t.title, 'state', t.state, 'dueOn', t.due_on,
			'assigneeId', coalesce(t.member_id, t.agent_id)) from tasks t where t.id = p.id)
		else (select jsonb_build_object('name', e.name, 'changes', e.changes, 'data', e.data, 'requestId', e.request_id,
			'actor', jsonb_build_object('kind', e.actor_kind, 'id', e.actor_id, 'name', e.actor_name),
			'subject', jsonb_build_object('type', e.subject_type, 'id', e.subject_id),
			'parent', case when e.parent_id is null then null else jsonb_build_object('type', e.parent_type, 'id', e.parent_id) end)
			from events e where e.id = p.id)
	end`;
}
