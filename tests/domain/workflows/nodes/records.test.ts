import { beforeAll, describe, expect, it } from "vitest";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { restoreTask } from "#app/domain/crm/tasks/restore-task.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeContact } from "#tests/support/messaging.ts";
import { begin, DAY, later, publish, runOf, runsOf, stepOf } from "./flow.ts";

let org: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const contactRow = (id: string) =>
	as(org, "viewer", (ctx) => ctx.db.selectFrom("contacts").selectAll().where("id", "=", id).executeTakeFirstOrThrow());

describe("FLOW-1 records", () => {
	it("FLOW-1 records are added once by their commands; a contact who is known is taken, blanks filled", async () => {
		const { id } = await publish(
			org,
			{
				who: [
					"create_record",
					{
						record: "contact",
						fields: [
							{ name: "firstName", value: "{{ trigger.name }}" },
							{ name: "email", value: "{{ trigger.email }}" },
							{ name: "city", value: "Bern" },
						],
					},
				],
				deal: [
					"create_record",
					{
						record: "deal",
						fields: [
							{ name: "name", value: "Deal of {{ trigger.name }}" },
							{ name: "valueCents", value: "{{ trigger.cents }}" },
							{ name: "contactId", value: "{{ steps.who.id }}" },
						],
					},
				],
			},
			["start>who", "who>deal"],
		);
		const run = await begin(org, id, { name: "Bea", email: "bea@example.test", cents: 12_500 });
		await runJobs(undefined, 2);
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", error: null });
		const made = (await stepOf(org, run, "who")).output as { id: string; isNew: boolean };
		expect(made.isNew).toBe(true);
		expect(await contactRow(made.id)).toMatchObject({ first_name: "Bea", city: "Bern", stage: "prospect" });
		const deals = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("deals").selectAll().where("contact_id", "=", made.id).execute(),
		);
		expect(deals).toMatchObject([{ name: "Deal of Bea", value_cents: 12_500 }]);
		const again = await begin(org, id, { name: "Beatrice", email: "BEA@example.test", cents: 1 });
		await runJobs();
		expect((await stepOf(org, again, "who")).output).toEqual({ type: "contact", id: made.id, isNew: false });
		expect(await contactRow(made.id)).toMatchObject({ first_name: "Bea" });
	});

	it("FLOW-1 a record is changed; unknown fields, wrong values, strangers' records and references are said in words", async () => {
		const change = (fields: object[]) =>
			publish(
				org,
				{
					set: ["update_record", { record: "contact", id: "{{ trigger.who }}", fields }],
					sorry: ["end", { result: "steps.set.error" }],
				},
				["start>set", "set.error>sorry"],
			);
		const contact = await makeContact(org);
		const good = await change([
			{ name: "stage", value: "customer" },
			{ name: "city", value: "" },
		]);
		const run = await begin(org, good.id, { who: contact.id });
		const stranger = await begin(org, good.id, { who: (await makeContact(await makeOrg("Other"))).id });
		// A name that stands there is refused before; what an expression comes to is known by the run alone.
		await expect(change([{ name: "shoeSize", value: "44" }])).rejects.toMatchObject({ status: 422 });
		const named = await change([{ name: '{{ "shoeSize" }}', value: "44" }]);
		const unknown = await begin(org, named.id, { who: contact.id });
		const wrong = await begin(org, (await change([{ name: "email", value: "nonsense" }])).id, { who: contact.id });
		const owner = (await makeOrg("Third")).members.user.id;
		const foreign = await begin(org, (await change([{ name: "ownerId", value: owner }])).id, { who: contact.id });
		await runJobs(undefined, 2);
		expect((await stepOf(org, run, "set")).output).toMatchObject({ changed: ["stage"] });
		expect(await contactRow(contact.id)).toMatchObject({ stage: "customer", owner_id: null });
		const said = async (of: string) => String((await runOf(org, of)).output);
		expect(await said(stranger)).toContain("There is no such contact here.");
		expect(await said(unknown)).toContain("has no field “shoeSize”. It has firstName");
		expect(await said(wrong)).toContain("email: Write an email address");
		expect(await said(foreign)).toContain("ownerId: Choose a member");
	});

	it("FLOW-1 a record is found by what it is known by, or goes the other way", async () => {
		const { id } = await publish(
			org,
			{
				find: ["find_record", { record: "contact", by: "email", value: "{{ trigger.email }}" }],
				yes: ["end", { result: "steps.find.fields.firstName" }],
				no: ["end", { result: '"none"' }],
			},
			["start>find", "find.found>yes", "find.none>no"],
		);
		const contact = await makeContact(org, { first_name: "Cleo" });
		const stranger = await makeContact(await makeOrg("Other"));
		const [found, none] = [
			await begin(org, id, { email: contact.email.toUpperCase() }),
			await begin(org, id, { email: stranger.email }),
		];
		await runJobs();
		expect(await runOf(org, found)).toMatchObject({ output: "Cleo" });
		expect(await runOf(org, none)).toMatchObject({ output: "none" });
	});

	it("FLOW-1 a task is given once and waited for until it is done, or until time is up", async () => {
		const { id } = await publish(
			org,
			{
				task: [
					"create_task",
					{
						title: "Call {{ trigger.name }}",
						about: "contact",
						aboutId: "{{ trigger.who }}",
						assignee: org.members.user.id,
						dueInDays: 2,
						waits: true,
						days: 5,
					},
				],
				done: ["end", { result: 'steps.task.outcome + " by " + steps.task.by' }],
				late: ["end", { result: "steps.task.outcome" }],
			},
			["start>task", "task>done", "task.late>late"],
		);
		const contact = await makeContact(org);
		const [quick, slow] = [
			await begin(org, id, { name: "Ann", who: contact.id }),
			await begin(org, id, { name: "Bob", who: contact.id }),
		];
		await runJobs(undefined, 2);
		const tasks = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("tasks").selectAll().where("run_id", "in", [quick, slow]).orderBy("id").execute(),
		);
		expect(tasks).toHaveLength(2);
		const own = tasks.find(({ run_id }) => run_id === quick)!;
		expect(own).toMatchObject({
			title: "Call Ann",
			subject_id: contact.id,
			member_id: org.members.user.id,
			state: "open",
		});
		expect(own.due_on).not.toBeNull();
		await as(org, "user", (ctx) => updateTask(ctx, { id: own.id, action: "complete" }));
		await runJobs(undefined, 2);
		expect(await runOf(org, quick)).toMatchObject({ state: "succeeded", output: "done by The user" });
		expect(await runOf(org, slow)).toMatchObject({ state: "waiting" });
		await runJobs(later(5 * DAY + 60_000));
		expect(await runOf(org, slow)).toMatchObject({ state: "succeeded", output: "open" });
	});

	it("FLOW-3 a run whose task is skipped or deleted is woken and goes on with how it ended, once", async () => {
		const { id } = await publish(
			org,
			{
				task: ["create_task", { title: "Call", about: "none", waits: true }],
				done: ["end", { result: "steps.task.outcome" }],
			},
			["start>task", "task>done"],
		);
		const [skipped, deleted] = [await begin(org, id), await begin(org, id)];
		await runJobs();
		const taskOf = async (run: string) =>
			(
				await as(org, "viewer", (ctx) =>
					ctx.db.selectFrom("tasks").select("id").where("run_id", "=", run).executeTakeFirstOrThrow(),
				)
			).id;
		const [put, task] = [await taskOf(skipped), await taskOf(deleted)];
		await as(org, "user", (ctx) => updateTask(ctx, { id: put, action: "skip" }));
		await as(org, "user", (ctx) => trashTask(ctx, { id: task }));
		// Whatever becomes of the task afterwards, the run has gone on.
		await as(org, "user", (ctx) => restoreTask(ctx, task));
		await as(org, "user", (ctx) => updateTask(ctx, { id: task, action: "complete" }));
		await runJobs(undefined, 2);
		expect(await runOf(org, skipped)).toMatchObject({ state: "succeeded", output: "skipped" });
		expect(await runOf(org, deleted)).toMatchObject({ state: "succeeded", output: "deleted" });
	});

	it("FLOW-1 a record is given to whoever has the fewest, in turn, and not taken from its owner", async () => {
		const firm = await makeOrg("Turns");
		const members = [firm.members.user.id, firm.members.manager.id];
		const { id } = await publish(
			firm,
			{ give: ["assign", { record: "contact", id: "{{ trigger.who }}", members: members.join(", ") }] },
			["start>give"],
		);
		const owners = [];
		for (let count = 0; count < 4; count++) {
			const contact = await makeContact(firm);
			const run = await begin(firm, id, { who: contact.id });
			await runJobs();
			owners.push(((await stepOf(firm, run, "give")).output as { owner: string }).owner);
			const again = await begin(firm, id, { who: contact.id });
			await runJobs();
			expect((await stepOf(firm, again, "give")).output).toMatchObject({ owner: owners.at(-1) });
		}
		expect([...owners].sort()).toEqual([...members, ...members].sort());
	});

	it("FLOW-1 a record's change begins a workflow by kind and field, and a moved deal by its stage", async () => {
		const stage = await publish(
			org,
			{ start: ["on_record", { record: "contact", what: "changed", fields: "stage" }], done: ["end"] },
			["start>done"],
		);
		const any = await publish(org, { start: ["on_record", { record: "contact", what: "changed" }], done: ["end"] }, [
			"start>done",
		]);
		const deal = await publish(
			org,
			{
				start: ["on_record", { record: "deal", what: "created", filter: "event.changes.valueCents[1] > 100" }],
				done: ["end"],
			},
			["start>done"],
		);
		const contact = await makeContact(org);
		await as(org, "user", async (ctx) => {
			await updateContact(ctx, { id: contact.id, city: "Bern" });
			await updateContact(ctx, { id: contact.id, stage: "customer" });
			await createDeal(ctx, { name: "Small", valueCents: 50 });
			await createDeal(ctx, { name: "Large", valueCents: 500 });
		});
		await runJobs(undefined, 2);
		expect(await runsOf(org, stage.id)).toMatchObject([{ subject_type: "contact", subject_id: contact.id }]);
		expect(await runsOf(org, any.id)).toHaveLength(2);
		expect(await runsOf(org, deal.id)).toHaveLength(1);
	});

	it("FLOW-3 dry, no record changes", async () => {
		const { id } = await publish(
			org,
			{
				add: ["create_record", { record: "account", fields: [{ name: "name", value: "Never" }] }],
				set: [
					"update_record",
					{ record: "contact", id: "{{ trigger.who }}", fields: [{ name: "city", value: "Nowhere" }] },
				],
				give: ["assign", { record: "contact", id: "{{ trigger.who }}" }],
				task: ["create_task", { title: "Never", waits: true }],
			},
			["start>add", "add>set", "set>give", "give>task"],
		);
		const contact = await makeContact(org);
		const run = await begin(org, id, { who: contact.id }, true);
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
		expect(await contactRow(contact.id)).toMatchObject({ city: null, owner_id: null });
		const left = await as(org, "viewer", async (ctx) => [
			...(await ctx.db.selectFrom("accounts").select("id").where("name", "=", "Never").execute()),
			...(await ctx.db.selectFrom("tasks").select("id").where("title", "=", "Never").execute()),
		]);
		expect(left).toEqual([]);
		for (const node of ["add", "set", "give", "task"]) expect((await stepOf(org, run, node)).effect).toMatch(/^Would /);
	});
});
