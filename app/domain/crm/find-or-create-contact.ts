import { sql } from "kysely";
import { invalid } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { ContactSource } from "./contacts/schema.ts";

export type ContactDetails = {
	firstName?: string | undefined;
	lastName?: string | undefined;
	email?: string | undefined;
	/** E.164, as the table's check asks. */
	phone?: string | undefined;
	/** What another system calls this person; known again by it whatever else has changed. */
	source?: { connectionId: string; externalId: string } | undefined;
	/** Of a new contact; one that exists keeps its stage. */
	stage?: "lead" | "prospect" | "customer" | "former" | undefined;
	timeZone?: string | undefined;
};

/**
 * The contact with this identity, phone number or email address, or a new one. Calls at the same instant make one
 * contact: each waits for the others that name the same address. Of several matches the one with most in common
 * wins, then the oldest. Blanks of a contact that exists are filled, nothing is overwritten; and not by a stranger on
 * a public page, who could otherwise attach an own number to somebody else's record. Throws 422 without any address.
 */
export async function findOrCreateContact(
	ctx: Ctx,
	details: ContactDetails,
): Promise<{ id: string; created: boolean }> {
	authorize(ctx, "contacts.introduce");
	const email = details.email?.trim().toLowerCase() || undefined;
	const phone = details.phone?.trim() || undefined;
	if (phone && !/^\+[1-9]\d{6,14}$/.test(phone))
		throw invalid("This is no phone number.", { phone: ["Enter a phone number with its country code."] });
	if (!email && !phone && !details.source) throw invalid("Give an email address or a phone number.");
	await lockAddresses(ctx, { email, phone, source: details.source });
	const found = await findMatch(ctx, { email, phone, source: details.source });
	if (found) {
		await fillBlanks(ctx, found, { ...details, email, phone });
		await rememberIdentity(ctx, found, details.source);
		return { id: found, created: false };
	}
	const id = newId();
	await ctx.db
		.insertInto("contacts")
		.values({
			org_id: ctx.org,
			id,
			stage: details.stage ?? "lead",
			first_name: details.firstName?.trim() ?? "",
			last_name: details.lastName?.trim() ?? "",
			email: email ?? null,
			phone: phone ?? null,
			time_zone: details.timeZone ?? null,
			source: broughtBy(ctx, details),
		})
		.execute();
	await rememberIdentity(ctx, id, details.source);
	await ctx.record({
		name: "contact.created",
		subject: { type: "contact", id },
		data: { stage: details.stage ?? "lead" },
	});
	return { id, created: true };
}

/** Where a new contact comes from: a shop that has its own name for it, else who acts. */
function broughtBy({ actor }: Ctx, { source }: ContactDetails): ContactSource {
	if (source) return "shop";
	switch (actor.kind) {
		case "member":
			return "member";
		case "customer":
			return "booking";
		case "api-key":
			return "api";
		default:
			return "integration";
	}
}

type Addresses = {
	email: string | undefined;
	phone: string | undefined;
	source: { connectionId: string; externalId: string } | undefined;
};

/** Locks every address until the commit, always in the same order, so that two callers never wait for each other. */
async function lockAddresses(ctx: Ctx, { email, phone, source }: Addresses): Promise<void> {
	const keys = [email, phone, source && `${source.connectionId} ${source.externalId}`]
		.filter((key) => key !== undefined)
		.map((key) => `contact ${ctx.org} ${key}`)
		.sort();
	for (const key of keys) await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(ctx.db);
}

async function findMatch(ctx: Ctx, { email, phone, source }: Addresses): Promise<string | undefined> {
	if (source) {
		const known = await ctx.db
			.selectFrom("contact_identities as i")
			.innerJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "i.org_id").onRef("c.id", "=", "i.contact_id"))
			.select("c.id")
			.where("i.source", "=", source.connectionId)
			.where("i.external_id", "=", source.externalId)
			.where("c.deleted_at", "is", null)
			.executeTakeFirst();
		if (known) return known.id;
	}
	if (!email && !phone) return undefined;
	const match = await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where("deleted_at", "is", null)
		.where((eb) => eb.or([...(phone ? [eb("phone", "=", phone)] : []), ...(email ? [eb("email", "=", email)] : [])]))
		.orderBy(
			sql`coalesce(phone = ${phone ?? null}, false)::int * 2 + coalesce(email = ${email ?? null}::citext, false)::int`,
			"desc",
		)
		.orderBy("created_at")
		.orderBy("id")
		.limit(1)
		.executeTakeFirst();
	return match?.id;
}

async function fillBlanks(ctx: Ctx, id: string, details: ContactDetails): Promise<void> {
	if (ctx.actor.kind === "customer") return;
	const row = await ctx.db
		.selectFrom("contacts")
		.select(["first_name", "last_name", "email", "phone", "time_zone"])
		.where("id", "=", id)
		.executeTakeFirstOrThrow();
	const given = {
		first_name: details.firstName?.trim(),
		last_name: details.lastName?.trim(),
		email: details.email,
		phone: details.phone,
		time_zone: details.timeZone,
	};
	const blanks = Object.entries(given).filter(([name, value]) => value && !row[name as keyof typeof row]);
	if (blanks.length === 0) return;
	const { version } = await ctx.db
		.updateTable("contacts")
		.set((eb) => ({ ...Object.fromEntries(blanks), version: eb("version", "+", 1), updated_at: ctx.now }))
		.where("id", "=", id)
		.returning("version")
		.executeTakeFirstOrThrow();
	const changes = Object.fromEntries(
		blanks.map(([name, value]) => [name, [row[name as keyof typeof row], value] as [unknown, unknown]]),
	);
	await ctx.record({ name: "contact.changed", subject: { type: "contact", id }, changes, data: { version } });
}

async function rememberIdentity(ctx: Ctx, contactId: string, source: Addresses["source"]): Promise<void> {
	if (!source) return;
	await ctx.db
		.insertInto("contact_identities")
		.values({ org_id: ctx.org, source: source.connectionId, external_id: source.externalId, contact_id: contactId })
		// A contact in the trash keeps no claim to the name once its person comes back as a new one.
		.onConflict((conflict) =>
			conflict.columns(["org_id", "source", "external_id"]).doUpdateSet({ contact_id: contactId }),
		)
		.execute();
}
