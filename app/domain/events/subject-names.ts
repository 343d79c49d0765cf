import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { EventLine } from "./event-queries.ts";

/** Id -> what it is and how a person calls it. What is gone or belongs to nobody here is absent. */
export type SubjectNames = Readonly<Record<string, { type: string; name: string }>>;

/** The names of everything that events speak of: one query, on primary keys, whatever their number. */
export async function nameSubjects(ctx: Ctx, events: readonly EventLine[]): Promise<SubjectNames> {
	authorize(ctx, "audit.view");
	const ids = [...new Set(events.flatMap(idsOf))];
	const isOwn = events.some(({ changes }) => Object.keys(changes).some((field) => field.startsWith("field:")));
	if (ids.length === 0 && !isOwn) return {};
	const subjects = subjectNamesOf(sql`= any(${ids}::uuid[])`);
	const { rows } = await (isOwn ? withFieldNames(subjects) : subjects).execute(ctx.db);
	return Object.fromEntries(rows.filter(({ name }) => name).map(({ id, type, name }) => [id, { type, name }]));
}

/** The statement that names things: id, type and name of what `those` picks, such as "= any(…)". On primary keys. */
export function subjectNamesOf(those: RawBuilder<unknown>): RawBuilder<{ id: string; type: string; name: string }> {
	const contact = sql.raw(
		"coalesce(nullif(btrim(p.first_name || ' ' || p.last_name), ''), p.email, p.phone, 'No name')",
	);
	const person = sql`join contacts p on p.org_id = x.org_id and p.id = x.contact_id where x.id ${those}`;
	return sql`
		select p.id, 'contact' as type, ${contact} as name from contacts p where p.id ${those}
		union all select x.id, 'lead', ${contact} from leads x ${person}
		union all select x.id, 'conversation', ${contact} from conversations x ${person}
		union all select x.id, 'message', ${contact} from messages x ${person}
		union all select x.id, 'appointment', x.title from appointments x where x.id ${those}
		union all select x.id, 'location', x.name from locations x where x.id ${those}
		union all select x.id, 'member', x.name from memberships x where x.id ${those}
		union all select x.id, 'agent', x.name from agents x where x.id ${those}
		union all select x.id, 'task', x.title from tasks x where x.id ${those}
		union all select x.id, 'shop', x.name from shop_connections x where x.id ${those}
		union all select x.id, 'service', x.name from services x where x.id ${those}
		union all select x.id, 'template', x.name from message_templates x where x.id ${those}
		union all select x.id, 'sequence', x.name from sequences x where x.id ${those}
		union all select x.id, 'api-key', x.name from api_keys x where x.id ${those}
		union all select x.id, 'account', x.name from accounts x where x.id ${those}
		union all select x.id, 'deal', x.name from deals x where x.id ${those}
		union all select x.id, 'project', x.name from projects x where x.id ${those}
		union all select x.id, 'pipeline', x.name from pipelines x where x.id ${those}
		union all select x.id, 'stage', x.name from pipeline_stages x where x.id ${those}
		union all select x.id, 'workflow', x.name from workflows x where x.id ${those}
		union all select x.id, 'approval', x.title from approvals x where x.id ${those}
		union all select x.id, 'field', x.label from custom_fields x where x.id ${those}
		union all select (o->>'id')::uuid, 'option', o->>'label' from custom_fields x, jsonb_array_elements(x.options) o
			where (o->>'id')::uuid ${those}
		union all select x.id, 'vehicle', concat_ws(' ', x.year, x.make, x.model) from vehicles x where x.id ${those}`;
}

/**
 * The statement that names things and, under "contact field:seats", the organisation's own fields as events call them:
 * also of one that was put away since.
 */
export function withFieldNames(names: RawBuilder<NamedRow>): RawBuilder<NamedRow> {
	return sql`select n.id::text as id, n.type, n.name from (${names}) n
		union all select x.record_type || ' field:' || x.key, 'own-field', x.label from custom_fields x`;
}

type NamedRow = { id: string; type: string; name: string };

/** How an event's field is called: an own one by its label. */
export function fieldName(field: string, subject: { type: string }, names: SubjectNames): string | undefined {
	return field.startsWith("field:") ? names[`${subject.type} ${field}`]?.name : undefined;
}

function idsOf({ actor, subject, parent, changes, data }: EventLine): string[] {
	const values = [...Object.values(changes).flat(), ...Object.values(data)].flat();
	return [actor.id, subject.id, parent?.id, ...values].filter((value): value is string => isId(value));
}
