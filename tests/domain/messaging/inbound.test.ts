import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { hashToken } from "#app/base/tokens.ts";
import { messageIdOf } from "#app/domain/messaging/sending/mail-ids.ts";
import { answerHook, matchHook } from "#app/doors/hooks/hook.ts";
import { hooks } from "#app/hooks.ts";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { startTwilio, type TwilioStandIn } from "#tests/standins/twilio.ts";
import { asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { allowSending, eventNames, makeContact, messageRow, queue } from "#tests/support/messaging.ts";

const OURS = "+15005550006";
const SECRET = "inbound-secret";
const MAILBOX = "hello@in.northside.test";
const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const sendgridKey = keys.publicKey.export({ format: "der", type: "spki" }).toString("base64");
const resendSecret = `whsec_${Buffer.from("resend-secret-for-tests").toString("base64")}`;

let org: TestOrg;
let twilio: TwilioStandIn;
let smtp: SmtpStandIn;
let server: Server;
let base: string;

beforeAll(async () => {
	await openTestHouse();
	twilio = await startTwilio();
	smtp = await startSmtp();
	server = createServer((message, response) => {
		const url = new URL(message.url ?? "/", "http://localhost");
		const definition = hooks.find((one) => matchHook(one.path, url.pathname));
		if (!definition) return void response.writeHead(404).end();
		const params = matchHook(definition.path, url.pathname) ?? {};
		void answerHook(definition, message, response, { params, url, requestId: newId(), ip: "127.0.0.1" });
	});
	await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
	base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	await twilio.stop();
	await smtp.stop();
	server.closeAllConnections();
	await new Promise((done) => server.close(done));
});
beforeEach(async () => {
	org = await makeOrg("Northside Garage");
	twilio.messages.length = 0;
	twilio.fault = null;
	smtp.received.length = 0;
	await allowSending(
		org,
		{ twilio, smtpPort: smtp.port },
		{
			PUBLIC_URL: base,
			SENDGRID_WEBHOOK_KEY: sendgridKey,
			RESEND_WEBHOOK_SECRET: resendSecret,
		},
	);
	await asActor(org.id, SYSTEM, async (ctx) => {
		await ctx.db.deleteFrom("inbound_addresses").execute();
	});
	await openAddresses();
});

/** Numbers are one owner's on the whole server: each test's organisation takes its own. */
let number = 1000000;
let ours = OURS;
let mailbox = MAILBOX;
async function openAddresses() {
	number++;
	ours = `+1500${number}`;
	mailbox = `hello-${number}@in.northside.test`;
	await asActor(org.id, SYSTEM, (ctx) =>
		ctx.db
			.insertInto("inbound_addresses")
			.values([
				{ org_id: org.id, id: newId(), channel: "sms", address: ours },
				{ org_id: org.id, id: newId(), channel: "email", address: mailbox, secret_hash: hashToken(SECRET) },
			])
			.execute(),
	);
}

async function postSms(from: string, body: string, more: Record<string, string> = {}) {
	const fields = {
		MessageSid: `SM${newId().replaceAll("-", "")}`,
		From: from,
		To: ours,
		Body: body,
		NumMedia: "0",
		...more,
	};
	const url = `${base}/hooks/twilio/sms`;
	const answer = await fetch(url, {
		method: "POST",
		headers: {
			"content-type": "application/x-www-form-urlencoded",
			"x-twilio-signature": twilio.sign(url, fields),
		},
		body: new URLSearchParams(fields),
	});
	return { status: answer.status, text: await answer.text() };
}

function postMail(raw: string, secret = SECRET, to = mailbox) {
	return fetch(`${base}/hooks/mail/${encodeURIComponent(to)}`, {
		method: "POST",
		headers: { "content-type": "message/rfc822", authorization: `Bearer ${secret}` },
		body: raw,
	});
}

function inbound(contactId?: string) {
	return asActor(org.id, SYSTEM, (ctx) => {
		let query = ctx.db.selectFrom("messages").selectAll().where("direction", "=", "in");
		if (contactId) query = query.where("contact_id", "=", contactId);
		return query.orderBy("id").execute();
	});
}

function suppressions() {
	return asActor(org.id, SYSTEM, (ctx) =>
		ctx.db.selectFrom("suppressions").select(["channel", "address", "reason"]).execute(),
	);
}

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

describe("mail that comes in", () => {
	test("MSG-4 an answer joins its conversation by In-Reply-To; the same Message-ID twice is one message", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id });
		await runJobs();
		const raw = [
			`From: Ann Lee <${contact.email}>`,
			`To: ${mailbox}`,
			"Subject: Re: Your car",
			"Message-ID: <answer-1@example.test>",
			`In-Reply-To: ${messageIdOf(org.id, id)}`,
			"",
			"Tomorrow at nine.",
			"",
			"On Tue, 24 Nov 2026 Northside wrote:",
			"> your car is ready",
		].join("\r\n");
		expect((await postMail(raw)).status).toBe(200);
		expect(await (await postMail(raw)).json()).toMatchObject({ kind: "received", isNew: false });
		const messages = await inbound(contact.id);
		expect(messages).toHaveLength(1);
		const first = await messageRow(org, id);
		expect(messages[0]).toMatchObject({
			conversation_id: first.conversation_id,
			in_reply_to: id,
			body_text: "Tomorrow at nine.",
		});
	});

	test("MSG-4 without the thread's headers the address names the conversation, and HTML becomes plain words", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id });
		const { conversation_id } = await messageRow(org, id);
		const raw = [
			"From: ann@elsewhere.test",
			`To: ${mailbox.replace("@", `+${conversation_id}@`)}`,
			"Subject: car",
			"Message-ID: <answer-2@example.test>",
			"Content-Type: text/html; charset=utf-8",
			"",
			"<style>p{}</style><p>Fine <b>with</b> me</p><script>alert(1)</script><img src=x onerror=alert(1)>&lt;ok&gt;",
		].join("\r\n");
		expect((await postMail(raw)).status).toBe(200);
		expect(await inbound(contact.id)).toMatchObject([
			{ conversation_id, body_text: "Fine with me\n<ok>", body_html: null },
		]);
	});

	test("MSG-4 an absence note joins its conversation and stops nothing; a machine's first mail starts none", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id });
		await runJobs();
		const later = new Date(Date.now() + 86_400_000);
		const waiting = await queue(org, { contactId: contact.id, purpose: "sequence", plannedAt: later });
		const note = (headers: string[]) =>
			[
				`From: ${contact.email}`,
				`To: ${mailbox}`,
				"Subject: Away",
				"Auto-Submitted: auto-replied",
				...headers,
				"",
				"Away",
			].join("\r\n");
		await postMail(note(["Message-ID: <a@x.test>", `In-Reply-To: ${messageIdOf(org.id, id)}`]));
		expect(await inbound(contact.id)).toMatchObject([{ parts: { automatic: true } }]);
		expect(await messageRow(org, waiting.id)).toMatchObject({ state: "scheduled" });
		expect((await postMail(note(["Message-ID: <b@x.test>"]))).status).toBe(202);
		expect(await inbound(contact.id)).toHaveLength(1);
	});

	test("MSG-6 a mail that came back marks its message bounced and its address suppressed", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id });
		await runJobs();
		const raw = (recipient: string) =>
			[
				"From: MAILER-DAEMON@mx.example.test",
				`To: ${mailbox}`,
				"Subject: Undelivered",
				"Message-ID: <dsn@mx.example.test>",
				'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
				"",
				"--b",
				"Content-Type: text/plain",
				"",
				"It failed.",
				"--b",
				"Content-Type: message/delivery-status",
				"",
				"Reporting-MTA: dns; mx.example.test",
				"",
				`Final-Recipient: rfc822; ${recipient}`,
				"Action: failed",
				"Status: 5.1.1",
				"Diagnostic-Code: smtp; 550 5.1.1 No such user",
				"--b",
				"Content-Type: text/rfc822-headers",
				"",
				`Message-ID: ${messageIdOf(org.id, id)}`,
				"--b--",
			].join("\r\n");
		expect((await postMail(raw("somebody@else.test"))).status).toBe(202);
		expect(await messageRow(org, id)).toMatchObject({ state: "sent" });
		expect(await (await postMail(raw(contact.email))).json()).toMatchObject({ kind: "bounce", messageId: id });
		expect(await messageRow(org, id)).toMatchObject({ state: "bounced", state_reason: "550 5.1.1 No such user" });
		expect(await suppressions()).toEqual([{ channel: "email", address: contact.email, reason: "bounced" }]);
	});

	test("a wrong secret is 401, an unknown address 404, another type 415, nonsense is no crash", async () => {
		expect((await postMail("x", "wrong")).status).toBe(401);
		expect((await postMail("x", SECRET, "nobody@in.northside.test")).status).toBe(404);
		const typed = await fetch(`${base}/hooks/mail/${mailbox}`, {
			method: "POST",
			headers: { "content-type": "application/json", authorization: `Bearer ${SECRET}` },
			body: "{}",
		});
		expect(typed.status).toBe(415);
		expect((await postMail("\u0000\u0001 no mail at all")).status).toBe(202);
		expect(await inbound()).toEqual([]);
	});
});

describe("delivery reports", () => {
	test("a stranger's mail is refused before a byte of it is read", async () => {
		const path = `/hooks/mail/${encodeURIComponent(mailbox)}`;
		const headers = { "content-type": "message/rfc822", "content-length": 20_000_000, authorization: "Bearer wrong" };
		const asked = request(`${base}${path}`, { method: "POST", headers });
		asked.flushHeaders();
		const [answer] = (await once(asked, "response")) as [IncomingMessage];
		expect([answer.statusCode, answer.headers.connection]).toEqual([401, "close"]);
		asked.destroy();
	});

	test("MSG-6 Twilio's reports are applied in any order, once each, and only when signed", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id, channel: "sms", text: "Ready" });
		await runJobs();
		const { sid, statusCallback } = twilio.messages[0]!;
		expect(statusCallback).toBe(`${env().publicUrl}/hooks/twilio/status/${org.id}/${id}`);
		expect(await twilio.report(sid, "delivered")).toBe(200);
		expect(await twilio.report(sid, "sent")).toBe(200);
		expect(await twilio.report(sid, "delivered")).toBe(200);
		expect(await messageRow(org, id)).toMatchObject({ state: "delivered" });
		expect((await eventNames(org, id)).filter((name) => name === "message.delivered")).toHaveLength(1);
		const forged = await fetch(statusCallback!, {
			method: "POST",
			headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": "AAAA" },
			body: new URLSearchParams({ MessageSid: sid, MessageStatus: "failed" }),
		});
		expect(forged.status).toBe(401);
		expect(await messageRow(org, id)).toMatchObject({ state: "delivered" });
	});

	test("MSG-6 a report that names another organisation changes nothing there", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id, channel: "sms", text: "Ready" });
		await runJobs();
		const other = await makeOrg("Other");
		const url = `${base}/hooks/twilio/status/${other.id}/${id}`;
		const fields = { MessageSid: twilio.messages[0]!.sid, MessageStatus: "failed", ErrorCode: "30005" };
		const answer = await fetch(url, {
			method: "POST",
			headers: { "content-type": "application/x-www-form-urlencoded", "x-twilio-signature": twilio.sign(url, fields) },
			body: new URLSearchParams(fields),
		});
		expect(await answer.json()).toEqual({ recorded: false });
		expect(await messageRow(org, id)).toMatchObject({ state: "sent" });
	});

	test("MSG-6 SendGrid's signed events find their message by Message-ID; a complaint suppresses", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id });
		await runJobs();
		const event = (name: string, at: number) => ({
			event: name,
			timestamp: at,
			email: contact.email,
			"smtp-id": messageIdOf(org.id, id),
			sg_event_id: `e-${name}`,
		});
		const now = Math.floor(Date.now() / 1000);
		const body = JSON.stringify([
			event("spamreport", now),
			event("delivered", now - 5),
			{ event: "open", timestamp: now },
		]);
		const post = (signature: string) =>
			fetch(`${base}/hooks/sendgrid/events`, {
				method: "POST",
				headers: {
					"content-type": "application/json",
					"x-twilio-email-event-webhook-timestamp": String(now),
					"x-twilio-email-event-webhook-signature": signature,
				},
				body,
			});
		expect((await post("AAAA")).status).toBe(401);
		const signature = sign("sha256", Buffer.from(`${now}${body}`), keys.privateKey).toString("base64");
		expect(await (await post(signature)).json()).toEqual({ events: 2, recorded: 2 });
		expect(await (await post(signature)).json()).toEqual({ events: 2, recorded: 0 });
		expect(await messageRow(org, id)).toMatchObject({ state: "delivered" });
		expect(await suppressions()).toEqual([{ channel: "email", address: contact.email, reason: "complained" }]);
	});

	test("MSG-6 Resend's signed event marks a bounce", async () => {
		const contact = await makeContact(org);
		const { id } = await queue(org, { contactId: contact.id });
		await runJobs();
		const body = JSON.stringify({
			type: "email.bounced",
			created_at: new Date().toISOString(),
			data: {
				email_id: "r-1",
				message_id: messageIdOf(org.id, id),
				to: [contact.email],
				bounce: { message: "Mailbox does not exist", type: "Permanent" },
			},
		});
		const timestamp = String(Math.floor(Date.now() / 1000));
		const key = Buffer.from(resendSecret.slice(6), "base64");
		const signature = createHmac("sha256", key).update(`msg_1.${timestamp}.${body}`).digest("base64");
		const headers = { "svix-id": "msg_1", "svix-timestamp": timestamp, "svix-signature": `v1,${signature}` };
		const answer = await fetch(`${base}/hooks/resend/events`, { method: "POST", headers, body });
		expect(await answer.json()).toEqual({ events: 1, recorded: 1 });
		expect(await messageRow(org, id)).toMatchObject({ state: "bounced", state_reason: "Mailbox does not exist" });
	});
});
