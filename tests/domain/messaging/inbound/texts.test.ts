import { describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { asActor, SYSTEM } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { allowSending, eventNames, makeContact, messageRow, queue } from "#tests/support/messaging.ts";
import { base, inbound, openHookServer, org, ours, postSms, suppressions, twilio } from "./hook-server.ts";

openHookServer();

describe("texts that come in", () => {
	test("MSG-4 an answer joins the conversation of the text it answers and takes back what the sequence had waiting", async () => {
		const contact = await makeContact(org);
		const sent = await queue(org, { contactId: contact.id, channel: "sms", purpose: "reply", text: "Ready?" });
		await runJobs();
		const waiting = await queue(org, {
			contactId: contact.id,
			channel: "sms",
			purpose: "sequence",
			text: "Still there?",
			plannedAt: new Date(Date.now() + 86_400_000),
		});
		expect(waiting.state).toBe("scheduled");
		expect((await postSms(contact.phone, "Thursday is fine")).status).toBe(200);
		const [message] = await inbound(contact.id);
		const first = await messageRow(org, sent.id);
		expect(message).toMatchObject({
			body_text: "Thursday is fine",
			conversation_id: first.conversation_id,
			in_reply_to: sent.id,
			state: "received",
		});
		expect(await eventNames(org, message!.id)).toEqual(["message.received"]);
		expect(await messageRow(org, waiting.id)).toMatchObject({
			state: "suppressed",
			state_reason: "The customer has answered.",
		});
	});

	test("MSG-5 STOP in any case and spacing stops all texts, is answered once, and START takes it back", async () => {
		const contact = await makeContact(org);
		const first = await postSms(contact.phone, "  s t o p. ");
		expect(first.text).toMatch(/^<\?xml.*<Message>Northside Garage: You are unsubscribed/);
		expect((await postSms(contact.phone, "StOp")).text).toContain("<Response></Response>");
		expect(await suppressions()).toEqual([{ channel: "sms", address: contact.phone, reason: "stop" }]);
		const confirmation = { contactId: contact.id, channel: "sms", purpose: "confirmation", text: "Booked" } as const;
		expect(await queue(org, confirmation)).toMatchObject({ state: "suppressed" });
		expect((await postSms(contact.phone, "Start")).text).toContain("<Message>");
		expect(await suppressions()).toEqual([]);
		expect(await queue(org, confirmation)).toMatchObject({ state: "queued" });
	});

	test("MSG-5 a STOP between queueing and sending wins", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id, channel: "sms", text: "Your car is ready" });
		await postSms(contact.phone, "STOP");
		await runJobs(undefined, 2);
		expect(twilio.messages.filter((message) => message.to === contact.phone)).toEqual([]);
		expect(await messageRow(org, id)).toMatchObject({ state: "suppressed" });
	});

	test("LEAD-9 in demo mode a number that is not on the list gets no answer to STOP either", async () => {
		await allowSending(org, { twilio }, { PUBLIC_URL: base, DEMO_MODE: "true", DEMO_ALLOWED: "+15005550999" });
		const contact = await makeContact(org);
		expect((await postSms(contact.phone, "STOP")).text).toContain("<Response></Response>");
		expect(await suppressions()).toHaveLength(1);
	});

	test("MSG-4 an unknown number becomes a contact, once, also when twenty copies come at once", async () => {
		const sid = `SM${newId().replaceAll("-", "")}`;
		const answers = await Promise.all(
			Array.from({ length: 20 }, () => postSms("+15005559999", "Do you do roofs?", { MessageSid: sid })),
		);
		expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
		const messages = await inbound();
		expect(messages).toHaveLength(1);
		const contacts = await asActor(org.id, SYSTEM, (ctx) => ctx.db.selectFrom("contacts").selectAll().execute());
		expect(contacts).toMatchObject([{ phone: "+15005559999", stage: "lead" }]);
	});

	test("a wrong signature is 401, an unknown number 404, another type 415, and nothing is kept", async () => {
		const url = `${base}/hooks/twilio/sms`;
		const fields = { MessageSid: "SM1", From: "+15005551111", To: ours, Body: "Hi" };
		const post = (headers: Record<string, string>, body: BodyInit = new URLSearchParams(fields)) =>
			fetch(url, { method: "POST", headers, body }).then((answer) => answer.status);
		const form = { "content-type": "application/x-www-form-urlencoded" };
		expect(await post({ ...form, "x-twilio-signature": "bm9wZQ==" })).toBe(401);
		expect(await post(form)).toBe(401);
		expect(await post({ "content-type": "application/json" }, "{}")).toBe(415);
		expect((await postSms("+15005551111", "Hi", { To: "+15005550123" })).status).toBe(404);
		expect(await inbound()).toEqual([]);
	});
});
