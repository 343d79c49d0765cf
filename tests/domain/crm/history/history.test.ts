import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { updateDeal } from "#app/domain/crm/deals/update-deal.ts";
import { readHistory } from "#app/domain/crm/history/record-history.ts";
import { valuesAt } from "#app/domain/crm/history/rules.ts";
import { restoreRecord } from "#app/domain/crm/records/restore-record.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { jsonb } from "#db/client.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const day = (number: number) => new Date(Date.UTC(2026, 9, number, 12));
const historyOf = (type: "contact" | "deal", id: string, at: Date) =>
	as(org, "viewer", (ctx) => readHistory(ctx, { type, id, at }));

describe("a record as it was", () => {
	test("CRM-6: is rebuilt from what it is now and its changes since, custom fields too", async () => {
		const field = newId();
		await asActor(org.id, SYSTEM, ({ db }) =>
			db
				.insertInto("custom_fields")
				.values({
					org_id: org.id,
					id: field,
					record_type: "contact",
					key: "colour",
					label: "Colour",
					kind: "text",
					options: jsonb([]),
				})
				.execute(),
		);
		const { id } = await as(
			org,
			"user",
			(ctx) => createContact(ctx, { firstName: "Ann", city: "Chico", fields: { colour: "red" } }),
			day(1),
		);
		await as(org, "user", (ctx) => updateContact(ctx, { id, firstName: "Anna", fields: { colour: "blue" } }), day(3));
		await as(org, "user", (ctx) => updateContact(ctx, { id, firstName: "Hanna", city: null }), day(5));
		const values = async (at: Date) => (await historyOf("contact", id, at)).version?.values;
		expect(await values(day(2))).toMatchObject({ firstName: "Ann", city: "Chico", "field:colour": "red" });
		expect(await values(day(4))).toMatchObject({ firstName: "Anna", city: "Chico", "field:colour": "blue" });
		expect(await values(day(6))).toMatchObject({ firstName: "Hanna", city: null, "field:colour": "blue" });
		expect((await historyOf("contact", id, new Date(day(1).getTime() - 1))).version).toBeNull();
		const { events, names } = await historyOf("contact", id, day(6));
		expect(names[id]).toEqual({ type: "contact", name: "Hanna" });
		expect(events.map(({ name, actor, at }) => [name, actor.name, at.toISOString()])).toEqual([
			["contact.changed", "The user", day(5).toISOString()],
			["contact.changed", "The user", day(3).toISOString()],
			["contact.created", "The user", day(1).toISOString()],
		]);
	});

	test("CRM-6: says whether it lay in the trash then, and a deal's moves count", async () => {
		const { id } = await as(org, "user", (ctx) => createDeal(ctx, { name: "Fleet" }), day(1));
		const { record } = await historyOf("deal", id, day(1));
		const stages = await asActor(org.id, SYSTEM, ({ db }) =>
			db.selectFrom("pipeline_stages").select("id").orderBy("position").execute(),
		);
		await as(org, "user", (ctx) => updateDeal(ctx, { id, stageId: stages[2]!.id }), day(2));
		await as(org, "user", (ctx) => trashRecord(ctx, { type: "deal", id }), day(3));
		await as(org, "user", (ctx) => restoreRecord(ctx, { type: "deal", id }), day(5));
		expect((await historyOf("deal", id, day(1))).version).toMatchObject({
			inTrash: false,
			values: { stageId: record.values.stageId },
		});
		expect((await historyOf("deal", id, day(4))).version).toMatchObject({
			inTrash: true,
			values: { stageId: stages[2]!.id },
		});
		expect((await historyOf("deal", id, day(6))).version).toMatchObject({ inTrash: false });
	});

	test("CRM-6: of another organisation is not found", async () => {
		const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann" }));
		const other = await makeOrg("Other");
		await expect(
			as(other, "owner", (ctx) => readHistory(ctx, { type: "contact", id, at: new Date() })),
		).rejects.toMatchObject({ status: 404 });
		await expect(
			as(org, "owner", (ctx) => readHistory(ctx, { type: "contact", id: "x", at: new Date() })),
		).rejects.toMatchObject({ status: 404 });
	});

	test("CRM-8: what was erased is blank before and after, so it stays blank in every version", () => {
		const changes = [
			{ name: "contact.changed", at: "", changes: { first_name: [null, null], "field:colour": [null, null] } as const },
		];
		expect(valuesAt({ firstName: "", lastName: "Erased person" }, changes)).toEqual({
			firstName: null,
			lastName: "Erased person",
			"field:colour": null,
		});
	});
});
