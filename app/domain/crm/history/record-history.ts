import { type RawBuilder, sql } from "kysely";
import type { EventLine } from "#app/domain/events/event-queries.ts";
import { type SubjectNames, subjectNamesOf, withFieldNames } from "#app/domain/events/subject-names.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import { getRecord, type RecordView } from "../records/record-queries.ts";
import type { Values } from "../records/rules.ts";
import type { RecordType } from "../records/schema.ts";
import { valuesAt } from "./rules.ts";

/** Changes that are listed, the newest; more than these are read to rebuild a version, but not shown. */
export const HISTORY_PAGE = 100;
/** A record that was changed oftener since is rebuilt as far as these go, and says so. */
const MOST = 2_000;

export type RecordHistory = {
	record: RecordView;
	/** Null: the record did not exist then. */
	version: { at: string; values: Values; names: SubjectNames; inTrash: boolean } | null;
	/** Newest first. */
	events: EventLine[];
	names: SubjectNames;
	/** Whether more happened since than could be read: then the version is only as old as the oldest that was. */
	isCut: boolean;
};

/**
 * A record as it was at an instant, and the list of its changes: two queries, the record and its events since. 404 for
 * no such record here.
 */
export async function readHistory(
	ctx: Ctx,
	{ type, id, at }: { type: RecordType; id: string; at: Date },
): Promise<RecordHistory> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const record = await getRecord(ctx, type, id);
	const { version, ...told } = await readPast(ctx, {
		...{ type, id, at, values: record.values },
		...{ createdAt: record.createdAt, inTrash: record.deletedAt !== null },
	});
	return { record, ...told, version: version && { ...version, names: told.names } };
}

type Now = { type: string; id: string; at: Date; values: Values; createdAt: string; inTrash: boolean };

/** What is rebuilt of anything that events tell of, from what it is now; `version` null: it did not exist then. */
export type Past = Pick<RecordHistory, "events" | "names" | "isCut"> & {
	version: { at: string; values: Values; inTrash: boolean } | null;
};

/** The values of a thing at an instant and its changes: one query. The caller has checked who may, and read it. */
export async function readPast(ctx: Ctx, now: Now): Promise<Past> {
	const { type, id, at, values } = now;
	const { rows } = await historyQuery(type, id, at, values).execute(ctx.db);
	const [{ events, names } = { events: [], names: {} }] = rows;
	const lines = events.slice(0, MOST).map((event) => ({ ...event, at: new Date(event.at), ip: null, userAgent: null }));
	const since = lines.filter((event) => event.at > at).map((event) => ({ ...event, at: event.at.toISOString() }));
	const existed = new Date(now.createdAt) <= at;
	const version = { at: at.toISOString(), values: valuesAt(values, since), inTrash: wasInTrash(now, since) };
	return {
		version: existed ? version : null,
		events: lines.slice(0, HISTORY_PAGE),
		names,
		isCut: events.length > MOST,
	};
}

/** Whether it lay in the trash then: the first act on the trash since tells what was before it. */
function wasInTrash({ type, inTrash }: Now, since: readonly { name: string }[]): boolean {
	const acts = since.filter(({ name }) => TRASHING.some((verb) => name === `${type}.${verb}`));
	const first = acts.at(-1);
	return first ? first.name === `${type}.restored` : inTrash;
}

const TRASHING = ["trashed", "removed", "restored"];

type Found = { events: (Omit<EventLine, "at" | "ip" | "userAgent"> & { at: string })[]; names: SubjectNames };

/**
 * The events of the record itself, as many as the list shows and all since the instant, with the names of what they and
 * the record speak of.
 */
function historyQuery(type: string, id: string, at: Date, values: Values): RawBuilder<Found> {
	return sql<Found>`
		with told as materialized (
			select e.* from events e where e.subject_type = ${type} and e.subject_id = ${id}
				and e.name !~ '^(message|touch|chat)[.]'
			order by e.at desc, e.id desc
			limit greatest(${HISTORY_PAGE}, least(${MOST + 1}, (select count(*) from events s
				where s.subject_type = ${type} and s.subject_id = ${id} and s.at > ${at} and s.name !~ '^(message|touch|chat)[.]')))
		),
		named as materialized (select array(select distinct found[1]::uuid
			from (select concat_ws(' ', t.changes::text, t.data::text, t.actor_id, t.subject_id) as text from told t union all select ${JSON.stringify(values)}::text) x,
			regexp_matches(x.text, ${UUID}, 'g') found) as ids),
		names as (${withFieldNames(subjectNamesOf(sql`= any((select ids from named)::uuid[])`))})
		select
			coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'at', t.at, 'name', t.name, 'changes', t.changes,
				'data', t.data, 'requestId', t.request_id,
				'actor', jsonb_build_object('kind', t.actor_kind, 'id', t.actor_id, 'name', t.actor_name),
				'subject', jsonb_build_object('type', t.subject_type, 'id', t.subject_id), 'parent', null)
				order by t.at desc, t.id desc) from told t), '[]') as events,
			coalesce((select jsonb_object_agg(n.id, jsonb_build_object('type', n.type, 'name', n.name))
				from names n where n.name <> ''), '{}') as names`;
}

const UUID = "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})";
