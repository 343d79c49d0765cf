import { z } from "zod";
import { findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import { createLead as create } from "#app/domain/leads/create-lead.ts";
import { getLeadRecord, listLeadRecords, readLeadRecord } from "#app/domain/leads/lead-record-queries.ts";
import { LEAD_STATES, TOUCH_STATUSES } from "#app/domain/leads/rules.ts";
import { LEAD_SOURCES, LeadChange } from "#app/domain/leads/schema.ts";
import { updateLead as update } from "#app/domain/leads/update-lead.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { cursorIn, instantOut, pageLimit, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";

const Touch = z.object({
	id: z.uuid(),
	position: z.number().int(),
	channel: z.string().describe("email or sms"),
	plannedAt: instantOut,
	status: z.enum(TOUCH_STATUSES),
	statusAt: instantOut,
	reason: z.string().nullable(),
	messageId: z.uuid().nullable(),
	variant: z.string().nullable(),
});

const Lead = z.object({
	id: z.uuid(),
	state: z.enum(LEAD_STATES),
	stateAt: instantOut,
	source: z.enum(LEAD_SOURCES),
	title: z.string(),
	services: z.array(z.string()),
	valueCents: z.number().int().nullable(),
	currency: z.string(),
	ownerId: z.uuid().nullable().describe("A member"),
	conversationId: z.uuid().nullable(),
	externalOrderId: z.string().nullable(),
	externalStatus: z.string().nullable(),
	enrichError: z.string().nullable().describe("Why the shop system could not be asked about the customer"),
	firstContactedAt: instantOut.nullable(),
	firstRepliedAt: instantOut.nullable(),
	lostReason: z.string().nullable(),
	version: z.number().int(),
	createdAt: instantOut,
	updatedAt: instantOut,
	contact: z.object({
		id: z.uuid(),
		firstName: z.string(),
		lastName: z.string(),
		email: z.string().nullable(),
		phone: z.string().nullable(),
	}),
	location: z.object({ id: z.uuid(), name: z.string(), timeZone: z.string() }),
	vehicle: z
		.object({
			id: z.uuid(),
			year: z.number().int().nullable(),
			make: z.string().nullable(),
			model: z.string().nullable(),
			colour: z.string().nullable(),
		})
		.nullable(),
	touches: z.array(Touch).describe("The lead's sequence, in order"),
});

export const listLeads = endpoint({
	method: "GET",
	path: "/api/leads",
	summary: "List leads, newest first",
	permission: "leads.view",
	input: z.object({
		state: z.enum(LEAD_STATES).optional(),
		locationId: z.uuid().optional(),
		contactId: z.uuid().optional(),
		ownerId: z.uuid().optional(),
		limit: pageLimit,
		cursor: cursorIn,
	}),
	output: pageOf(Lead),
	async run(ctx, { cursor, ...filter }) {
		const { data, next } = await listLeadRecords(ctx, { ...filter, after: readCursor(z.uuid(), cursor) });
		return { data, next: writeCursor(next) };
	},
});

export const getLead = endpoint({
	method: "GET",
	path: "/api/leads/{id}",
	summary: "Show a lead",
	permission: "leads.view",
	input: z.object({ id: z.uuid() }),
	output: Lead,
	run: (ctx, { id }) => getLeadRecord(ctx, id),
});

const NewContact = z.object({
	firstName: z.string().trim().max(100).optional(),
	lastName: z.string().trim().max(100).optional(),
	email: z.email().max(254).optional(),
	phone: z.e164().optional().describe("E.164: +14145550142"),
});

export const createLead = endpoint({
	method: "POST",
	path: "/api/leads",
	summary: "Create a lead",
	description:
		"Names a contact by its id, or describes one: somebody with that email address or phone number is known again, " +
		"else made. The lead is enrolled in its location's sequence, unless the contact is in one there already.",
	permission: "leads.create",
	also: ["contacts.introduce"],
	status: 201,
	input: z
		.object({
			locationId: z.uuid(),
			contactId: z.uuid().optional(),
			contact: NewContact.optional(),
			title: z.string().trim().min(1).max(300),
			services: z.array(z.string().trim().min(1).max(200)).max(20).default([]),
			valueCents: z.number().int().min(0).max(100_000_000_000).optional(),
		})
		.refine(({ contactId, contact }) => Boolean(contactId) !== Boolean(contact), {
			message: "Give either contactId or contact",
			path: ["contact"],
		}),
	output: Lead,
	async run(ctx, { contactId, contact, ...lead }) {
		const known = contactId ?? (await findOrCreateContact(ctx, contact ?? {})).id;
		const { id } = await create(ctx, { ...lead, contactId: known, source: "api" });
		return readLeadRecord(ctx, id);
	},
});

export const updateLead = endpoint({
	method: "PATCH",
	path: "/api/leads/{id}",
	summary: "Change a lead",
	description:
		"Fields that are absent stay as they are. With `version`, a change by somebody else meanwhile is a 409. " +
		"A lead becomes booked by an appointment only; won and lost stop its sequence.",
	permission: "leads.edit",
	input: z.strictObject({ id: z.uuid(), ...LeadChange.shape, version: z.int().positive().optional() }),
	output: Lead,
	conflict: z.object({ current: z.object({ version: z.number().int() }).loose() }),
	async run(ctx, input) {
		await update(ctx, input);
		return readLeadRecord(ctx, input.id);
	},
});
