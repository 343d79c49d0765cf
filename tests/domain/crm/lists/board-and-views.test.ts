import { beforeAll, describe, expect, test } from "vitest";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { listTrash } from "#app/domain/crm/lists/trash-queries.ts";
import { listDealBoard } from "#app/domain/crm/pipelines/board-queries.ts";
import { moveDeal } from "#app/domain/crm/pipelines/move-deal.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { removeView } from "#app/domain/crm/views/remove-view.ts";
import { saveView } from "#app/domain/crm/views/save-view.ts";
import { getView } from "#app/domain/crm/views/view-queries.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { listAt } from "./places.ts";

describe("the deals' board, saved views and the trash", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});

	test("CRM-2: deals stand by stage with count, sum and age; moving records since when, and why one was lost", async () => {
		const made: string[] = [];
		for (const valueCents of [100_00, 250_00]) {
			made.push((await as(org, "user", (ctx) => createDeal(ctx, { name: `Worth ${valueCents}`, valueCents }))).id);
		}
		await as(other, "user", (ctx) => createDeal(ctx, { name: "Foreign", valueCents: 1 }));
		const board = () => as(org, "viewer", (ctx) => listDealBoard(ctx));
		const { stages } = await board();
		const [first, second] = stages;
		expect(first).toMatchObject({ count: { value: 2, over: false }, sums: [{ currency: "USD", cents: 350_00 }] });
		const lost = stages.find(({ outcome }) => outcome === "lost")!;
		await as(org, "user", (ctx) => moveDeal(ctx, { id: made[0]!, stageId: second!.id }));
		await expect(as(org, "user", (ctx) => moveDeal(ctx, { id: made[1]!, stageId: lost.id }))).rejects.toMatchObject({
			status: 422,
		});
		await as(org, "user", (ctx) => moveDeal(ctx, { id: made[1]!, stageId: lost.id, lostReason: "Price" }));
		const deal = () =>
			as(org, "viewer", (ctx) =>
				ctx.db.selectFrom("deals").selectAll().where("id", "=", made[1]!).executeTakeFirstOrThrow(),
			);
		expect(await deal()).toMatchObject({ lost_reason: "Price", closed_at: expect.any(Date) });
		await as(org, "user", (ctx) => moveDeal(ctx, { id: made[1]!, stageId: first!.id }));
		expect(await deal()).toMatchObject({ lost_reason: null, closed_at: null });
		const moves = await house().database.owner.query("select 1 from events where org_id = $1 and name = 'deal.moved'", [
			org.id,
		]);
		expect(moves).toHaveLength(3);
		await house().database.owner.query("update deals set stage_at = now() - interval '40 days' where id = $1", [
			made[0],
		]);
		expect((await board()).stages[1]!.deals[0]).toMatchObject({ id: made[0], ageing: true });
		await expect(
			as(other, "user", (ctx) => moveDeal(ctx, { id: made[0]!, stageId: second!.id })),
		).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "viewer", (ctx) => moveDeal(ctx, { id: made[0]!, stageId: first!.id }))).rejects.toMatchObject(
			{ status: 403 },
		);
	});

	test("CRM-2: views are kept, shared, opened with, deleted and brought back; another's is not to be had", async () => {
		const given = {
			type: "contact",
			name: "Mine",
			query: "f=owner.in.me&f=nonsense.is.x&sort=name",
			shared: false,
			opens: true,
		} as const;
		const id = await as(org, "user", (ctx) => saveView(ctx, given));
		expect(await as(org, "user", (ctx) => getView(ctx, id))).toMatchObject({
			query: "f=owner.in.me&sort=name",
			opens: true,
		});
		await expect(as(org, "manager", (ctx) => getView(ctx, id))).rejects.toMatchObject({ status: 404 });
		await as(org, "user", (ctx) => saveView(ctx, { ...given, id, shared: true }));
		expect(await as(org, "manager", (ctx) => getView(ctx, id))).toMatchObject({ mine: false, opens: false });
		const list = await listAt(org, "contact", "", "user");
		expect(list).toMatchObject({ opensWith: id, views: [{ id, name: "Mine" }] });
		await expect(as(org, "manager", (ctx) => removeView(ctx, { id, back: false }))).rejects.toMatchObject({
			status: 404,
		});
		await as(org, "user", (ctx) => removeView(ctx, { id, back: false }));
		expect(await listAt(org, "contact", "", "user")).toMatchObject({ opensWith: null, views: [] });
		await as(org, "user", (ctx) => removeView(ctx, { id, back: true }));
		expect((await listAt(org, "contact", "", "user")).opensWith).toBe(id);
		await expect(as(other, "user", (ctx) => getView(ctx, id))).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "viewer", (ctx) => saveView(ctx, given))).rejects.toMatchObject({ status: 403 });
	});

	test("CRM-1: the trash holds what was deleted, the latest first, of one's own firm", async () => {
		const made: string[] = [];
		for (let at = 0; at < 52; at++)
			made.push((await as(org, "user", (ctx) => createDeal(ctx, { name: `Gone ${at}` }))).id);
		for (const id of made) await as(org, "user", (ctx) => trashRecord(ctx, { type: "deal", id }));
		const first = await as(org, "viewer", (ctx) => listTrash(ctx, "deal"));
		expect(first.rows.map(({ id }) => id)).toEqual(made.toReversed().slice(0, 50));
		const second = await as(org, "viewer", (ctx) => listTrash(ctx, "deal", first.older!));
		expect(second).toMatchObject({ rows: [{ id: made[1] }, { id: made[0] }], older: null });
		expect((await as(other, "viewer", (ctx) => listTrash(ctx, "deal"))).rows).toEqual([]);
		expect((await listAt(org, "deal", "q=gone")).rows).toEqual([]);
	});
});
