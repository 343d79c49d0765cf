import { beforeAll, describe, expect, test } from "vitest";
import { getToday } from "#app/domain/analytics/today-queries.ts";
import { raiseTask } from "#app/domain/crm/raise-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";

describe("today's page", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});
	const today = (firm: TestOrg, closed?: string) => as(firm, "user", (ctx) => getToday(ctx, closed));
	const raise = (title: string) => as(org, "user", (ctx) => raiseTask(ctx, { kind: "test", dedupeKey: title, title }));

	test("CRM-1 an organisation without anything has a page of nothing", async () => {
		expect(await today(org)).toMatchObject({ counts: { newLeads: 0, openTasks: 0 }, appointments: [], tasks: [] });
	});

	test("CRM-1 it counts what waits and lists what is open, and nothing of another organisation", async () => {
		await makeLead(org, { locationId: await makeLocation(org) });
		await raise("Ring Ann");
		expect(await today(org)).toMatchObject({ counts: { newLeads: 1, openTasks: 1 }, tasks: [{ title: "Ring Ann" }] });
		expect(await today(other)).toMatchObject({ counts: { newLeads: 0, openTasks: 0 }, tasks: [] });
	});

	test("CRM-1 a task that was just closed stays in sight beside those that are open", async () => {
		await raise("Order film");
		const { tasks } = await today(org);
		const { id } = tasks.find((task) => task.title === "Order film")!;
		await as(org, "user", (ctx) => updateTask(ctx, { id, action: "complete" }));
		expect((await today(org)).tasks.map((task) => task.title)).toEqual(["Ring Ann"]);
		const shown = (await today(org, id)).tasks;
		expect(shown).toHaveLength(2);
		expect(shown.find((task) => task.id === id)).toMatchObject({ title: "Order film", isOpen: false });
	});
});
