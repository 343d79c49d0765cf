import { beforeEach, describe, expect, test } from "vitest";
import { followed, isStale } from "#app/domain/leads/intake/customers/keep-in-step.ts";
import { importOrderJob } from "#app/domain/leads/intake/jobs.ts";
import { as, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import {
	type ConnectedShop,
	deliveriesOf,
	eachWithShop,
	forgetJobs,
	leadsOf,
	SHOP_SECRET,
	soon,
} from "#tests/support/shop-house.ts";
import { deliveryBody, type Operation, signDelivery } from "../../../../../scripts/demo/shop-deliveries.ts";

type Row = Record<string, unknown> & { id: string };

let org: TestOrg;
let shop: ConnectedShop;
let customer: Row;
let vehicle: Row;
let order: Row;

eachWithShop((made) => {
	({ org, shop } = made);
});
beforeEach(async () => {
	({ customer, vehicle, order } = await shop.standin.placeOrder());
	await runJobs(soon());
	await forgetJobs();
});

async function tell(table: string, row: Row, operation: Operation = "UPDATE"): Promise<number> {
	const body = deliveryBody(table, operation, row);
	const response = await fetch(shop.url, {
		method: "POST",
		body,
		headers: signDelivery(body, SHOP_SECRET, new Date()),
	});
	return response.status;
}
const touched = (seconds = 1) => new Date(Date.now() + seconds * 1_000).toISOString();
const change = async (what: Record<string, unknown>, seconds?: number) => {
	Object.assign(customer, what, { updatedDate: touched(seconds) });
	expect(await tell("customer", customer)).toBe(202);
	return runJobs(soon(), 2);
};
const lastDelivery = async () => (await deliveriesOf(org)).at(-1)!;
const contact = async () => {
	const [lead] = await leadsOf(org);
	return { first_name: lead!.first_name, last_name: lead!.last_name, email: lead!.email, phone: lead!.phone };
};
const member = (what: Record<string, string | null>) =>
	as(org, "owner", (ctx) => ctx.db.updateTable("contacts").set(what).execute());
const events = (name: string) =>
	as(org, "owner", (ctx) => ctx.db.selectFrom("events").selectAll().where("name", "=", name).orderBy("id").execute());

describe("a customer whom the shop changes", () => {
	test("LEAD-4 is changed here too, once, with an event", async () => {
		const before = (await events("contact.changed")).length;
		await change({
			lastName: "Newly-Wed",
			emails: [{ email: "new@example.test", primary: true }],
			phoneNumbers: [{ number: "(415) 555-0188", primary: true, optIn: true }],
		});
		expect(await contact()).toMatchObject({
			last_name: "Newly-Wed",
			email: "new@example.test",
			phone: "+14155550188",
		});
		expect(await lastDelivery()).toMatchObject({ state: "processed" });
		expect((await events("contact.changed")).length).toBe(before + 1);
	});

	test("LEAD-4 keeps what a member changed here since, also on later words", async () => {
		await member({ email: "member@example.test" });
		await change({ firstName: "Elsewhere", emails: [{ email: "shop@example.test", primary: true }] });
		expect(await contact()).toMatchObject({ first_name: "Elsewhere", email: "member@example.test" });
		await change({ emails: [{ email: "again@example.test", primary: true }] }, 2);
		expect(await contact()).toMatchObject({ email: "member@example.test" });
	});

	test("LEAD-4 fills what is empty here, and what the shop leaves empty takes nothing away", async () => {
		const { email } = await contact();
		await member({ phone: null });
		await change({ emails: [], phoneNumbers: [{ number: "(415) 555-0177", primary: true, optIn: true }] });
		expect(await contact()).toMatchObject({ email, phone: "+14155550177" });
	});

	test("LEAD-4 who refuses texts at any number is on the suppression list, and not taken off by a later word", async () => {
		const suppressed = () =>
			as(org, "owner", (ctx) => ctx.db.selectFrom("suppressions").select(["channel", "address", "reason"]).execute());
		const numbers = (optIn: boolean) => [
			{ number: "(415) 555-0166", primary: true, optIn: true },
			{ number: "(415) 555-0167", primary: false, optIn },
		];
		await change({ phoneNumbers: numbers(false) });
		const refused = [{ channel: "sms", address: "+14155550167", reason: "unsubscribed" }];
		expect(await suppressed()).toEqual(refused);
		await change({ phoneNumbers: numbers(true) }, 2);
		expect(await suppressed()).toEqual(refused);
	});

	test("LEAD-4 of whom nobody here comes, or who is deleted there, changes nothing and is not asked for", async () => {
		const before = await contact();
		const asked = shop.standin.requests.length;
		await tell("customer", { id: "stranger" });
		await tell("customer", customer, "DELETE");
		await runJobs(soon(), 2);
		expect(shop.standin.requests.length).toBe(asked);
		expect((await deliveriesOf(org)).slice(-2)).toMatchObject([
			{ state: "ignored", reason: "Nobody here comes from this customer" },
			{ state: "ignored", reason: "The customer was deleted in the shop, and stays here" },
		]);
		expect(await contact()).toEqual(before);
	});

	test("LEAD-4 while the shop is away the delivery waits with its reason, and is worked on later", async () => {
		shop.standin.setFault("500");
		const ran = await change({ lastName: "Later" });
		expect(ran.find(({ name }) => name === importOrderJob.name)?.error).toBeDefined();
		expect(await lastDelivery()).toMatchObject({ state: "failed", reason: expect.stringMatching(/fault of its own/) });
		shop.standin.setFault(null);
		const { id } = await lastDelivery();
		await as(org, "owner", (ctx) => ctx.enqueue(importOrderJob, { orgId: org.id, deliveryId: id }));
		await runJobs(soon(), 2);
		expect(await contact()).toMatchObject({ last_name: "Later" });
		expect(await lastDelivery()).toMatchObject({ state: "processed" });
	});
});

test("LEAD-4 a vehicle that the shop changes is changed here, but for what was changed here", async () => {
	await as(org, "owner", (ctx) => ctx.db.updateTable("vehicles").set({ plate: "OURS" }).execute());
	Object.assign(vehicle, { color: "Orange", licensePlate: "THEIRS", updatedDate: touched() });
	await tell("vehicle", vehicle);
	await runJobs(soon(), 2);
	const rows = await as(org, "owner", (ctx) => ctx.db.selectFrom("vehicles").selectAll().execute());
	expect(rows).toMatchObject([{ colour: "Orange", plate: "OURS", external_id: vehicle.id }]);
	expect(await events("vehicle.changed")).toHaveLength(1);
});

describe("an order that names another customer and vehicle", () => {
	test("LEAD-4 takes its lead to them: contact, vehicle, conversation and a sequence of their own", async () => {
		const [before] = await leadsOf(org);
		const other = shop.standin.makeOrder() as unknown as Record<"customer" | "vehicle", Row>;
		const { customer: next, vehicle: car } = other;
		Object.assign(order, { customerId: next.id, vehicleId: car.id, updatedDate: touched() });
		await tell("order", order);
		expect((await runJobs(soon(), 2)).filter(({ error }) => error)).toEqual([]);
		const leads = await leadsOf(org);
		expect(leads).toHaveLength(1);
		expect(leads[0]).toMatchObject({ id: before!.id, first_name: next.firstName, make: car.make, enrich_error: null });
		expect(leads[0]!.contact_id).not.toBe(before!.contact_id);
		expect(leads[0]!.conversation_id).not.toBe(before!.conversation_id);
		const runs = await as(org, "owner", (ctx) =>
			ctx.db.selectFrom("enrollments").select(["contact_id", "state", "stop_reason"]).orderBy("id").execute(),
		);
		expect(runs).toEqual([
			{ contact_id: before!.contact_id, state: "stopped", stop_reason: "other-customer" },
			{ contact_id: leads[0]!.contact_id, state: "running", stop_reason: null },
		]);
	});

	test("LEAD-4 where it named none before, the contact stays one and learns who it is", async () => {
		const made = shop.standin.makeOrder() as unknown as Record<"customer" | "order", Row>;
		const known = made.order.customerId;
		Object.assign(made.order, { customerId: null });
		await tell("order", made.order, "INSERT");
		await runJobs(soon());
		const nameless = (await leadsOf(org)).at(-1)!;
		expect(nameless).toMatchObject({ email: null, phone: null });
		Object.assign(made.order, { customerId: known, updatedDate: touched() });
		await tell("order", made.order);
		await runJobs(soon(), 2);
		const named = (await leadsOf(org)).at(-1)!;
		expect(named).toMatchObject({
			id: nameless.id,
			contact_id: nameless.contact_id,
			first_name: made.customer.firstName,
		});
	});
});

describe("the rule of keeping in step", () => {
	test("LEAD-4 follows the shop while ours is empty or the shop's own", () => {
		expect(followed({ a: "x" }, { a: "x" }, { a: "y" })).toEqual({ a: ["x", "y"] });
		expect(followed({ a: null }, { a: "x" }, { a: "y" })).toEqual({ a: [null, "y"] });
		expect(followed({ email: "X@y.test" }, { email: "x@y.test" }, { email: "z@y.test" })).toHaveProperty("email");
	});
	test("LEAD-4 leaves what differs from the shop's last word, or of which no last word is known", () => {
		expect(followed({ a: "ours" }, { a: "x" }, { a: "y" })).toEqual({});
		expect(followed({ a: "ours" }, null, { a: "y" })).toEqual({});
		expect(followed({ a: "x" }, { a: "x" }, { a: null })).toEqual({});
	});
	test("LEAD-4 an older word is stale, an undated one is not", () => {
		expect(isStale(new Date(2), new Date(1))).toBe(true);
		expect(isStale(new Date(1), new Date(1))).toBe(false);
		expect(isStale(new Date(2), null)).toBe(false);
	});
});
