import { describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { seal } from "#app/base/seal.ts";
import { importOrderJob } from "#app/domain/leads/intake/jobs.ts";
import { writeRefusals } from "#app/doors/hooks/shop-intake.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import {
	type ConnectedShop,
	connectionOf,
	connectTestShop,
	deliveriesOf,
	eachWithShop,
	leadsOf,
	postDelivery,
	SHOP_SECRET,
	soon,
} from "#tests/support/shop-house.ts";
import { deliveryBody, signDelivery } from "../../../../../scripts/demo/shop-deliveries.ts";

let hookServer: string;
let org: TestOrg;
let shop: ConnectedShop;

eachWithShop((made) => {
	({ hookServer, org, shop } = made);
});

const post = (body: string, headers?: Record<string, string>, url = shop.url) => postDelivery(url, body, headers);
const orderBody = () => deliveryBody("order", "INSERT", shop.standin.makeOrder().order);

describe("a delivery that is not taken", () => {
	test("INTEG-3 wrongly signed, unsigned, old or undated is 401, counted, and its body is not kept", async () => {
		const body = orderBody();
		const now = new Date();
		const good = signDelivery(body, SHOP_SECRET, now);
		const { "webhook-signature": signature, ...unsigned } = good;
		const { "webhook-timestamp": timestamp, ...undated } = good;
		const old = signDelivery(body, SHOP_SECRET, new Date(now.getTime() - 600_000));
		const refusals = [
			[signDelivery(body, "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA==", now), "signature-mismatch"],
			[{ ...good, "webhook-id": "another" }, "signature-mismatch"],
			[unsigned, "signature-missing-signature"],
			[undated, "signature-missing-timestamp"],
			[old, "signature-stale"],
		] as const;
		for (const [headers, code] of refusals) {
			const answer = await post(body, headers);
			expect(answer).toMatchObject({ status: 401, body: { error: { code } } });
		}
		expect((await post(`${body} `, good)).status).toBe(401);
		await writeRefusals();
		expect(await connectionOf(org, shop)).toMatchObject({ signature_failures: 6 });
		expect(await deliveriesOf(org)).toEqual([]);
		expect([signature, timestamp].every(Boolean)).toBe(true);
	});

	test("INTEG-3 signed with another organisation's secret is 401, and nothing of either changes", async () => {
		const other = await makeOrg("Another firm");
		const secret = "whsec_YW5vdGhlciBmaXJtJ3Mgc2VjcmV0";
		await connectTestShop(other, hookServer, { webhookSecret: secret });
		const body = orderBody();
		expect((await post(body, signDelivery(body, secret, new Date()))).status).toBe(401);
		expect([...(await deliveriesOf(org)), ...(await deliveriesOf(other))]).toEqual([]);
	});

	test("INTEG-3 for an unknown or malformed connection is 404 with one body for both", async () => {
		const body = orderBody();
		const answers = await Promise.all(
			[newId(), "nonsense", "%00"].map((id) => post(body, undefined, `${hookServer}/hooks/shop/${id}`)),
		);
		expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
		const words = answers.map(({ body }) => (body.error as unknown as { message: string }).message);
		expect(new Set(words).size).toBe(1);
	});

	test("LEAD-2 that is not JSON is 400 and kept with its reason", async () => {
		const answer = await post("{ not json");
		expect(answer).toMatchObject({ status: 400, body: { error: { code: "not-json" } } });
		expect(await deliveriesOf(org)).toMatchObject([
			{ id: answer.body.deliveryId, state: "rejected", reason: "The body is not JSON", body: "{ not json" },
		]);
		expect(await waitingJobs(importOrderJob)).toEqual([]);
	});

	test("LEAD-2 of an unknown location is 422, kept, and taken when it is sent again after mapping", async () => {
		const { order } = shop.standin.makeOrder();
		const place = order.locationId;
		const map = (locationId: string | null) =>
			as(org, "owner", (ctx) =>
				ctx.db
					.updateTable("shop_locations")
					.set({ location_id: locationId })
					.where("connection_id", "=", shop.connectionId)
					.where("external_id", "=", place)
					.execute(),
			);
		await map(null);
		const body = deliveryBody("order", "INSERT", order);
		const headers = signDelivery(body, SHOP_SECRET, new Date());
		const refused = await post(body, headers);
		expect(refused.status).toBe(422);
		expect(await deliveriesOf(org)).toMatchObject([{ state: "rejected", reason: expect.stringMatching(/not mapped/) }]);
		await map(shop.locationIds[shop.standin.state.locations.findIndex(({ id }) => id === place)]!);
		await new Promise((resolve) => setTimeout(resolve, 600));
		const taken = await post(body, headers);
		expect(taken).toMatchObject({ status: 202, body: { deliveryId: refused.body.deliveryId } });
		await runJobs(soon());
		expect(await leadsOf(org)).toHaveLength(1);
	});

	test("LEAD-2 of nonsense in good JSON is 422 and kept", async () => {
		for (const body of ["null", "[]", '{"operation":"INSERT","table":"order","data":{"id":"x"}}']) {
			expect((await post(body)).status).toBe(422);
		}
		expect(new Set((await deliveriesOf(org)).map(({ state }) => state))).toEqual(new Set(["rejected"]));
	});

	test("LEAD-2 over 1 MB is 413 and nothing is kept", async () => {
		const body = JSON.stringify({ operation: "INSERT", table: "order", data: { id: "x".repeat(1_100_000) } });
		expect((await post(body)).status).toBe(413);
		expect(await deliveriesOf(org)).toEqual([]);
	});

	test("LEAD-2 about something else than an order is 202 and kept as ignored", async () => {
		const answer = await post(deliveryBody("payment", "UPDATE", { id: "c1" }));
		expect(answer).toMatchObject({ status: 202, body: { state: "ignored" } });
		expect(await waitingJobs(importOrderJob)).toEqual([]);
	});

	test("LEAD-1 to a paused connection is 409", async () => {
		await as(org, "owner", (ctx) =>
			ctx.db.updateTable("shop_connections").set({ enabled: false }).where("id", "=", shop.connectionId).execute(),
		);
		expect((await post(orderBody())).status).toBe(409);
		expect(await deliveriesOf(org)).toEqual([]);
	});

	test("INTEG-3 a rotated secret holds at once, and the former one beside it until it is removed", async () => {
		const fresh = "whsec_YSBmcmVzaCBzZWNyZXQgYWZ0ZXIgcm90YXRpb24=";
		expect((await post(orderBody())).status).toBe(202);
		await as(org, "owner", async (ctx) => {
			await ctx.db
				.updateTable("shop_connections")
				.set((eb) => ({
					previous_webhook_secret_sealed: eb.ref("webhook_secret_sealed"),
					webhook_secret_sealed: seal(fresh, `shop-secret:${shop.connectionId}`),
				}))
				.where("id", "=", shop.connectionId)
				.execute();
		});
		await new Promise((resolve) => setTimeout(resolve, 600));
		const signed = (secret: string) => {
			const body = orderBody();
			return post(body, signDelivery(body, secret, new Date()));
		};
		expect((await signed(fresh)).status).toBe(202);
		expect((await signed(SHOP_SECRET)).status).toBe(202);
	});
});
