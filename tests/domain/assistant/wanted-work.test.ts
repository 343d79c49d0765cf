import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { asActor, openTestHouse, SYSTEM } from "#tests/support/house.ts";
import { type Customer, makeShop, type Shop, slotsOf, yesOf } from "./shop.ts";

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

	const service = async (name: string, minutes: number) => {
		const id = newId();
		const row = { org_id: shop.org.id, id, location_id: shop.locationId, name, duration_minutes: minutes };
		await asActor(shop.org.id, SYSTEM, ({ db }) => db.insertInto("services").values(row).execute());
	};

	test("LEAD-7 of work over a night it says when the vehicle is ready, before the yes and on the card", async () => {
		await service("Roof wrap", 960);
		const asked = await ann.says("book a roof wrap on tuesday at 4 pm");
		expect(asked.text).toContain("It takes about 16 h. Ready Thu 26 Nov, 1:00 pm CST.");
		const done = await ann.says(yesOf(asked));
		expect(done.parts[0]).toMatchObject({ lines: expect.arrayContaining(["Ready Thu 26 Nov, 1:00 pm CST"]) });
		expect((await ann.says("move it to monday at 8 am")).text).toContain("? Ready Tue 24 Nov, 2:30 pm CST.");
		const short = await ann.says("book chrome delete friday dec 4 at 9am");
		expect(short.text).not.toContain("Ready");
	});

	test("LEAD-7 after a booking a question for the hours offers no time of what was asked for, booked or cancelled before", async () => {
		await ann.says(yesOf(await ann.says("book chrome delete tuesday at 9am")));
		const booked = await ann.says("are you open on sunday?");
		expect([slotsOf(booked), booked.text]).toEqual([[], expect.stringContaining("closed on Sundays")]);
		await ann.says(yesOf(await ann.says("cancel it")));
		expect(slotsOf(await ann.says("are you open on sunday?"))).toEqual([]);
		expect((await ann.says("book a time")).text).toContain("Which service");
		await ann.says(yesOf(await ann.says("book interior detail wednesday at 9am")));
		expect(slotsOf(await ann.says("are you open on sunday?"))).toEqual([]);
		const another = await ann.says("thursday afternoon");
		expect(another.text).toMatch(/^Your Interior detail is booked for Wed 25 Nov, 9:00 am CST.*Which service/);
	});

	test("LEAD-7 a full afternoon, a full day and hours too short are each called what they are, with times from then on", async () => {
		const bob = await shop.customer("Bob");
		await bob.says(yesOf(await bob.says("book chrome delete thursday at 1pm")));
		const afternoon = await ann.says("thursday afternoon");
		expect(afternoon.text).toContain("Thu 26 Nov is full in the afternoon. These are the nearest free times");
		expect(slotsOf(afternoon).every(({ startsAt }) => startsAt >= "2026-11-26")).toBe(true);
		expect(slotsOf(afternoon)[0]?.startsAt).toMatch(/^2026-11-26/);
		await bob.says(yesOf(await bob.says("book chrome delete thursday at 8am")));
		const day = await ann.says("thursday");
		expect(day.text).toContain("Thu 26 Nov is full.");
		expect((await ann.says("tuesday at 4pm")).text).toContain(
			"work of 4 h begun at 4:00 pm would not end while we are open",
		);
		expect((await ann.says("friday afternoon")).text).toContain("closed on Fri 27 Nov (Day after Thanksgiving)");
	});

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
