import { beforeAll, describe, expect, test } from "vitest";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { as, asActor, openTestHouse, SYSTEM } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { type Customer, makeShop, NOW, type Said, type Shop, slotsOf, yesOf } from "./shop.ts";

// Saturday 21 November 2026; open Monday to Friday, closed on the 27th.
const ALONE: [said: string, heard: RegExp][] = [
	["are you open on Sunday", /^We are closed on Sundays\. We open again on Mon 23 Nov at 8:00 am CST\.$/],
	["can I come Sunday afternoon", /^We are closed on Sundays\. We open again on Mon 23 Nov .*Which service/],
	["are you open today", /^We are closed today, as on every Saturday\. We open again on Mon 23 Nov/],
	["can I come in today?", /^We are closed today, as on every Saturday/],
	["are you open on the 27th", /closed on Fri 27 Nov \(Day after Thanksgiving\)\. We open again on Mon 30 Nov/],
	["are you open black friday", /closed on Fri 27 Nov/],
	["can i come friday after thanksgiving", /closed on Fri 27 Nov/],
	["do you work weekends", /closed on Saturdays and Sundays\. We open again on Mon 23 Nov/],
	["are you open on christmas", /^On Fri 25 Dec we are open .*usual hours.*Ask for a person/],
	["what time do you close", /Mon to Fri: 8:00 am to 5:30 pm/],
	["what time do you open tomorrow", /closed on Sundays/],
	["how late are you open monday", /On Mon 23 Nov we are open 8:00 am to 5:30 pm/],
	["what do you do", /Interior detail: \$169\.00/],
	["how long does it take", /depends on the service:\n.*about 4 h/],
	["do you do oil changes", /not find that in the list.*will not guess/],
	["do u do brakes?", /not find that in the list/],
	["how much for an oil change", /^(?!.*\$).*not find that in the list/],
	["my engine makes a noise", /not find that in the list/],
	["how mcuh is crome delte", /Chrome delete is \$499\.00/],
	["price for intrior detial", /Interior detail is \$169\.00/],
	["what's the cheapest thing you have", /costs.*:\nInterior detail: \$169\.00/],
	["how much to tint just the back windows", /^(?!.*front)/],
	["no thanks", /^All right\./],
	["not interested", /^All right, thank you.*STOP/],
	["wrong number", /^All right, thank you.*STOP/],
	["I already booked somewhere else", /^All right, thank you/],
	["stop", /not write to you/],
	["talk to a human", /I have told the team/],
	["can you call me at 5pm", /I have told the team/],
	["is my car ready", /I have told the team/],
	["i'm running 10 minutes late", /I have told the team/],
	["where are you", /Lakeside Tint\n.*I do not have the street address/s],
	["can my wife bring it", /for the team to say/],
	["do you take credit cards", /for the team to say/],
	["what's your warranty", /for the team to say/],
	["do you have a shuttle", /for the team to say/],
	["can I drop it off the night before", /for the team to say/],
	["can you beat $300", /^(?!.*\$).*for the team to say/],
	["I need to move it", /no appointment of yours to move/],
	["cancel it", /no appointment booked/],
	["hello, anyone there?", /^Hello Ann/],
	["who is this", /automatic assistant of Lakeside Tint, not a person/],
	["are you a robot", /not a person/],
	["ok", /^All right/],
	["👍", /^All right/],
	["do you have anything tuesday", /Which service/],
	["i'm free late afternoon", /Which service/],
	["hola, cuanto cuesta", /equipo.*\n.*English only/],
];

const AFTER_A_SERVICE: [said: string, heard: RegExp, slots?: RegExp][] = [
	["tmrw 3ish", /^We are closed on Sundays\. The next open day is Mon 23 Nov/, /2026-11-23/],
	["monday 10ish", /^Book Chrome delete on Mon 23 Nov, 10:00 am CST\?/],
	["next friday", /closed on Fri 27 Nov .* The next open day is Mon 30 Nov/, /2026-11-30/],
	["the day after tomorrow", /These times are free/, /2026-11-23/],
	["are you open sunday?", /^We are closed on Sundays\. The next open day is Mon 23 Nov/, /2026-11-23/],
	["this weekend", /closed on .*Sundays\. The next open day is Mon 23 Nov/, /2026-11-23/],
	["tonight", /^We are closed today/, /2026-11-23/],
	["tuesday at 9pm", /^On Tue 24 Nov we are open 8:00 am to 5:30 pm CST\. These are the nearest/, /2026-11-24/],
];

describe("what customers write, without any model", () => {
	let shop: Shop;
	beforeAll(async () => {
		await openTestHouse();
		shop = await makeShop();
	});

	test.each(ALONE)("LEAD-6 %j is answered kindly and truly", async (line, heard) => {
		const ann = await shop.customer();
		expect((await ann.says(line)).text).toMatch(heard);
	});

	test.each(AFTER_A_SERVICE)("LEAD-6 %j after a service was named", async (line, heard, slots) => {
		const ann = await shop.customer();
		await ann.says("chrome delete");
		const answer = await ann.says(line);
		expect(answer.text).toMatch(heard);
		expect(answer.text).not.toContain("not free");
		if (slots) {
			expect(slotsOf(answer).length).toBeGreaterThanOrEqual(3);
			expect(slotsOf(answer).every(({ startsAt }) => slots.test(startsAt))).toBe(true);
		}
	});

	test("LEAD-7 a closed day that was asked for before the service was named leads to the next open day", async () => {
		const ann = await shop.customer();
		await ann.says("can I come Sunday afternoon");
		const answer = await ann.says("interior detail");
		expect(answer.text).not.toContain("closed");
		expect(slotsOf(answer).every(({ startsAt }) => startsAt >= "2026-11-23T18" && startsAt < "2026-11-23T23")).toBe(
			true,
		);
	});

	test("LEAD-7 who cannot make it and names another day moves, and cancels nothing", async () => {
		const ann = await shop.customer();
		await ann.says(yesOf(await ann.says("book chrome delete wednesday dec 2 at 9am")));
		const answer = await ann.says("can't make it, can we do friday dec 4 instead");
		expect(slotsOf(answer).every(({ startsAt }) => startsAt.startsWith("2026-12-04"))).toBe(true);
		expect((await ann.says("move it to sunday")).text).toMatch(/^We are closed on Sundays/);
	});

	test("LEAD-6 a question for the team is put to it by a plain yes, and by nothing else", async () => {
		const ann = await shop.customer();
		await ann.says("do you take credit cards");
		await ann.says("how much is chrome delete?");
		expect((await ann.says("ok")).text).toMatch(/^All right/);
		await ann.says("do you take credit cards");
		expect((await ann.says("yes please")).text).toContain("I have told the team");
	});
});

describe("while a person is awaited", () => {
	let shop: Shop;
	let ann: Customer;
	beforeAll(async () => {
		await openTestHouse();
		shop = await makeShop();
	});

	const asks = async () => {
		ann = await shop.customer();
		await ann.says("talk to a human");
		await runJobs(NOW);
	};
	/** The answer, or undefined where nothing was answered. */
	const says = async (line: string): Promise<Said | undefined> => {
		const said = await ann.says(line);
		return said.direction === "out" ? said : undefined;
	};
	const tasks = () =>
		asActor(shop.org.id, SYSTEM, ({ db }) =>
			db.selectFrom("tasks").select(["id", "state"]).where("subject_id", "=", ann.conversationId).execute(),
		);

	test("LEAD-6 says once that the team was told, and then leaves what it cannot answer to the person", async () => {
		await asks();
		expect((await says("well the left one is sort of purple"))?.text).toContain(
			"the team has been told and will answer",
		);
		expect(await says("it came loose on the drive home")).toBeUndefined();
		expect(await says("do you take credit cards")).toBeUndefined();
		expect(await says("do you do oil changes")).toBeUndefined();
		expect(await says("my front window tint has a purple spot")).toBeUndefined();
		const said = (await ann.thread()).filter(({ direction }) => direction === "out").map(({ text }) => text);
		expect(said.filter((text) => /did not understand|do not want to guess/.test(text))).toEqual([]);
	});

	test("LEAD-6 still tells what it surely knows, and books", async () => {
		await asks();
		expect((await says("how much is chrome delete?"))?.text).toContain("$499.00");
		expect((await says("are you open sunday"))?.text).toContain("closed on Sundays");
		const asked = await says("book chrome delete tuesday dec 8 at 9am");
		expect((await ann.says(yesOf(asked!))).text).toContain("Booked");
	});

	test("LEAD-6 asking again is answered, and makes no second task and no second event", async () => {
		await asks();
		expect((await says("talk to a person"))?.text).toContain("has been told");
		expect((await says("hello?"))?.text).toContain("has been told");
		await runJobs(NOW, 2);
		expect(await tasks()).toHaveLength(1);
		const events = await asActor(shop.org.id, SYSTEM, ({ db }) =>
			db
				.selectFrom("events")
				.select("id")
				.where("name", "=", "conversation.person-wanted")
				.where("subject_id", "=", ann.conversationId)
				.execute(),
		);
		expect(events).toHaveLength(1);
	});

	test("LEAD-6 once the team says that it is done, the chat is as before, and asking makes a task again", async () => {
		await asks();
		const [task] = await tasks();
		await as(shop.org, "user", (ctx) => updateTask(ctx, { id: task!.id, action: "complete" }), NOW);
		expect((await says("purple monkey dishwasher"))?.text).toContain("did not understand");
		const later = new Date(NOW.getTime() + 60_000);
		expect((await ann.says("talk to a human", { now: later })).text).toContain("I have told the team");
		await runJobs(later);
		expect((await tasks()).map(({ state }) => state).sort()).toEqual(["done", "open"]);
	});
});
