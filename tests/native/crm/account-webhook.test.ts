import { beforeAll, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createHook } from "#app/domain/success/webhook/hooks.ts";
import { type Steps, takeDelivery } from "#app/domain/success/webhook/take-delivery.ts";
import { as, asActor, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { openHookServer, postDelivery } from "#tests/support/shop-house.ts";
import { signDelivery } from "../../../scripts/demo/shop-deliveries.ts";

// On many connections the database decides which of twenty is the delivery, and which value is the newest.

let server: string;
let org: TestOrg;
let hook: { id: string; secret: string };

beforeAll(async () => {
	await openNativeHouse(10);
	server = await openHookServer();
	org = await makeOrg();
	hook = await as(org, "admin", (ctx) => createHook(ctx, { name: "Billing" }));
});

const post = (told: unknown, id = newId()) => {
	const body = JSON.stringify(told);
	return postDelivery(`${server}/hooks/accounts/${hook.id}`, body, signDelivery(body, hook.secret, new Date(), id));
};
const step: Steps = (fn) => asActor(org.id, { kind: "webhook", id: hook.id, name: "Billing" }, fn);

test("SUCCESS-1 twenty at once of one delivery are one, and twenty that work on it at once do it once", async () => {
	const accounts = await Promise.all(
		Array.from({ length: 5 }, (_, at) => as(org, "user", (ctx) => createAccount(ctx, { name: `Firm ${at}` }))),
	);
	const told = accounts.map(({ id }, at) => ({ account: { id }, health: at + 1 }));
	const id = newId();
	const answers = await Promise.all(Array.from({ length: 20 }, () => post(told, id)));
	expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 202]);
	await Promise.all(Array.from({ length: 20 }, () => takeDelivery(step, answers[0]!.body.deliveryId)));
	const scores = await as(org, "viewer", (ctx) => ctx.db.selectFrom("account_scores").select("value").execute());
	expect(scores.map(({ value }) => Number(value)).sort()).toEqual([1, 2, 3, 4, 5]);
	const [delivery] = await as(org, "user", (ctx) => ctx.db.selectFrom("account_deliveries").selectAll().execute());
	expect(delivery).toMatchObject({ state: "processed", done: 5, changed: 5 });
});

test("SUCCESS-1 of twenty deliveries about one account that are worked on at once, the newest value stays", async () => {
	const { id } = await as(org, "user", (ctx) => createAccount(ctx, { name: "Orchard" }));
	const now = Date.now();
	const sent = await Promise.all(
		Array.from({ length: 20 }, (_, at) =>
			post({ account: { id }, health: at, at: new Date(now + 60_000 + at * 1_000).toISOString() }),
		),
	);
	const mixed = sent.map((one, at) => ({ one, place: (at * 7) % 20 })).sort((a, b) => a.place - b.place);
	await Promise.all(mixed.map(({ one }) => takeDelivery(step, one.body.deliveryId)));
	const account = await as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("accounts").select("health").where("id", "=", id).executeTakeFirstOrThrow(),
	);
	expect(account.health).toBe(19);
	const zero = await post({ account: "Orchard", "hea\u0000l\ud800th": 1 });
	expect(zero).toMatchObject({ status: 422, body: { deliveryId: expect.any(String) } });
});
