import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addSuppression } from "#app/domain/messaging/consent/add-suppression.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import { receiveMessage } from "#app/domain/messaging/receive-message.ts";
import { MOST_DEPTH } from "#app/domain/workflows/schema.ts";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { startTwilio, type TwilioStandIn } from "#tests/standins/twilio.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";
import { allowSending, makeContact, messageRow, setSwitches } from "#tests/support/messaging.ts";
import { begin, DAY, later, publish, runOf, runsOf, stepOf } from "./flow.ts";

let org: TestOrg;
let smtp: SmtpStandIn;
let twilio: TwilioStandIn;

beforeAll(async () => {
	await openTestHouse();
	[smtp, twilio] = [await startSmtp(), await startTwilio()];
	org = await makeOrg();
	await allowSending(org, { smtpPort: smtp.port, twilio });
});
afterAll(async () => {
	await smtp.stop();
	await twilio.stop();
});

const messageOf = async (run: string, node: string) =>
	messageRow(org, ((await stepOf(org, run, node)).output as { message: string }).message);

describe("FLOW-1 messages", () => {
	it("FLOW-1 an email and an SMS go out once, though every job runs twice, in the words of the step", async () => {
		const { id } = await publish(
			org,
			{
				mail: [
					"send_email",
					{ contact: "{{ trigger.who }}", subject: "Hello {{ trigger.name }}", text: "It is ready." },
				],
				text: ["send_sms", { contact: "{{ trigger.who }}", text: "Ready, {{ trigger.name }}." }],
			},
			["start>mail", "mail>text"],
		);
		const contact = await makeContact(org);
		const run = await begin(org, id, { who: contact.id, name: "Ann" });
		await runJobs(undefined, 2);
		await runJobs(undefined, 2);
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded", error: null });
		expect(smtp.received.filter(({ to }) => to.includes(contact.email))).toHaveLength(1);
		expect(twilio.messages.filter(({ to }) => to === contact.phone)).toHaveLength(1);
		expect(await messageOf(run, "mail")).toMatchObject({
			subject: "Hello Ann",
			author_kind: "workflow",
			dedupe_key: expect.stringContaining(run),
		});
		expect((await messageOf(run, "text")).body_text).toContain("Ready, Ann.");
	});

	it("FLOW-1 FLOW-3 a workflow that writes whenever a message was sent is stopped, and it is said: jobs carry on who began", async () => {
		const contact = await makeContact(org);
		const filter = `event.data.contactId == "${contact.id}"`;
		const { id } = await publish(
			org,
			{
				start: ["on_event", { event: "message.sent", filter }],
				mail: ["send_email", { contact: "{{ trigger.event.data.contactId }}", subject: "Again", text: "Hello." }],
			},
			["start>mail"],
		);
		const { id: first } = await publish(
			org,
			{ mail: ["send_email", { contact: "{{ trigger.who }}", subject: "First", text: "Hello." }] },
			["start>mail"],
		);
		await begin(org, first, { who: contact.id });
		await runJobs();
		const runs = await runsOf(org, id);
		expect(runs.map(({ depth }) => depth)).toEqual(Array.from({ length: MOST_DEPTH }, (_, at) => at + 1));
		// The first, and one of each run; the last one's begins nothing more.
		expect(smtp.received.filter(({ to }) => to.includes(contact.email))).toHaveLength(MOST_DEPTH + 1);
		const said = await as(org, "viewer", (ctx) =>
			ctx.db
				.selectFrom("events")
				.select(["data"])
				.where("name", "=", "workflow.not-begun")
				.where("subject_id", "=", id)
				.execute(),
		);
		expect(said).toEqual([{ data: { event: "message.sent", times: MOST_DEPTH } }]);
	});

	it("FLOW-1 suppression and the switches hold for workflows, and the step says what became of it", async () => {
		const { id } = await publish(
			org,
			{ mail: ["send_email", { contact: "{{ trigger.who }}", subject: "Hello", text: "Hi." }] },
			["start>mail"],
		);
		const contact = await makeContact(org);
		await asActor(org.id, SYSTEM, (ctx) =>
			addSuppression(ctx, { channel: "email", address: contact.email, reason: "unsubscribed" } as never),
		);
		const run = await begin(org, id, { who: contact.id });
		await runJobs();
		expect((await stepOf(org, run, "mail")).output).toMatchObject({ state: "suppressed" });
		await setSwitches(org, { email: false, sms: true, webhook: false });
		const other = await begin(org, id, { who: (await makeContact(org)).id });
		await runJobs();
		expect((await stepOf(org, other, "mail")).output).toMatchObject({
			state: "held",
			reason: expect.stringContaining("switched off"),
		});
		await setSwitches(org, { email: true, sms: true, webhook: false });
	});

	it("FLOW-1 a person of another organisation is nobody here, and it is said in words", async () => {
		const { id } = await publish(
			org,
			{
				text: ["send_sms", { contact: "{{ trigger.who }}", text: "Hello." }],
				sorry: ["end", { result: "steps.text.error" }],
			},
			["start>text", "text.error>sorry"],
		);
		const stranger = await makeContact(await makeOrg("Other"));
		const run = await begin(org, id, { who: stranger.id });
		const wrong = await begin(org, id, { who: "nobody" });
		await runJobs();
		expect((await runOf(org, run)).output).toBe("There is no such contact here.");
		expect((await runOf(org, wrong)).output).toContain("this is no id");
	});

	it("FLOW-1 a line in the chat is written once, by the firm's name, to the contact of a lead", async () => {
		const { id } = await publish(org, { say: ["send_chat", { lead: "{{ trigger.lead }}", text: "We are here." }] }, [
			"start>say",
		]);
		const lead = await makeLead(org, { locationId: await makeLocation(org) });
		const run = await begin(org, id, { lead: lead.leadId });
		await runJobs(undefined, 2);
		const line = await messageOf(run, "say");
		expect(line).toMatchObject({
			channel: "chat",
			author_kind: "workflow",
			author_name: "Test firm",
			lead_id: lead.leadId,
		});
		const sent = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("events").selectAll().where("subject_id", "=", line.id).execute(),
		);
		expect(sent).toMatchObject([{ name: "message.sent", actor_kind: "workflow" }]);
	});

	it("FLOW-1 a member is told by a task of their own, once; nobody of another organisation", async () => {
		const { id } = await publish(
			org,
			{ tell: ["notify", { member: "{{ trigger.who }}", title: "Look at {{ trigger.what }}", priority: "high" }] },
			["start>tell"],
		);
		const run = await begin(org, id, { who: org.members.user.id, what: "this" });
		const stranger = await begin(org, id, { who: (await makeOrg("Third")).members.user.id, what: "that" });
		await runJobs(undefined, 2);
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
		expect((await runOf(org, stranger)).error).toBe("There is no such member here.");
		const tasks = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("tasks").selectAll().where("kind", "=", "notice").execute(),
		);
		expect(tasks).toMatchObject([{ title: "Look at this", member_id: org.members.user.id, priority: "high" }]);
	});

	it("FLOW-1 a reply of the contact ends the wait, a machine's and another's do not; without one time is up", async () => {
		const { id } = await publish(
			org,
			{
				wait: ["wait_reply", { contact: "{{ trigger.who }}", channel: "sms", days: 3 }],
				yes: ["end", { result: "steps.wait.channel" }],
				late: ["end", { result: '"late"' }],
			},
			["start>wait", "wait>yes", "wait.late>late"],
		);
		const [ann, bob] = [await makeContact(org), await makeContact(org)];
		const [answered, silent] = [await begin(org, id, { who: ann.id }), await begin(org, id, { who: bob.id })];
		await runJobs();
		const write = (contactId: string, more: object) =>
			asActor(org.id, SYSTEM, async (ctx) => {
				const { id: conversationId } = await openConversation(ctx, { contactId, subject: "" });
				return receiveMessage(ctx, { contactId, conversationId, channel: "sms", text: "Yes please", ...more } as never);
			});
		await write(ann.id, { automatic: true });
		await write(ann.id, { channel: "email" });
		expect(await runOf(org, answered)).toMatchObject({ state: "waiting" });
		await write(ann.id, {});
		await runJobs(undefined, 2);
		expect(await runOf(org, answered)).toMatchObject({ state: "succeeded", output: "sms" });
		expect(await runOf(org, silent)).toMatchObject({ state: "waiting" });
		await runJobs(later(3 * DAY + 60_000));
		expect(await runOf(org, silent)).toMatchObject({ state: "succeeded", output: "late" });
	});

	it("FLOW-1 wait for an event takes a contact for what message.received is about", async () => {
		const { id } = await publish(
			org,
			{ wait: ["wait_event", { event: "message.received", about: "{{ trigger.who }}" }] },
			["start>wait"],
		);
		const ann = await makeContact(org);
		const run = await begin(org, id, { who: ann.id });
		await runJobs();
		await asActor(org.id, SYSTEM, async (ctx) => {
			const { id: conversationId } = await openConversation(ctx, { contactId: ann.id, subject: "" });
			await receiveMessage(ctx, { contactId: ann.id, conversationId, channel: "email", text: "Hello" } as never);
		});
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
	});

	it("FLOW-1 a message that comes in begins a workflow, by its channel and filter, once", async () => {
		const { id } = await publish(
			org,
			{ start: ["on_message", { channel: "sms", filter: "event.data.contactId != ''" }], done: ["end"] },
			["start>done"],
		);
		const ann = await makeContact(org);
		for (const channel of ["sms", "email"] as const) {
			await asActor(org.id, SYSTEM, async (ctx) => {
				const { id: conversationId } = await openConversation(ctx, { contactId: ann.id, subject: "" });
				await receiveMessage(ctx, { contactId: ann.id, conversationId, channel, text: "Hello" } as never);
			});
		}
		await runJobs(undefined, 2);
		const runs = await runsOf(org, id);
		expect(runs).toHaveLength(1);
		expect(runs[0]).toMatchObject({
			state: "succeeded",
			trigger: { event: { data: { channel: "sms", contactId: ann.id } } },
		});
	});

	it("FLOW-3 dry, nothing is written to anybody, and what would be is told", async () => {
		const { id } = await publish(
			org,
			{
				mail: ["send_email", { contact: "{{ trigger.who }}", subject: "Hello", text: "Hi." }],
				text: ["send_sms", { contact: "{{ trigger.who }}", text: "Hi." }],
				say: ["send_chat", { contact: "{{ trigger.who }}", text: "Hi." }],
				tell: ["notify", { title: "Look" }],
				wait: ["wait_reply", { contact: "{{ trigger.who }}" }],
			},
			["start>mail", "mail>text", "text>say", "say>tell", "tell>wait"],
		);
		const contact = await makeContact(org);
		const run = await begin(org, id, { who: contact.id }, true);
		await runJobs();
		expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
		const written = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("messages").select("id").where("contact_id", "=", contact.id).execute(),
		);
		expect(written).toEqual([]);
		for (const node of ["mail", "text", "say", "tell", "wait"]) {
			expect((await stepOf(org, run, node)).effect).toMatch(/^Would /);
		}
	});
});
