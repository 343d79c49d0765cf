import { createHmac, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { env } from "#app/base/env.ts";
import { messageIdOf } from "#app/domain/messaging/sending/mail-ids.ts";
import { makeOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { eventNames, makeContact, messageRow, queue } from "#tests/support/messaging.ts";
import { base, keys, openHookServer, org, resendSecret, suppressions, twilio } from "./hook-server.ts";

openHookServer();

describe("delivery reports", () => {
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
