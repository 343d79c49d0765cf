import { newId } from "#app/base/ids.ts";
import { jsonb } from "#db/client.ts";
import { as, type TestOrg } from "./house.ts";

export type TestLead = { leadId: string; contactId: string; locationId: string };

/** A location of an organisation; its send window and zone as given. */
export async function makeLocation(
	org: TestOrg,
	given: { zone?: string; window?: unknown; name?: string } = {},
): Promise<string> {
	const id = newId();
	await as(org, "owner", (ctx) =>
		ctx.db
			.insertInto("locations")
			.values({
				org_id: org.id,
				id,
				name: given.name ?? "Northside",
				slug: `place-${id.slice(-12)}`,
				time_zone: given.zone ?? "America/Los_Angeles",
				send_window: jsonb(given.window ?? {}),
			})
			.execute(),
	);
	return id;
}

/** A contact with both addresses (or what is given) and a new lead of theirs at a location. */
export async function makeLead(
	org: TestOrg,
	given: {
		locationId: string;
		contactId?: string;
		email?: string | null;
		phone?: string | null;
		state?: "new" | "contacted" | "engaged" | "booked" | "won" | "lost";
		firstName?: string;
		at?: Date;
	},
): Promise<TestLead> {
	const contactId = given.contactId ?? newId();
	const leadId = newId();
	const tail = contactId.replaceAll("-", "").slice(-9);
	const phone = `+1415${String(Number.parseInt(tail.slice(-7), 16))
		.padStart(7, "0")
		.slice(-7)}`;
	await as(org, "owner", async (ctx) => {
		if (!given.contactId) {
			await ctx.db
				.insertInto("contacts")
				.values({
					org_id: org.id,
					id: contactId,
					first_name: given.firstName ?? "Ana",
					last_name: "Díaz",
					email: given.email === undefined ? `ana-${tail}@example.test` : given.email,
					phone: given.phone === undefined ? phone : given.phone,
				})
				.execute();
		}
		await ctx.db
			.insertInto("leads")
			.values({
				org_id: org.id,
				id: leadId,
				contact_id: contactId,
				location_id: given.locationId,
				state: given.state ?? "new",
				source: "member",
				title: "Window tint",
				services: ["Window tint"],
				...(given.at ? { created_at: given.at, updated_at: given.at, state_at: given.at } : {}),
			})
			.execute();
	});
	return { leadId, contactId, locationId: given.locationId };
}

/** The touches of a lead as they stand, first to last. */
export function touchesOf(org: TestOrg, leadId: string) {
	return as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("touches").selectAll().where("lead_id", "=", leadId).orderBy("position").execute(),
	);
}

/** A lead as it stands. */
export function leadOf(org: TestOrg, leadId: string) {
	return as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("leads").selectAll().where("id", "=", leadId).executeTakeFirstOrThrow(),
	);
}

/** What was written to a lead's customer, oldest first. */
export function messagesOf(org: TestOrg, leadId: string) {
	return as(org, "viewer", (ctx) =>
		ctx.db
			.selectFrom("messages")
			.selectAll()
			.where("lead_id", "=", leadId)
			.where("direction", "=", "out")
			.orderBy("id")
			.execute(),
	);
}

/** What the outbox does to a message, with its event. */
export function setMessage(
	org: TestOrg,
	id: string,
	state: "queued" | "sent" | "bounced",
	at: Date,
	reason: string | null = null,
) {
	return as(org, "owner", async (ctx) => {
		await ctx.db
			.updateTable("messages")
			.set({ state, state_reason: reason, state_at: at, sent_at: state === "queued" ? null : at })
			.where("id", "=", id)
			.execute();
		await ctx.record({ name: `message.${state}`, subject: { type: "message", id } });
	});
}
