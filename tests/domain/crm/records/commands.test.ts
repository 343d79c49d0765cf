import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { findSharers } from "#app/domain/crm/contacts/find-sharers.ts";
import { restoreRecord } from "#app/domain/crm/records/restore-record.ts";
import { RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { KINDS, lastEvent, rowOf } from "./record-samples.ts";

const HOSTILE = `<script>alert(1)</script>"'&\u202e`;

describe("CRM-1: commands of records", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Other firm");
	});

	describe.each(RECORD_TYPES)("CRM-1: a %s", (type) => {
		const { create, update, named, name } = KINDS[type];
		const make = (text = "Ann") => as(org, "user", (ctx) => create(ctx, named(text) as never));

		test("is made with the text as it was typed, and says so in its event", async () => {
			const { id, version } = await make(HOSTILE);
			expect(version).toBe(1);
			expect(Object.values(await rowOf(type, id))).toContain(HOSTILE);
			const event = await lastEvent(id);
			expect(event.name).toBe(`${type}.created`);
			expect(event.changes[name]).toEqual([null, HOSTILE]);
		});

		test("is changed with every field's before and after; the same again changes nothing", async () => {
			const { id } = await make();
			const change = { id, version: 1, ...named("Bo") } as never;
			expect(await as(org, "user", (ctx) => update(ctx, change))).toMatchObject({ version: 2, changed: [name] });
			expect(await lastEvent(id)).toMatchObject({ name: `${type}.changed`, changes: { [name]: ["Ann", "Bo"] } });
			expect(await as(org, "user", (ctx) => update(ctx, { id, version: 2, ...named("Bo") } as never))).toMatchObject({
				version: 2,
				changed: [],
			});
			expect((await rowOf(type, id)).version).toBe(2);
		});

		test("goes to the trash and comes back; in the trash it cannot be changed", async () => {
			const { id } = await make();
			await as(org, "user", (ctx) => trashRecord(ctx, { type, id, version: 1 }));
			expect((await rowOf(type, id)).deleted_at).not.toBeNull();
			expect((await lastEvent(id)).name).toBe(`${type}.trashed`);
			await as(org, "user", (ctx) => trashRecord(ctx, { type, id }));
			expect((await rowOf(type, id)).version).toBe(2);
			await expect(as(org, "user", (ctx) => update(ctx, { id, ...named("Bo") } as never))).rejects.toMatchObject({
				status: 409,
			});
			await as(org, "user", (ctx) => restoreRecord(ctx, { type, id }));
			expect(await rowOf(type, id)).toMatchObject({ deleted_at: null, version: 3 });
			expect((await lastEvent(id)).name).toBe(`${type}.restored`);
		});

		test("is not deleted over a change that was not seen", async () => {
			const { id } = await make();
			await as(org, "user", (ctx) => update(ctx, { id, ...named("Bo") } as never));
			await expect(as(org, "user", (ctx) => trashRecord(ctx, { type, id, version: 1 }))).rejects.toMatchObject({
				status: 409,
			});
			expect((await rowOf(type, id)).deleted_at).toBeNull();
		});

		test("is another organisation's to nobody: 404 for changing, deleting and restoring", async () => {
			const { id } = await make();
			const tries = [
				as(other, "owner", (ctx) => update(ctx, { id, ...named("Mine") } as never)),
				as(other, "owner", (ctx) => trashRecord(ctx, { type, id })),
				as(other, "owner", (ctx) => restoreRecord(ctx, { type, id })),
				as(org, "owner", (ctx) => update(ctx, { id: "no-id", ...named("Mine") } as never)),
				as(org, "owner", (ctx) => update(ctx, { id: newId(), ...named("Mine") } as never)),
			];
			for (const one of tries) await expect(one).rejects.toMatchObject({ status: 404 });
			expect((await rowOf(type, id)).version).toBe(1);
		});

		test("is not a viewer's to make, change, delete or restore", async () => {
			const { id } = await make();
			const tries = [
				as(org, "viewer", (ctx) => create(ctx, named("Me") as never)),
				as(org, "viewer", (ctx) => update(ctx, { id, ...named("Me") } as never)),
				as(org, "viewer", (ctx) => trashRecord(ctx, { type, id })),
				as(org, "viewer", (ctx) => restoreRecord(ctx, { type, id })),
			];
			for (const one of tries) await expect(one).rejects.toMatchObject({ status: 403 });
		});

		test("takes no owner, account, contact or stage of another organisation, neither new nor later", async () => {
			const { id } = await make();
			const foreign = await as(other, "user", async (ctx) => ({
				accountId: (await KINDS.account.create(ctx, { name: "Theirs" })).id,
				contactId: (await KINDS.contact.create(ctx, { firstName: "Theirs" })).id,
				ownerId: other.members.user.id,
				stageId: (await ctx.db.selectFrom("pipeline_stages").select("id").executeTakeFirstOrThrow()).id,
			}));
			const taken = {
				contact: ["accountId", "ownerId"],
				account: ["ownerId"],
				deal: ["accountId", "contactId", "ownerId", "stageId"],
				project: ["accountId", "contactId", "ownerId"],
			}[type] as (keyof typeof foreign)[];
			for (const field of taken) {
				const input = { [field]: foreign[field] };
				const refused = { status: 422, fields: { [field]: [expect.any(String)] } };
				await expect(
					as(org, "user", (ctx) => update(ctx, { id, ...input } as never)),
					field,
				).rejects.toMatchObject(refused);
				await expect(
					as(org, "user", (ctx) => create(ctx, { ...named("New"), ...input } as never)),
					field,
				).rejects.toMatchObject(refused);
			}
			expect((await rowOf(type, id)).version).toBe(1);
		});
	});

	test("CRM-1: a contact's address is kept in one form, and without any nobody is made", async () => {
		const { id } = await as(org, "user", (ctx) =>
			KINDS.contact.create(ctx, { email: " Ann.Miller@Example.COM ", phone: "(206) 555-0100" }),
		);
		expect(await rowOf("contact", id)).toMatchObject({ email: "ann.miller@example.com", phone: "+12065550100" });
		for (const [input, field] of [
			[{}, "firstName"],
			[{ firstName: "  " }, "firstName"],
			[{ email: "ann@" }, "email"],
			[{ firstName: "Ann", phone: "12" }, "phone"],
			[{ firstName: "Ann", stage: "boss" }, "stage"],
			[{ firstName: "A".repeat(101) }, "firstName"],
		] as const) {
			await expect(
				as(org, "user", (ctx) => KINDS.contact.create(ctx, input as never)),
				field,
			).rejects.toMatchObject({
				status: 422,
				fields: { [field]: [expect.any(String)] },
			});
		}
		await expect(
			as(org, "user", (ctx) => KINDS.contact.update(ctx, { id, email: null, phone: null })),
		).rejects.toMatchObject({ status: 422 });
	});

	test("CRM-1: an address that another contact has is told, not refused", async () => {
		const one = await as(org, "user", (ctx) => KINDS.contact.create(ctx, { firstName: "Kim", email: "kim@firm.test" }));
		const two = await as(org, "user", (ctx) =>
			KINDS.contact.create(ctx, { firstName: "Kim 2", email: "KIM@firm.test" }),
		);
		await as(other, "user", (ctx) => KINDS.contact.create(ctx, { firstName: "Kim 3", email: "kim@firm.test" }));
		expect(await as(org, "user", (ctx) => findSharers(ctx, two.id))).toEqual([
			{ id: one.id, name: "Kim", shares: "email" },
		]);
		await as(org, "user", (ctx) => trashRecord(ctx, { type: "contact", id: one.id }));
		expect(await as(org, "user", (ctx) => findSharers(ctx, two.id))).toEqual([]);
	});

	test("CRM-1: a deal begins in the first stage with the organisation's currency, and a move says from where", async () => {
		const sql = "update organisations set currency = 'EUR' where id = $1";
		await house().database.owner.query(sql, [org.id]);
		const { id } = await as(org, "user", (ctx) => KINDS.deal.create(ctx, { name: "Fleet", valueCents: 1_250_00 }));
		const row = await rowOf("deal", id);
		expect(row).toMatchObject({ currency: "EUR", value_cents: 125_000, closed_at: null });
		const won = await as(org, "user", (ctx) =>
			ctx.db.selectFrom("pipeline_stages").select("id").where("outcome", "=", "won").executeTakeFirstOrThrow(),
		);
		await as(org, "user", (ctx) => KINDS.deal.update(ctx, { id, version: 1, stageId: won.id }));
		expect((await rowOf("deal", id)).closed_at).not.toBeNull();
		expect(await lastEvent(id)).toMatchObject({ name: "deal.moved", changes: { stageId: [row.stage_id, won.id] } });
		await as(org, "user", (ctx) => KINDS.deal.update(ctx, { id, stageId: String(row.stage_id) }));
		expect((await rowOf("deal", id)).closed_at).toBeNull();
	});

	test("CRM-1: what cannot be is refused by field", async () => {
		for (const [type, input, field] of [
			["account", { name: " " }, "name"],
			["account", { name: "A", website: "javascript:alert(1)" }, "website"],
			["account", { name: "A", arrCents: -1 }, "arrCents"],
			["account", { name: "A", currency: "XXZ" }, "currency"],
			["account", { name: "A", renewalOn: "2026-02-30" }, "renewalOn"],
			["deal", { name: "A", valueCents: 2e14 }, "valueCents"],
			["deal", { name: "A", closesOn: "soon" }, "closesOn"],
			["project", { name: "A", state: "stuck" }, "state"],
			["project", { name: "A", startsOn: "2026-05-02", dueOn: "2026-05-01" }, "dueOn"],
		] as const) {
			await expect(
				as(org, "user", (ctx) => KINDS[type].create(ctx, input as never)),
				field,
			).rejects.toMatchObject({
				status: 422,
				fields: { [field]: [expect.any(String)] },
			});
		}
	});
});
