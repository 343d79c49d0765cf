import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { type SubjectNames, subjectNamesOf, withFieldNames } from "#app/domain/events/subject-names.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import { bodyOf } from "./bodies.ts";
import { entryOf, type TimelineRow } from "./entry-of.ts";
import type { TimelineEntry, TimelineKind } from "./schema.ts";
import { scopeOf, type TimelineOf } from "./scope.ts";
import { sourcesOf, type TimelineCursor } from "./sources.ts";

export const TIMELINE_PAGE = 30;

export type TimelineQuestion = TimelineOf & {
	kind?: TimelineKind;
	/** Of the reader, for days and amounts in sentences; UTC and US dollars unless said. */
	zone?: string;
	currency?: string;
	limit?: number;
};

/** A page of it; `older` is what the next one is asked for with. */
export type Timeline = { entries: TimelineEntry[]; older: string | null };

/**
 * What happened with a record, newest first (CRM-6): messages in every channel, notes, calls and meetings, appointments,
 * tasks, leads and their moves, and changes; for an account those of its contacts too, for a contact those of the ones
 * that were merged into it, however many there are. One statement whatever there is; `before` is the `older` of the page before, and what
 * cannot be read counts as absent. A record that is not here has an empty one.
 */
export async function listTimeline(ctx: Ctx, question: TimelineQuestion, before?: string): Promise<Timeline> {
	authorize(ctx, VIEW_PERMISSION[question.type]);
	return readTimeline(ctx, question, before);
}

/** As `listTimeline`, for whoever was authorised for what they do with it. */
export async function readTimeline(ctx: Ctx, question: TimelineQuestion, before?: string) {
	if (!isId(question.id)) return NOTHING;
	const { rows } = await timelineQuery(question, { before }).execute(ctx.db);
	return timelineOf(question, rows[0]);
}

/** As `listTimeline`, and in the same query `more`: one JSON value that is read beside it; undefined for an id that is none. */
export async function listTimelineWith<More>(
	ctx: Ctx,
	question: TimelineQuestion,
	{ before, more }: { before?: string | undefined; more: RawBuilder<More> },
): Promise<{ timeline: Timeline; more: More | undefined }> {
	authorize(ctx, VIEW_PERMISSION[question.type]);
	if (!isId(question.id)) return { timeline: NOTHING, more: undefined };
	const { rows } = await timelineQuery<More>(question, { before, more }).execute(ctx.db);
	return { timeline: timelineOf(question, rows[0]), more: rows[0]?.more };
}

const NOTHING: Timeline = { entries: [], older: null };

function timelineOf(question: TimelineQuestion, found: Found<unknown> | undefined): Timeline {
	const limit = question.limit ?? TIMELINE_PAGE;
	const reader = {
		names: found?.names ?? {},
		zone: question.zone ?? "UTC",
		currency: question.currency ?? "USD",
		own: question.id,
	};
	const shown = (found?.entries ?? []).slice(0, limit);
	const last = shown.at(-1);
	return {
		entries: shown.map((row) => entryOf(row, reader)),
		older: last && (found?.entries.length ?? 0) > limit ? `${last.micros}_${last.id}` : null,
	};
}

type Found<More> = { entries: TimelineRow[]; names: SubjectNames; more: More };

/** The statement, for the page and for the test that reads its plan. */
export function timelineQuery<More>(
	question: TimelineQuestion,
	{ before, more }: { before?: string | undefined; more?: RawBuilder<More> } = {},
): RawBuilder<Found<More>> {
	const limit = (question.limit ?? TIMELINE_PAGE) + 1;
	const kind = question.kind ?? "all";
	const account = question.type === "account" ? question.id : undefined;
	const sources = sourcesOf({ kind, before: readCursor(before), limit, account });
	return sql<Found<More>>`
		with recursive ${account ? sql`` : sql`${scopeOf(question)},`}
		picked as materialized (select s.source, s.id, s.at from (${sources}) s order by s.at desc, s.id desc limit ${limit}),
		entries as materialized (select p.source, p.id, p.at, ${bodyOf()} as body from picked p),
		named as materialized (select array(select distinct found[1]::uuid from entries e,
			regexp_matches(e.body::text, ${UUID}, 'g') found) as ids),
		names as (${withFieldNames(subjectNamesOf(sql`= any((select ids from named)::uuid[])`))})
		select
			coalesce((select jsonb_agg(jsonb_build_object('source', e.source, 'id', e.id, 'at', e.at,
				'micros', (extract(epoch from e.at) * 1000000)::bigint, 'body', e.body) order by e.at desc, e.id desc)
				from entries e where e.body is not null), '[]') as entries,
			coalesce((select jsonb_object_agg(n.id, jsonb_build_object('type', n.type, 'name', n.name))
				from names n where n.name <> ''), '{}') as names,
			${more ?? sql`null`} as more`;
}

const UUID = "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})";

/** `<microseconds since 1970>_<id>`: instants of the database are finer than those of JavaScript. */
function readCursor(text: string | undefined): TimelineCursor | undefined {
	const [micros = "", id] = text?.split("_") ?? [];
	if (!/^\d{1,16}$/.test(micros) || !isId(id)) return undefined;
	const instant = new Date(Math.floor(Number(micros) / 1_000));
	if (Number.isNaN(instant.getTime())) return undefined;
	return { at: instant.toISOString().replace("Z", `${micros.slice(-3).padStart(3, "0")}Z`), id };
}
