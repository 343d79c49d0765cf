import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { describe, expect, test } from "vitest";
import { messageIdOf } from "#app/domain/messaging/sending/mail-ids.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeContact, messageRow, queue } from "#tests/support/messaging.ts";
import { base, inbound, mailbox, openHookServer, org, postMail, SECRET, suppressions } from "./hook-server.ts";

openHookServer();

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

	test("a stranger's mail is refused before a byte of it is read", async () => {
		const path = `/hooks/mail/${encodeURIComponent(mailbox)}`;
		const headers = { "content-type": "message/rfc822", "content-length": 20_000_000, authorization: "Bearer wrong" };
		const asked = request(`${base}${path}`, { method: "POST", headers });
		asked.flushHeaders();
		const [answer] = (await once(asked, "response")) as [IncomingMessage];
		expect([answer.statusCode, answer.headers.connection]).toEqual([401, "close"]);
		asked.destroy();
	});
});
