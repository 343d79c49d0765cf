import { z } from "zod";
import { listMessageRecords } from "#app/domain/messaging/message-record-queries.ts";
import { MESSAGE_STATES } from "#app/domain/messaging/rules/message-states.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { cursorIn, instantOut, pageLimit, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";

const Message = z.object({
	id: z.uuid(),
	channel: z.string().describe("email or sms"),
	direction: z.literal("out"),
	purpose: z.string().describe("sequence, confirmation, reminder, reply or notice"),
	author: z.object({ kind: z.string(), name: z.string() }),
	state: z.enum(MESSAGE_STATES),
	stateReason: z.string().nullable().describe("Why it is held, failed, suppressed or uncertain"),
	stateAt: instantOut,
	to: z.string().nullable(),
	from: z.string().nullable(),
	subject: z.string(),
	text: z.string().describe("The words; the customer's own links stand in them as words"),
	contactId: z.uuid().nullable(),
	leadId: z.uuid().nullable(),
	locationId: z.uuid().nullable(),
	conversationId: z.uuid().nullable(),
	variant: z.string().nullable(),
	plannedAt: instantOut.nullable(),
	sentAt: instantOut.nullable(),
	deliveredAt: instantOut.nullable(),
	attempts: z.number().int(),
	segments: z.number().int().nullable(),
	costMicros: z.number().int().nullable().describe("Millionths of `costCurrency`"),
	costCurrency: z.string().nullable(),
	createdAt: instantOut,
});

export const listMessages = endpoint({
	method: "GET",
	path: "/api/messages",
	summary: "List the outbox: messages to customers, newest first",
	permission: "messages.view",
	input: z.object({
		state: z.enum(MESSAGE_STATES).optional(),
		channel: z.enum(["email", "sms"]).optional(),
		leadId: z.uuid().optional(),
		contactId: z.uuid().optional(),
		conversationId: z.uuid().optional(),
		limit: pageLimit,
		cursor: cursorIn,
	}),
	output: pageOf(Message),
	async run(ctx, { cursor, ...filter }) {
		const { data, next } = await listMessageRecords(ctx, { ...filter, after: readCursor(z.uuid(), cursor) });
		return { data, next: writeCursor(next) };
	},
});
