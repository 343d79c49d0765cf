import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { exportPerson } from "#app/domain/crm/privacy/export/export-person.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { BYSTANDERS, fillPerson } from "./filled-person.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

describe("a copy of all that is held", () => {
	const copyOf = async (id: string) => {
		let text = "{";
		let after: string | undefined;
		do {
			const piece = await as(org, "admin", (ctx) => exportPerson(ctx, id, after));
			text += piece.text;
			after = piece.next ?? undefined;
		} while (after);
		return JSON.parse(`${text}}`) as Record<string, Record<string, unknown>[]>;
	};

	test("CRM-8: holds every table's rows of the person and of nobody else, in pieces, and is audited once", async () => {
		const { contactId } = await fillPerson(org);
		await asActor(org.id, SYSTEM, ({ db }) =>
			db
				.insertInto("messages")
				.values(
					Array.from({ length: 1_200 }, (_, n) => ({
						org_id: org.id,
						id: newId(),
						contact_id: contactId,
						channel: "sms" as const,
						direction: "in" as const,
						author_kind: "customer" as const,
						state: "received" as const,
						body_text: `n${n}`,
					})),
				)
				.execute(),
		);
		const copy = await copyOf(contactId);
		for (const section of [
			"contact",
			"identities",
			"customValues",
			"tags",
			"vehicles",
			"leads",
			"appointments",
			"deals",
			"tasks",
			"notes",
			"conversations",
			"suppressions",
			"shopDeliveries",
			"changes",
		])
			expect(copy[section]?.length, section).toBeGreaterThan(0);
		expect(copy.messages).toHaveLength(1_201);
		expect(JSON.stringify(copy)).not.toContain(BYSTANDERS.note);
		const audit = await asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("events").select("actor_name").where("name", "=", "contact.personal-exported").execute(),
		);
		expect(audit).toEqual([{ actor_name: "The admin" }]);
	});

	test("CRM-8: is an administrator's, and another organisation's person is not found", async () => {
		const { contactId } = await fillPerson(org);
		await expect(as(org, "manager", (ctx) => exportPerson(ctx, contactId, undefined))).rejects.toMatchObject({
			status: 403,
		});
		const other = await makeOrg("Other");
		await expect(as(other, "owner", (ctx) => exportPerson(ctx, contactId, undefined))).rejects.toMatchObject({
			status: 404,
		});
	});
});
