import { beforeEach, describe, expect, test } from "vitest";
import { blankDeliveries, DELIVERY_BODY_DAYS } from "#app/domain/integrations/deliveries/blank-deliveries.ts";
import { blankDeliveriesJob } from "#app/domain/integrations/jobs.ts";
import { replayDelivery } from "#app/domain/leads/intake/deliveries/replay-delivery.ts";
import { importOrderJob } from "#app/domain/leads/intake/jobs.ts";
import { as, asActor, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import {
	type ConnectedShop,
	deliveriesOf,
	eachWithShop,
	forgetJobs,
	leadsOf,
	soon,
} from "#tests/support/shop-house.ts";

const later = (days: number) => new Date(Date.now() + days * 86_400_000);

describe("deliveries that grow old", () => {
	let org: TestOrg;
	let shop: ConnectedShop;

	eachWithShop((made) => {
		({ org, shop } = made);
	});
	beforeEach(async () => {
		await shop.standin.placeOrder();
		await shop.standin.placeOrder();
		await runJobs(soon());
		await forgetJobs();
		const [, second] = await deliveriesOf(org);
		await as(org, "owner", (ctx) =>
			ctx.db.updateTable("shop_deliveries").set({ state: "failed" }).where("id", "=", second!.id).execute(),
		);
	});

	test("LEAD-2 lose body and headers after their days, whatever became of them, and keep their row and their lead", async () => {
		const before = await deliveriesOf(org);
		await blankDeliveries(later(DELIVERY_BODY_DAYS - 1));
		expect(await deliveriesOf(org)).toEqual(before);
		await asActor(org.id, SYSTEM, (ctx) => ctx.enqueue(blankDeliveriesJob, {}));
		const ran = await runJobs(later(DELIVERY_BODY_DAYS + 1), 2);
		expect(ran).toEqual([{ name: blankDeliveriesJob.name, payload: {} }]);
		const [blanked, failed] = await deliveriesOf(org);
		expect(blanked).toMatchObject({ id: before[0]!.id, body: "", headers: {}, state: "processed" });
		expect(blanked!.lead_id).toBe(before[0]!.lead_id);
		expect(blanked!.blanked_at).not.toBeNull();
		expect(failed).toMatchObject({ id: before[1]!.id, body: "", headers: {}, state: "failed" });
	});

	test("LEAD-2 say so when they are to be replayed, and change nothing, whoever asks", async () => {
		await blankDeliveries(later(DELIVERY_BODY_DAYS + 1));
		const [blanked] = await deliveriesOf(org);
		const ids = { connectionId: shop.connectionId, id: blanked!.id };
		await expect(as(org, "admin", (ctx) => replayDelivery(ctx, ids))).rejects.toMatchObject({
			status: 409,
			message: expect.stringMatching(/removed after 90 days/),
		});
		expect(await waitingJobs(importOrderJob)).toEqual([]);
		const leads = await leadsOf(org);
		await asActor(org.id, SYSTEM, (ctx) => ctx.enqueue(importOrderJob, { orgId: org.id, deliveryId: blanked!.id }));
		await runJobs(soon(), 2);
		expect((await deliveriesOf(org))[0]).toEqual(blanked);
		expect(await leadsOf(org)).toEqual(leads);
	});
});
