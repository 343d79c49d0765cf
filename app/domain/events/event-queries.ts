import { z } from "zod";
import { isId } from "#app/base/ids.ts";
import { dayBounds } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { ACTOR_KINDS, type AuditFilters } from "./audit-filters.ts";

export const AUDIT_PAGE = 50;

const Changes = z.record(z.string(), z.tuple([z.unknown(), z.unknown()])).catch({});
const Data = z.record(z.string(), z.unknown()).catch({});

/** One line of the audit log. `changes` are [before, after] by field. */
export type EventLine = {
	id: string;
	at: Date;
	name: string;
	actor: { kind: string; id: string | null; name: string };
	subject: { type: string; id: string };
	parent: { type: string; id: string } | null;
	changes: Record<string, [unknown, unknown]>;
	data: Record<string, unknown>;
	ip: string | null;
	userAgent: string | null;
	requestId: string;
};

/**
 * Events under the filters, newest first, a page at a time; `filters.after` is the `next` of the page before. Days
 * begin and end in `zone`.
 */
export async function listEvents(
	ctx: Ctx,
	filters: AuditFilters,
	limit = AUDIT_PAGE,
	zone = "UTC",
): Promise<{ data: EventLine[]; next: string | null }> {
	authorize(ctx, "audit.view");
	const rows = await eventsQuery(ctx, filters, zone)
		.limit(limit + 1)
		.execute();
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return { data: rows.slice(0, limit).map(toLine), next: last ? `${last.at.toISOString()}_${last.id}` : null };
}

/** The list's statement, without its limit: for the page, and for the test that reads its plan. */
export function eventsQuery(ctx: Ctx, filters: AuditFilters, zone = "UTC") {
	const { name, from, to } = filters;
	let query = ctx.db.selectFrom("events").where("org_id", "=", ctx.org);
	const kind = ACTOR_KINDS.find((each) => filters.actor === `kind:${each}`);
	if (kind) query = query.where("actor_kind", "=", kind);
	else if (filters.actor) query = query.where("actor_id", "=", isId(filters.actor) ? filters.actor : NOBODY);
	if (name) query = query.where("name", "=", name);
	const [type, id] = filters.subject?.split(":") ?? [];
	if (type) query = query.where("subject_type", "=", type);
	if (id) query = query.where("subject_id", "=", isId(id) ? id : NOBODY);
	if (from) query = query.where("at", ">=", new Date(dayBounds(from, zone).startsAt));
	if (to) query = query.where("at", "<", new Date(dayBounds(to, zone).endsAt));
	const cursor = readCursor(filters.after);
	if (cursor) {
		query = query.where((where) =>
			where(where.refTuple("at", "id"), "<", where.tuple(where.val(cursor.at), where.val(cursor.id))),
		);
	}
	return query.selectAll("events").orderBy("at", "desc").orderBy("id", "desc");
}

function toLine(row: Awaited<ReturnType<ReturnType<typeof allOf>["executeTakeFirstOrThrow"]>>): EventLine {
	return {
		id: row.id,
		at: row.at,
		name: row.name,
		actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
		subject: { type: row.subject_type, id: row.subject_id },
		parent: row.parent_type && row.parent_id ? { type: row.parent_type, id: row.parent_id } : null,
		changes: Changes.parse(row.changes),
		data: Data.parse(row.data),
		ip: row.ip,
		userAgent: row.user_agent,
		requestId: row.request_id,
	};
}

const allOf = (ctx: Ctx) => ctx.db.selectFrom("events").selectAll("events");
const NOBODY = "00000000-0000-7000-8000-000000000000";

/** The instant and id that a cursor names. The instant keeps its milliseconds: events are stamped by the clock of JavaScript. */
function readCursor(text: string | undefined): { at: Date; id: string } | undefined {
	const [at, id] = text?.split("_") ?? [];
	const instant = new Date(at ?? "");
	return Number.isNaN(instant.getTime()) || !isId(id) ? undefined : { at: instant, id };
}

export type SecurityLine = {
	id: string;
	at: Date;
	name: string;
	email: string | null;
	ip: string | null;
	userAgent: string | null;
	requestId: string | null;
	data: Record<string, unknown>;
};

/** Sign-ins and refusals that touch this organisation, newest first, a page at a time. */
export async function listSecurityEvents(
	ctx: Ctx,
	filters: Pick<AuditFilters, "name" | "from" | "to" | "after">,
	zone = "UTC",
): Promise<{ data: SecurityLine[]; next: string | null }> {
	authorize(ctx, "audit.view");
	const { name, from, to } = filters;
	const cursor = readCursor(filters.after);
	const rows = await ctx.db
		.selectFrom("security_events")
		.select(["id", "at", "name", "email", "ip", "user_agent as userAgent", "request_id as requestId", "data"])
		.where("org_id", "=", ctx.org)
		.$if(Boolean(name), (query) => query.where("name", "=", name ?? ""))
		.$if(Boolean(from), (query) => query.where("at", ">=", new Date(dayBounds(from ?? "", zone).startsAt)))
		.$if(Boolean(to), (query) => query.where("at", "<", new Date(dayBounds(to ?? "", zone).endsAt)))
		.$if(cursor !== undefined, (query) =>
			query.where((where) =>
				where(
					where.refTuple("at", "id"),
					"<",
					where.tuple(where.val(cursor?.at ?? new Date(0)), where.val(cursor?.id ?? NOBODY)),
				),
			),
		)
		.orderBy("at", "desc")
		.orderBy("id", "desc")
		.limit(AUDIT_PAGE + 1)
		.execute();
	const last = rows.length > AUDIT_PAGE ? rows[AUDIT_PAGE - 1] : undefined;
	return {
		data: rows.slice(0, AUDIT_PAGE).map((row) => ({ ...row, data: Data.parse(row.data) })),
		next: last ? `${last.at.toISOString()}_${last.id}` : null,
	};
}
