import { generateKeyPairSync } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { newId } from "#app/base/ids.ts";
import { hashToken } from "#app/base/tokens.ts";
import { answerHook, matchHook } from "#app/doors/hooks/hook.ts";
import { hooks } from "#app/hooks.ts";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { startTwilio, type TwilioStandIn } from "#tests/standins/twilio.ts";
import { asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { allowSending } from "#tests/support/messaging.ts";

// The hooks on a server of their own, and an organisation with a number and a mailbox, fresh for each test of the file
// that imports this.

export const SECRET = "inbound-secret";
export const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const sendgridKey = keys.publicKey.export({ format: "der", type: "spki" }).toString("base64");
export const resendSecret = `whsec_${Buffer.from("resend-secret-for-tests").toString("base64")}`;

export let org: TestOrg;
export let twilio: TwilioStandIn;
export let smtp: SmtpStandIn;
let server: Server;
export let base: string;

/** Call it once at the top of a file: what it opens is that file's own. */
export function openHookServer(): void {
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
}

/** Numbers are one owner's on the whole server: each test's organisation takes its own. */
let number = 1000000;
export let ours: string;
export let mailbox: string;
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

/** A text as Twilio posts it, signed. */
export async function postSms(from: string, body: string, more: Record<string, string> = {}) {
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

/** A mail as a mail server posts it. */
export function postMail(raw: string, secret = SECRET, to = mailbox) {
	return fetch(`${base}/hooks/mail/${encodeURIComponent(to)}`, {
		method: "POST",
		headers: { "content-type": "message/rfc822", authorization: `Bearer ${secret}` },
		body: raw,
	});
}

/** The messages that came in, of one contact or all. */
export function inbound(contactId?: string) {
	return asActor(org.id, SYSTEM, (ctx) => {
		let query = ctx.db.selectFrom("messages").selectAll().where("direction", "=", "in");
		if (contactId) query = query.where("contact_id", "=", contactId);
		return query.orderBy("id").execute();
	});
}

export function suppressions() {
	return asActor(org.id, SYSTEM, (ctx) =>
		ctx.db.selectFrom("suppressions").select(["channel", "address", "reason"]).execute(),
	);
}
