import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { takeOverConversation } from "#app/domain/assistant/conversations/take-over-conversation.ts";
import { receiveChatLine } from "#app/domain/assistant/receive-chat-line.ts";
import { answerChatLine } from "#app/domain/assistant/turns/answer-chat-line.ts";
import { enrollLead } from "#app/domain/leads/enroll-lead.ts";
import { openConversation } from "#app/domain/messaging/open-conversation.ts";
import { receiveMessage } from "#app/domain/messaging/receive-message.ts";
import { providers } from "#app/providers/open.ts";
import { house, inOrg } from "#db/context.ts";
import { sendTouchHandler } from "#jobs/leads/send-touch.ts";
import { sendMessage } from "#jobs/messaging/send-message.ts";
import { type Customer, makeShop, NOW, type Shop } from "#tests/domain/assistant/shop.ts";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { startTwilio, type TwilioStandIn } from "#tests/standins/twilio.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLead, makeLocation, touchesOf } from "#tests/support/leads.ts";
import { allowSending, makeContact, messageRow, queue } from "#tests/support/messaging.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { makePlace } from "#tests/support/places.ts";

// What only shows where several connections work at once.

const ROUNDS = 15;
let smtp: SmtpStandIn;
let twilio: TwilioStandIn;

beforeAll(async () => {
	await openNativeHouse(25);
	[smtp, twilio] = await Promise.all([startSmtp(), startTwilio()]);
});
afterAll(() => Promise.all([smtp.stop(), twilio.stop()]));

describe("messages over several connections", () => {
	let org: TestOrg;
	beforeEach(async () => {
		org = await makeOrg();
		twilio.messages.length = 0;
		smtp.received.length = 0;
		await allowSending(org, { smtpPort: smtp.port, twilio });
	});

	test("MSG-1 fifty who ask for one message at once make one, with one job, and one mail goes out", async () => {
		const contact = await makeContact(org);
		const message = { contactId: contact.id, purpose: "notice", dedupeKey: "the-one" } as const;
		const all = await Promise.all(Array.from({ length: 50 }, () => queue(org, message)));
		expect(new Set(all.map(({ id }) => id)).size).toBe(1);
		expect(new Set(all.map(({ state }) => state))).toEqual(new Set(["queued"]));
		const run = () => ({ requestId: newId(), signal: new AbortController().signal, now: new Date() });
		await Promise.all(Array.from({ length: 20 }, () => sendMessage({ orgId: org.id, messageId: all[0]!.id }, run())));
		await runJobs();
		expect(smtp.received).toHaveLength(1);
		expect(await messageRow(org, all[0]!.id)).toMatchObject({ state: "sent", attempts: 1 });
	});

	test("LEAD-5 a STOP that arrives while a text is sent: nothing fails, nothing hangs, and nothing goes out after it", async () => {
		const locationId = await makeLocation(org, { zone: "UTC", window: { hours: null, quietHours: null } });
		let sent = 0;
		for (let round = 0; round < ROUNDS; round++) {
			const { leadId, contactId } = await makeLead(org, { locationId });
			await as(org, "owner", (ctx) => enrollLead(ctx, { leadId }));
			const [first] = await touchesOf(org, leadId);
			await house().database.owner.query("update touches set channel = 'sms', planned_at = now() where id = $1", [
				first!.id,
			]);
			const run = () => ({ requestId: newId(), signal: new AbortController().signal, now: new Date() });
			const before = twilio.messages.length;
			const send = async () => {
				await sendTouchHandler[1]({ orgId: org.id, touchId: first!.id } as never, run());
				const [touch] = await touchesOf(org, leadId);
				if (touch!.message_id) await sendMessage({ orgId: org.id, messageId: touch!.message_id }, run());
			};
			const stop = async () => {
				await sleep(round * 15);
				await hear(contactId, locationId, "STOP");
			};
			await Promise.all([send(), stop()]);
			const duringStop = twilio.messages.length - before;
			expect(duringStop).toBeLessThanOrEqual(2);
			const own = () => twilio.messages.slice(before).filter(({ body }) => !/unsubscribed|no more/i.test(body)).length;
			const went = own();
			expect(went).toBeLessThanOrEqual(1);
			sent += went;
			await runJobs();
			await runJobs(new Date(Date.now() + 40 * 86_400_000));
			expect(own()).toBe(went);
			const after = await touchesOf(org, leadId);
			expect(after.filter(({ status }) => ["scheduled", "held", "sending"].includes(status))).toEqual([]);
			expect(await openMessages(contactId)).toEqual([]);
		}
		// Both orders were met, or this proves nothing of one of them.
		expect(sent).toBeGreaterThan(0);
		expect(sent).toBeLessThan(ROUNDS);
	}, 120_000);

	test("API twenty requests at once with one Idempotency-Key make one, for each kind of write", async () => {
		const place = await makePlace(org.id);
		const key = await makeKey(org);
		const lead = { locationId: place.id, title: "Brakes", contact: { email: "ann@c.test" } };
		const made = await twenty(key, "/api/leads", lead);
		const { id, contact } = made as { id: string; contact: { id: string } };
		expect(id).toBeTruthy();
		const slots = await callApi(key, `/api/availability?locationId=${place.id}&serviceId=${place.serviceId}`);
		const booking = { locationId: place.id, contactId: contact.id, startsAt: slots.body.data[0]?.startsAt };
		await twenty(key, "/api/appointments", { ...booking, serviceId: place.serviceId });
		// Where an answer takes its time, those who come meanwhile are told to ask again; then it is the first one's.
		const chat = () =>
			callApi(key, `/api/chat/${id}`, {
				body: { message: "When are you open?" },
				headers: { "idempotency-key": "twenty" },
			});
		const answers = await Promise.all(Array.from({ length: 20 }, chat));
		const [told] = answers.filter(({ status }) => status === 200);
		expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
		expect(await chat()).toMatchObject({ status: 200, body: told!.body });
		const counts = await as(org, "owner", async ({ db }) => ({
			leads: (await db.selectFrom("leads").select("id").execute()).length,
			appointments: (await db.selectFrom("appointments").select("id").execute()).length,
			lines: (await db.selectFrom("messages").select("id").where("body_text", "=", "When are you open?").execute())
				.length,
		}));
		expect(counts).toEqual({ leads: 1, appointments: 1, lines: 1 });
	});

	async function twenty(key: string, path: string, body: object): Promise<unknown> {
		const headers = { "idempotency-key": `twenty of ${path}` };
		const answers = await Promise.all(Array.from({ length: 20 }, () => callApi(key, path, { body, headers })));
		expect(answers.map((each) => each.status)).toEqual(Array(20).fill(201));
		expect(new Set(answers.map((each) => JSON.stringify(each.body))).size).toBe(1);
		return answers[0]!.body;
	}
	function hear(contactId: string, locationId: string, text: string) {
		return asActor(org.id, SYSTEM, async (ctx) => {
			const { id } = await openConversation(ctx, { contactId, locationId, subject: "" });
			const { phone } = await ctx.db
				.selectFrom("contacts")
				.select("phone")
				.where("id", "=", contactId)
				.executeTakeFirstOrThrow();
			const from = phone ?? undefined;
			await receiveMessage(ctx, { conversationId: id, contactId, channel: "sms", text, from, to: "+15005550006" });
		});
	}
	const openMessages = (contactId: string) =>
		as(org, "owner", ({ db }) =>
			db
				.selectFrom("messages")
				.select(["id", "state", "state_reason"])
				.where("contact_id", "=", contactId)
				.where("direction", "=", "out")
				.where("purpose", "=", "sequence")
				.where("state", "in", ["queued", "scheduled", "sending"])
				.execute(),
		);
});

describe("LEAD-6 a member takes a chat over while the assistant answers", () => {
	let shop: Shop;
	let ann: Customer;
	beforeAll(async () => {
		shop = await makeShop();
	});
	beforeEach(async () => {
		ann = await shop.customer();
	});
	const scope = () => ({ org: shop.org.id, actor: ann.actor, requestId: newId(), now: NOW });
	const line = () =>
		inOrg(scope(), (ctx) =>
			receiveChatLine(ctx, { conversationId: ann.conversationId, text: "how much is chrome delete?", key: newId() }),
		);
	const assistantLines = async () => (await ann.thread()).filter(({ authorKind }) => authorKind === "assistant");

	test("an answer that ends after the member's commit is withdrawn, however close", async () => {
		const { answer } = await line();
		let taken = () => undefined as undefined;
		const isTaken = new Promise<undefined>((resolve) => {
			taken = () => resolve(undefined) as undefined;
		});
		const takingOver = as(shop.org, "user", async (ctx) => {
			await takeOverConversation(ctx, ann.conversationId);
			taken();
			// The commit comes while the answer waits to be written.
			await sleep(400);
		});
		await isTaken;
		await answerChatLine(scope(), answer!, providers().models);
		await takingOver;
		expect(await assistantLines()).toEqual([]);
	});

	test("at the same instant, again and again: an answer stands before the member's note or not at all", async () => {
		for (let round = 0; round < ROUNDS; round++) {
			ann = await shop.customer();
			const { answer } = await line();
			const take = async () => {
				await sleep(round);
				await as(shop.org, "user", (ctx) => takeOverConversation(ctx, ann.conversationId));
			};
			await Promise.all([answerChatLine(scope(), answer!, providers().models), take()]);
			const rest = await assistantLines();
			expect(rest.every(({ isWriting, text }) => !isWriting && text !== "")).toBe(true);
			expect(rest.length).toBeLessThanOrEqual(1);
			const next = await line();
			expect(next.answer).toBeUndefined();
		}
	});
});
