import { beforeAll, describe, expect, it } from "vitest";
import { createLead } from "#app/domain/leads/create-lead.ts";
import { updateLead } from "#app/domain/leads/update-lead.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLead, makeLocation, touchesOf } from "#tests/support/leads.ts";
import { makeContact } from "#tests/support/messaging.ts";
import { begin, publish, runOf, runsOf, stepOf } from "./flow.ts";

let org: TestOrg;
let locationId: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	locationId = await makeLocation(org);
});

const leadRow = (id: string) =>
	as(org, "viewer", (ctx) => ctx.db.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow());

describe("FLOW-1 leads", () => {
	it("FLOW-1 a lead is looked at, its follow-up begun once and stopped, and it is moved and given to a member", async () => {
		const { id } = await publish(
			org,
			{
				look: ["read_lead", { lead: "{{ trigger.lead }}" }],
				enrol: ["enrol_lead", { lead: "{{ trigger.lead }}" }],
				again: ["enrol_lead", { lead: "{{ trigger.lead }}" }],
				stop: ["stop_lead", { lead: "{{ trigger.lead }}" }],
				move: ["move_lead", { lead: "{{ trigger.lead }}", state: "engaged" }],
				give: ["assign_lead", { lead: "{{ trigger.lead }}", members: org.members.user.id }],
				done: ["end", { result: "steps.look.contact.firstName" }],
			},
			["start>look", "look>enrol", "enrol>again", "again>stop", "stop>move", "move>give", "give>done"],
		);
		const lead = await makeLead(org, { locationId });
		const run = await begin(org, id, { lead: lead.leadId });
		await runJobs(undefined, 2);
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", output: "Ana", error: null });
		expect((await stepOf(org, run, "enrol")).output).toMatchObject({ enrolled: true });
		expect((await stepOf(org, run, "again")).output).toMatchObject({ enrolled: false });
		expect((await stepOf(org, run, "stop")).output).toEqual({ stopped: true });
		expect(await leadRow(lead.leadId)).toMatchObject({ state: "engaged", owner_id: org.members.user.id });
		const touches = await touchesOf(org, lead.leadId);
		expect(touches.length).toBeGreaterThan(5);
		expect(new Set(touches.map(({ status, reason }) => `${status} ${reason}`))).toEqual(
			new Set(["cancelled Stopped by a workflow."]),
		);
	});

	it("FLOW-1 a lead of another organisation is none here, and a move that cannot be is said in words", async () => {
		const { id } = await publish(
			org,
			{
				move: ["move_lead", { lead: "{{ trigger.lead }}", state: "new" }],
				sorry: ["end", { result: "steps.move.error" }],
			},
			["start>move", "move.error>sorry"],
		);
		const other = await makeOrg("Other");
		const stranger = await makeLead(other, { locationId: await makeLocation(other) });
		const own = await makeLead(org, { locationId, state: "engaged" });
		const [foreign, back] = [
			await begin(org, id, { lead: stranger.leadId }),
			await begin(org, id, { lead: own.leadId }),
		];
		await runJobs();
		expect((await runOf(org, foreign)).output).toContain("There is no such lead here.");
		expect((await runOf(org, back)).output).toContain("cannot be moved to new");
	});

	it("FLOW-1 a lead that comes in or moves begins a workflow, once, by what it is asked for", async () => {
		const came = await publish(org, { start: ["on_lead", { what: "created" }], done: ["end"] }, ["start>done"]);
		const lost = await publish(org, { start: ["on_lead", { what: "moved", state: "lost" }], done: ["end"] }, [
			"start>done",
		]);
		const { id: contactId } = await makeContact(org);
		const made = await as(org, "user", (ctx) =>
			createLead(ctx, { contactId, locationId, source: "member", title: "Tint" }),
		);
		const leadId = made.id;
		await as(org, "user", (ctx) => updateLead(ctx, { id: leadId, state: "engaged" }));
		await as(org, "user", (ctx) => updateLead(ctx, { id: leadId, state: "lost", lostReason: "price" }));
		await runJobs(undefined, 2);
		expect(await runsOf(org, came.id)).toMatchObject([{ subject_type: "lead", subject_id: leadId }]);
		expect(await runsOf(org, lost.id)).toHaveLength(1);
	});
});
