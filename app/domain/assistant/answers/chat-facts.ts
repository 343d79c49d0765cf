import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import type { ChatService } from "#app/domain/assistant/rules/match-service.ts";
import type { ChatHours } from "#app/domain/assistant/rules/say-hours.ts";
import { ChatState } from "#app/domain/assistant/schema.ts";
import { ExceptionsColumn, WeeklyHoursColumn } from "#app/domain/scheduling/schema.ts";
import type { Ctx } from "#db/context.ts";

/** An appointment of the customer that is still to come; `startsAt` is epoch ms. */
export type ChatAppointment = {
	id: string;
	title: string;
	serviceId: string | null;
	startsAt: number;
	durationMinutes: number;
};

/** All that an answer may speak of: this customer's and this location's, and nothing of anybody else. */
export type ChatFacts = {
	conversationId: string;
	mode: "assistant" | "member";
	state: ChatState;
	/** Whether the customer waits for a person, was told since that the team knows, was asked last whether to tell it. */
	person: { isAwaited: boolean; wasNoted: boolean; isOffered: boolean };
	/** Epoch ms. */
	now: number;
	zone: string;
	orgName: string;
	location: { id: string; name: string; phone: string | null; email: string | null; address: string | null } | null;
	hours: ChatHours | null;
	services: ChatService[];
	contact: { id: string; firstName: string; name: string; phone: string | null };
	lead: { id: string; title: string; services: string[] } | null;
	vehicle: string | null;
	appointments: ChatAppointment[];
};

/**
 * Reads what the chat knows, and locks the conversation until the commit: two answers of one conversation are decided
 * one after the other. Four queries. Throws 404 for a conversation that is not here or has no contact.
 */
export async function loadChatFacts(ctx: Ctx, conversationId: string): Promise<ChatFacts> {
	const row = await conversationRow(ctx, conversationId);
	const lead = await leadRow(ctx, conversationId, row.contact_id, row.location_id);
	const services = row.location_id ? await serviceRows(ctx, row.location_id) : [];
	// Asked last means last: no answer carries it on by itself.
	const { asksPerson, ...state } = ChatState.parse(row.chat_state);
	const hours = row.weekly_hours ? hoursOf(row) : null;
	return {
		conversationId,
		mode: row.mode,
		state,
		person: {
			isAwaited: row.awaits_person,
			wasNoted: row.person_noted_at !== null,
			isOffered: asksPerson === true,
		},
		now: ctx.now.getTime(),
		zone: row.location_zone ?? row.org_zone,
		orgName: row.org_name,
		location: row.location_id
			? {
					id: row.location_id,
					name: row.location_name ?? "",
					phone: row.location_phone,
					email: row.location_email,
					address: row.address,
				}
			: null,
		hours,
		services,
		contact: {
			id: row.contact_id,
			firstName: row.first_name,
			name: `${row.first_name} ${row.last_name}`.trim(),
			phone: row.contact_phone,
		},
		lead: lead ? { id: lead.id, title: lead.title, services: lead.services } : null,
		vehicle: [lead?.year, lead?.make, lead?.model].filter(Boolean).join(" ") || null,
		appointments: await appointmentRows(ctx, row.contact_id, row.location_id),
	};
}

async function conversationRow(ctx: Ctx, id: string) {
	const row = await ctx.db
		.selectFrom("conversations as c")
		.innerJoin("contacts as p", (join) => join.onRef("p.org_id", "=", "c.org_id").onRef("p.id", "=", "c.contact_id"))
		.innerJoin("organisations as o", "o.id", "c.org_id")
		.leftJoin("locations as l", (join) => join.onRef("l.org_id", "=", "c.org_id").onRef("l.id", "=", "c.location_id"))
		.leftJoin("schedules as s", (join) =>
			join.onRef("s.org_id", "=", "c.org_id").onRef("s.location_id", "=", "c.location_id"),
		)
		.select(["c.mode", "c.chat_state", "p.id as contact_id", "p.first_name", "p.last_name", "p.phone as contact_phone"])
		.select(["o.name as org_name", "o.time_zone as org_zone", "l.id as location_id", "l.name as location_name"])
		.select(["l.time_zone as location_zone", "l.phone as location_phone", "l.email as location_email", "l.address"])
		.select(["s.weekly_hours", "s.exceptions", "c.person_noted_at"])
		.select(awaitsPerson.as("awaits_person"))
		.where("c.id", "=", id)
		.forUpdate("c")
		.executeTakeFirst();
	if (!row) throw notFound("conversation");
	return row;
}

/**
 * A customer (of conversation `c`) asked for a person, and no task of theirs was closed since: until a member has the
 * conversation or says that it is done, somebody is awaited.
 */
export const awaitsPerson = sql<boolean>`(c.mode = 'assistant' and c.person_asked_at is not null and not exists (
	select from tasks t where t.org_id = c.org_id and t.subject_type = 'conversation' and t.subject_id = c.id
		and t.state <> 'open' and t.completed_at >= c.person_asked_at))`;

function hoursOf(row: { weekly_hours: unknown; exceptions: unknown; location_zone: string | null }): ChatHours {
	return {
		zone: row.location_zone ?? "UTC",
		weeklyHours: WeeklyHoursColumn.parse(row.weekly_hours),
		exceptions: ExceptionsColumn.parse(row.exceptions),
	};
}

/** The lead this conversation is about: its own, else the contact's latest at this location. */
function leadRow(ctx: Ctx, conversationId: string, contactId: string, locationId: string | null) {
	return ctx.db
		.selectFrom("leads as l")
		.leftJoin("vehicles as v", (join) => join.onRef("v.org_id", "=", "l.org_id").onRef("v.id", "=", "l.vehicle_id"))
		.select(["l.id", "l.title", "l.services", "v.year", "v.make", "v.model"])
		.where("l.contact_id", "=", contactId)
		.where((eb) =>
			locationId
				? eb.or([eb("l.conversation_id", "=", conversationId), eb("l.location_id", "=", locationId)])
				: eb("l.conversation_id", "=", conversationId),
		)
		.orderBy(sql`(l.conversation_id is not distinct from ${conversationId}::uuid)`, "desc")
		.orderBy("l.id", "desc")
		.limit(1)
		.executeTakeFirst();
}

async function serviceRows(ctx: Ctx, locationId: string): Promise<ChatService[]> {
	const rows = await ctx.db
		.selectFrom("services")
		.select(["id", "name", "price_cents", "currency", "duration_minutes"])
		.where("location_id", "=", locationId)
		.where("active", "=", true)
		.orderBy("name")
		.limit(300)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		name: row.name,
		priceCents: row.price_cents,
		currency: row.currency,
		durationMinutes: row.duration_minutes,
	}));
}

async function appointmentRows(ctx: Ctx, contactId: string, locationId: string | null): Promise<ChatAppointment[]> {
	const rows = await ctx.db
		.selectFrom("appointments")
		.select(["id", "title", "service_id", "starts_at", "ends_at"])
		.where("contact_id", "=", contactId)
		.where("location_id", "is not distinct from", locationId)
		.where("state", "=", "booked")
		.where("starts_at", ">", ctx.now)
		.orderBy("starts_at")
		.limit(10)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		title: row.title,
		serviceId: row.service_id,
		startsAt: row.starts_at.getTime(),
		durationMinutes: Math.round((row.ends_at.getTime() - row.starts_at.getTime()) / 60_000),
	}));
}
