import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { readHistory } from "#app/domain/crm/history/record-history.ts";
import { askErasure } from "#app/domain/crm/privacy/ask-erasure.ts";
import { getErasure } from "#app/domain/crm/privacy/erasure-queries.ts";
import { addSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import { removeSuppression } from "#app/domain/messaging/consent/remove-suppression.ts";
import { listSuppressions } from "#app/domain/messaging/consent/suppression-queries.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";
import { messageRow, queue } from "#tests/support/messaging.ts";
import { BYSTANDERS, fillPerson, MARK } from "./filled-person.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

/** Every table that holds the mark in any column of any row of the organisation. */
async function whereMarked(firm: TestOrg): Promise<string[]> {
	const { owner } = house().database;
	const tables = await owner.query<{ name: string }>(
		"select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'org_id' order by 1",
	);
	const found: string[] = [];
	for (const { name } of tables) {
		const rows = await owner.query(`select 1 from ${name} x where x.org_id = $1 and x::text ilike $2 limit 1`, [
			firm.id,
			`%${MARK}%`,
		]);
		if (rows.length > 0) found.push(name);
	}
	return found;
}

const erase = async (id: string, typed = `Ann ${MARK}`) => {
	await as(org, "admin", (ctx) => askErasure(ctx, { id, typed }));
	return runJobs(new Date(Date.now() + 60_000), 2);
};

describe("erasing a person", () => {
	test("CRM-8: leaves their values in no column of any table, and counts, amounts and states where they were", async () => {
		const { contactId, leadId, messageId } = await fillPerson(org);
		const before = await whereMarked(org);
		expect(before.length).toBeGreaterThan(15);
		const ran = await erase(contactId);
		expect(ran.filter(({ error }) => error)).toEqual([]);
		expect(await whereMarked(org)).toEqual([]);
		const kept = await asActor(org.id, SYSTEM, async ({ db }) => ({
			lead: await db.selectFrom("leads").select(["state", "value_cents"]).where("id", "=", leadId).executeTakeFirst(),
			deal: await db.selectFrom("deals").select("value_cents").where("contact_id", "=", contactId).executeTakeFirst(),
			contact: await db
				.selectFrom("contacts")
				.select(["last_name", "email", "erased_at", "stage"])
				.where("id", "=", contactId)
				.executeTakeFirstOrThrow(),
			erasure: await db.selectFrom("erasures").selectAll().executeTakeFirstOrThrow(),
		}));
		expect(kept.lead).toEqual({ state: "contacted", value_cents: 12_300 });
		expect(kept.deal).toEqual({ value_cents: 45_600 });
		expect(kept.contact).toMatchObject({ last_name: "Erased person", email: null, stage: "lead" });
		expect(kept.erasure).toMatchObject({ state: "done", member_name: "The admin" });
		expect((await messageRow(org, messageId)).state).toBe("received");
	});

	test("CRM-8: touches nobody else of the organisation, and no other organisation", async () => {
		const { contactId } = await fillPerson(org);
		const other = await makeOrg("Other");
		await fillPerson(other);
		await erase(contactId);
		expect((await whereMarked(other)).length).toBeGreaterThan(15);
		const rows = await asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("contacts").select("email").where("first_name", "=", BYSTANDERS.name).execute(),
		);
		expect(rows).toEqual([{ email: BYSTANDERS.email }]);
		const notes = await asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("notes").select("body").where("body", "=", BYSTANDERS.note).execute(),
		);
		expect(notes).toHaveLength(1);
	});

	test("CRM-8: takes along the contacts that were merged into them", async () => {
		const { contactId } = await fillPerson(org);
		const former = newId();
		await asActor(org.id, SYSTEM, ({ db }) =>
			db
				.insertInto("contacts")
				.values({
					org_id: org.id,
					id: former,
					first_name: MARK,
					email: `${MARK}2@example.test`,
					merged_into: contactId,
					deleted_at: new Date(),
				})
				.execute(),
		);
		await expect(as(org, "admin", (ctx) => askErasure(ctx, { id: former, typed: MARK }))).rejects.toMatchObject({
			status: 409,
		});
		await erase(contactId);
		expect(await whereMarked(org)).toEqual([]);
	});

	test("CRM-8: stops their follow-up, cancels what did not leave, and nobody writes to them again", async () => {
		const locationId = await makeLocation(org);
		const { contactId } = await makeLead(org, { locationId, email: "ann@example.test", phone: "+15005550123" });
		const { id: messageId } = await queue(org, { contactId, subject: "Soon" });
		expect((await messageRow(org, messageId)).state).toBe("held");
		await asActor(org.id, SYSTEM, (ctx) =>
			addSuppression(ctx, { channel: "sms", address: "+15005550123", reason: "stop" }),
		);
		await erase(contactId, "ana díaz");
		expect(await messageRow(org, messageId)).toMatchObject({ state: "suppressed", body_text: "", to_address: null });
		const later = newId();
		await asActor(org.id, SYSTEM, ({ db }) =>
			db
				.insertInto("contacts")
				.values({ org_id: org.id, id: later, email: "ANN@example.test", phone: "+15005550123" })
				.execute(),
		);
		const again = async (channel: "email" | "sms") =>
			(await messageRow(org, (await queue(org, { contactId: later, channel })).id)).state;
		expect(await again("email")).toBe("suppressed");
		expect(await again("sms")).toBe("suppressed");
		expect((await as(org, "viewer", (ctx) => listSuppressions(ctx, {}))).data).toEqual([]);
		// A member may lift what the erasure laid, and never what the person asked for.
		expect(
			await as(org, "manager", (ctx) =>
				removeSuppression(ctx, { channel: "email", address: "ann@example.test", by: "member" }),
			),
		).toBe(true);
		expect(
			await as(org, "manager", (ctx) =>
				removeSuppression(ctx, { channel: "sms", address: "+15005550123", by: "member" }),
			),
		).toBe(false);
		expect(await again("email")).toBe("held");
	});

	test("CRM-8: every past version is blank, and the record says that it happened", async () => {
		const { id } = await as(
			org,
			"user",
			(ctx) => createContact(ctx, { firstName: "Ann", lastName: MARK, city: MARK }),
			new Date("2026-01-01"),
		);
		await as(org, "user", (ctx) => updateContact(ctx, { id, city: "Chico" }), new Date("2026-02-01"));
		await erase(id);
		const { version, events } = await as(org, "viewer", (ctx) =>
			readHistory(ctx, { type: "contact", id, at: new Date("2026-01-15") }),
		);
		expect(version?.values).toMatchObject({ firstName: "", city: null });
		expect(events.map(({ name }) => name)).toEqual([
			"contact.erased",
			"contact.erasure-asked",
			"contact.changed",
			"contact.created",
		]);
		expect(JSON.stringify(events)).not.toContain(MARK);
		expect(events.at(-1)?.actor.name).toBe("The user");
	});

	test("CRM-8: is an administrator's, asks for the typed name, and is done once however often it is asked", async () => {
		const { contactId } = await fillPerson(org);
		await expect(
			as(org, "manager", (ctx) => askErasure(ctx, { id: contactId, typed: `Ann ${MARK}` })),
		).rejects.toMatchObject({ status: 403 });
		await expect(as(org, "admin", (ctx) => askErasure(ctx, { id: contactId, typed: "Ann" }))).rejects.toMatchObject({
			status: 422,
		});
		const other = await makeOrg("Other");
		await expect(
			as(other, "owner", (ctx) => askErasure(ctx, { id: contactId, typed: `Ann ${MARK}` })),
		).rejects.toMatchObject({ status: 404 });
		await expect(as(other, "owner", (ctx) => getErasure(ctx, contactId))).rejects.toMatchObject({ status: 404 });
		expect((await as(org, "admin", (ctx) => getErasure(ctx, contactId))).held).toMatchObject({
			messages: 1,
			notes: 1,
			leads: 1,
			vehicles: 1,
		});
		expect(
			await as(org, "admin", (ctx) => askErasure(ctx, { id: contactId, typed: ` ann  ${MARK.toLowerCase()} ` })),
		).toEqual({ isNew: true });
		expect(await as(org, "admin", (ctx) => askErasure(ctx, { id: contactId, typed: `Ann ${MARK}` }))).toEqual({
			isNew: false,
		});
		await runJobs(new Date(Date.now() + 60_000), 2);
		const events = await asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("events").select("name").where("name", "=", "contact.erased").execute(),
		);
		expect(events).toHaveLength(1);
		expect(await as(org, "admin", (ctx) => askErasure(ctx, { id: contactId, typed: "x" }))).toEqual({ isNew: false });
	});
});
