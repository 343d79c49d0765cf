import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import { createLead } from "#app/domain/leads/create-lead.ts";
import type { JobContract } from "#db/jobs/job-contract.ts";
import { isPermanent } from "#db/queue.ts";
import { handlers } from "#jobs/handlers.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";

// Every job, by itself and as new ones join, with a payload that names what is not there: an organisation that was
// deleted or never was, a row of another organisation. It ends, quietly or for good, and is not tried for ever.

let mine: TestOrg;
let other: TestOrg;
/** Rows of the other organisation, by the table they are in. */
let theirs: { contact: string; lead: string; message: string; touch: string; event: string };

beforeAll(async () => {
	await openTestHouse();
	mine = await makeOrg();
	other = await makeOrg("Another firm");
	const place = await makePlace(other.id);
	theirs = await as(other, "owner", async (ctx) => {
		const contact = await findOrCreateContact(ctx, { email: "theirs@c.test" });
		const lead = await createLead(ctx, {
			contactId: contact.id,
			locationId: place.id,
			source: "api",
			title: "Tint",
		});
		const touch = await ctx.db.selectFrom("touches").select("id").executeTakeFirstOrThrow();
		const event = await ctx.db
			.selectFrom("events")
			.select("id")
			.where("name", "=", "lead.created")
			.executeTakeFirstOrThrow();
		return { contact: contact.id, lead: lead.id, message: newId(), touch: touch.id, event: event.id };
	});
});

const jobs = [...handlers].map(([contract, handle]) => ({ name: contract.name, contract, handle }));
const ofOrganisations = jobs.filter(({ contract }) => "orgId" in propertiesOf(contract));

describe.each(ofOrganisations)("the job $name", ({ contract, handle }) => {
	const run = (payload: Record<string, unknown>) =>
		handle((contract as { payload: z.ZodType }).payload.parse(payload) as never, {
			requestId: newId(),
			signal: AbortSignal.timeout(20_000),
			now: new Date(),
		}).then(
			() => "ended",
			(error: unknown) => (isPermanent(error) ? "ended for good" : `would be tried again: ${error}`),
		);

	test("ends for an organisation that is not there", async () => {
		expect(await run(payloadFor(contract, newId(), () => newId()))).toMatch(/^ended/);
	});

	test("ends for rows that are not there", async () => {
		expect(await run(payloadFor(contract, mine.id, () => newId()))).toMatch(/^ended/);
	});

	test("changes nothing that is another organisation's", async () => {
		const before = await rowsOf(other);
		const id = (name: string) => theirs[name.replace(/Ids?$/, "") as keyof typeof theirs] ?? newId();
		expect(await run(payloadFor(contract, mine.id, id))).toMatch(/^ended/);
		expect(await rowsOf(other)).toEqual(before);
	});
});

function propertiesOf(
	contract: JobContract<never>,
): Record<string, { type?: string; format?: string; enum?: unknown[] }> {
	const schema = z.toJSONSchema(contract.payload, { io: "input", unrepresentable: "any" });
	return (schema.properties ?? {}) as never;
}

function payloadFor(contract: JobContract<never>, orgId: string, idFor: (name: string) => string) {
	const entries = Object.entries(propertiesOf(contract)).map(([name, schema]) => {
		if (name === "orgId") return [name, orgId];
		if (schema.enum) return [name, schema.enum[0]];
		if (schema.type === "array") return [name, [idFor(name)]];
		if (schema.type === "integer" || schema.type === "number") return [name, 1];
		if (schema.format === "date-time") return [name, "2026-07-01T09:00:00Z"];
		return [name, schema.format === "uuid" ? idFor(name) : "x"];
	});
	return Object.fromEntries(entries);
}

function rowsOf(org: TestOrg) {
	return as(org, "owner", async ({ db }) => ({
		events: (await db.selectFrom("events").select("id").execute()).length,
		touches: await db.selectFrom("touches").select(["id", "status", "planned_at"]).orderBy("id").execute(),
		leads: await db.selectFrom("leads").select(["id", "state", "version"]).execute(),
		messages: await db.selectFrom("messages").select(["id", "state"]).orderBy("id").execute(),
	}));
}
