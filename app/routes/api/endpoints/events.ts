import { z } from "zod";
import { listEvents as readEvents } from "#app/domain/events/event-queries.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import {
	cursorIn,
	dayIn,
	instantOut,
	pageLimit,
	pageOf,
	readCursor,
	writeCursor,
} from "#app/doors/api/endpoint-schema.ts";

const Event = z.object({
	id: z.uuid(),
	at: instantOut,
	name: z.string().describe("noun.past-tense, such as lead.created"),
	actor: z.object({ kind: z.string(), id: z.uuid().nullable(), name: z.string() }),
	subject: z.object({ type: z.string(), id: z.uuid() }),
	parent: z.object({ type: z.string(), id: z.uuid() }).nullable(),
	changes: z.record(z.string(), z.array(z.unknown())).describe("[before, after] by field"),
	data: z.record(z.string(), z.unknown()),
	ip: z.string().nullable(),
	userAgent: z.string().nullable(),
	requestId: z.string(),
});

const Place = z.string().regex(/^[^_]+Z_[0-9a-f-]{36}$/);

export const listEvents = endpoint({
	method: "GET",
	path: "/api/events",
	summary: "List the audit log, newest first",
	description: "Every change by anyone, written with the change itself.",
	permission: "audit.view",
	input: z.object({
		actor: z.uuid().optional().describe("A member's or key's id"),
		name: z.string().max(100).optional(),
		subject: z
			.string()
			.regex(/^[a-z-]{1,40}(:[0-9a-f-]{36})?$/, "Give a type, or a type and an id: lead:0198…")
			.optional()
			.describe("A type, or a type and an id: lead:0198…"),
		from: dayIn.optional().describe("First day, UTC"),
		to: dayIn.optional().describe("Last day, UTC"),
		limit: pageLimit,
		cursor: cursorIn,
	}),
	output: pageOf(Event),
	async run(ctx, { cursor, limit, ...filters }) {
		const { data, next } = await readEvents(ctx, { ...filters, after: readCursor(Place, cursor) }, limit);
		return { data, next: writeCursor(next) };
	},
});
