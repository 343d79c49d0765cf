import { sql } from "kysely";
import { z } from "zod";
import type { EventLine } from "#app/domain/events/event-queries.ts";
import { type SubjectNames, subjectNamesOf } from "#app/domain/events/subject-names.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** What members want to hear of: what customers did and what the team achieved, not each step of each message. */
export const TOLD = [
	"account.created",
	"appointment.booked",
	"appointment.cancelled",
	"appointment.moved",
	"contact.created",
	"conversation.person-wanted",
	"deal.created",
	"deal.moved",
	"lead.created",
	"note.added",
	"project.created",
	"task.completed",
	"task.created",
] as const;

const LINES = 8;
/** Of a busy hour, so many events are looked through. */
const LOOKED_THROUGH = 400;

type Told = Pick<EventLine, "id" | "name" | "actor" | "subject" | "parent" | "changes" | "data"> & { at: string };

/** The last things that happened, with the names they speak of, in one query that reads the newest events only. */
export async function listActivity(ctx: Ctx): Promise<{ events: Told[]; names: SubjectNames }> {
	authorize(ctx, "dashboard.view");
	const { rows } = await sql<{ events: unknown; names: { id: string; type: string; name: string | null }[] }>`
		with newest as materialized (
			select * from (select * from events where org_id = ${ctx.org} order by at desc, id desc limit ${LOOKED_THROUGH}) e
			where name = any(${[...TOLD]}::text[]) order by at desc, id desc limit ${LINES}),
		spoken as materialized (
			select subject_id as id from newest union select parent_id from newest union select actor_id from newest
			union select v.value::uuid from newest, jsonb_each_text(newest.data) v where v.value ~ ${UUID}
			union select v.value::uuid from newest, jsonb_each(newest.changes) c, jsonb_array_elements_text(c.value) v
				where jsonb_typeof(c.value) = 'array' and v.value ~ ${UUID})
		select (select coalesce(json_agg(json_build_object('id', n.id, 'at', n.at, 'name', n.name,
				'actor', json_build_object('kind', n.actor_kind, 'id', n.actor_id, 'name', n.actor_name),
				'subject', json_build_object('type', n.subject_type, 'id', n.subject_id),
				'parent', case when n.parent_id is null then null else json_build_object('type', n.parent_type, 'id', n.parent_id) end,
				'changes', n.changes, 'data', n.data) order by n.at desc, n.id desc), '[]') from newest n) as events,
			(select coalesce(json_agg(x), '[]') from (${subjectNamesOf(sql`in (select id from spoken)`)}) x) as names`.execute(
		ctx.db,
	);
	const named = rows[0]?.names ?? [];
	return {
		events: Events.parse(rows[0]?.events ?? []),
		names: Object.fromEntries(named.flatMap(({ id, type, name }) => (name ? [[id, { type, name }]] : []))),
	};
}

const UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

const About = z.object({ type: z.string(), id: z.string() });
const Events = z.array(
	z.object({
		id: z.string(),
		at: z.string(),
		name: z.string(),
		actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
		subject: About,
		parent: About.nullable(),
		changes: z.record(z.string(), z.tuple([z.unknown(), z.unknown()])).catch({}),
		data: z.record(z.string(), z.unknown()).catch({}),
	}),
);
