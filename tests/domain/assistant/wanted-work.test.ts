import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { asActor, openTestHouse, SYSTEM } from "#tests/support/house.ts";
import { type Customer, makeShop, type Shop, slotsOf } from "./shop.ts";

describe("a customer whose lead names what they want", () => {
	let shop: Shop;
	let ann: Customer;
	beforeAll(async () => {
		await openTestHouse();
	});
	beforeEach(async () => {
		shop = await makeShop();
		ann = await shop.customer("Ann", ["Chrome delete"]);
	});

	test.each(["When are you free?", "what times do you have", "any openings?", "when can I come in", "next available?"])(
		"LEAD-7 %j is answered with the next free times for it",
		async (line) => {
			const answer = await ann.says(line);
			expect(answer.text).toContain("Chrome delete");
			const slots = slotsOf(answer);
			expect(slots.length).toBeGreaterThanOrEqual(3);
			// Saturday: the next open days are Monday to Wednesday.
			expect(slots.every(({ startsAt }) => startsAt >= "2026-11-23" && startsAt < "2026-11-26")).toBe(true);
		},
	);

	test("LEAD-6 a line that only tells something gets a question, and the team hears it on a plain yes", async () => {
		const answer = await ann.says("my left window has a purple spot");
		expect(answer.text).toContain("I am not sure what you need");
		expect(answer.text).not.toContain("$");
		expect((await ann.says("yes")).text).toContain("I have told the team");
	});

	test("LEAD-6 seven services are all named, and of nine it says how many are left", async () => {
		const add = (count: number) =>
			asActor(shop.org.id, SYSTEM, async ({ db }) => {
				for (let index = 0; index < count; index++) {
					const name = `Coating, ${"abcdefghi"[index]}${count} years`;
					const row = { org_id: shop.org.id, id: newId(), location_id: shop.locationId, name, price_cents: 10_000 };
					await db.insertInto("services").values(row).execute();
				}
			});
		await add(7);
		const seven = (await ann.says("coating price")).text;
		expect(seven.match(/Coating/g)).toHaveLength(7);
		expect(seven).not.toContain("more");
		await add(2);
		expect((await ann.says("coating price")).text).toContain("There are 3 more");
	});
});
