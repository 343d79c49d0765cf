import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SignedForm, Sms, SmsSender } from "#app/providers/sms/port.ts";
import { openTwilio, type TwilioConfig } from "#app/providers/sms/twilio.ts";
import { startTwilio, type TwilioStandIn } from "#tests/standins/twilio.ts";

const sms: Sms = { to: "+4915112345678", from: "+15005550006", body: "Your car is ready: https://app.test/chat/a1" };

let twilio: TwilioStandIn;

beforeEach(async () => {
	twilio = await startTwilio();
});
afterEach(() => twilio.stop());

function sender(more: Partial<TwilioConfig> = {}): SmsSender {
	const { accountSid, authToken, baseUrl } = twilio;
	return openTwilio({ accountSid, authToken, baseUrl, ...more });
}

describe("MSG-6 and MSG-4 Twilio's webhooks", () => {
	let got: SignedForm[];
	let hook: ReturnType<typeof createServer>;
	let url: string;

	beforeEach(async () => {
		got = [];
		hook = createServer(async (request, response) => {
			got.push(await formOf(request, `${url}${request.url}`));
			response.writeHead(204).end();
		});
		await new Promise<void>((ready) => hook.listen(0, "127.0.0.1", ready));
		url = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
	});
	afterEach(() => new Promise((done) => hook.close(done)));

	it("MSG-6 a status callback carries Twilio's signature and becomes a report", async () => {
		const one = sender();
		const { providerMessageId } = await one.send({ ...sms, statusCallback: `${url}/hooks/twilio?m=1` });
		expect(await twilio.report(providerMessageId, "undelivered", 30005)).toBe(204);
		expect(one.verifyStatusWebhook(got[0]!)).toBe(true);
		const at = new Date("2026-11-21T05:00:00Z");
		expect(one.parseStatus(got[0]!.params, at)).toMatchObject({
			provider: "twilio",
			providerMessageId,
			recipient: sms.to,
			state: "failed",
			code: "30005",
			permanent: true,
			at,
		});
	});

	it("MSG-6 a changed field, another URL, no signature and a foreign token are refused; the old token counts", async () => {
		await twilio.receive(`${url}/in`, sms.to, "+15005550006", "Hello");
		const form = got[0]!;
		const one = sender();
		expect(one.verifyInbound(form)).toBe(true);
		expect(one.verifyInbound({ ...form, params: { ...form.params, Body: "Hallo" } })).toBe(false);
		expect(one.verifyInbound({ ...form, params: { ...form.params, More: "1" } })).toBe(false);
		expect(one.verifyInbound({ ...form, url: `${url}/other` })).toBe(false);
		expect(one.verifyInbound({ ...form, url: "not a url" })).toBe(false);
		expect(one.verifyInbound({ ...form, signature: null })).toBe(false);
		expect(one.verifyInbound({ ...form, signature: "AAAA" })).toBe(false);
		expect(sender({ authToken: "new" }).verifyInbound(form)).toBe(false);
		expect(sender({ authToken: "new", previousAuthToken: twilio.authToken }).verifyInbound(form)).toBe(true);
	});

	it("MSG-6 Twilio's published example of a signature is accepted", () => {
		// https://www.twilio.com/docs/usage/security#validating-signatures-from-twilio, token 12345
		const params = {
			CallSid: "CA1234567890ABCDE",
			Caller: "+14158675310",
			Digits: "1234",
			From: "+14158675310",
			To: "+18005551212",
		};
		const form = {
			url: "https://example.com/myapp.php?foo=1&bar=2",
			signature: "L/OH5YylLD5NRKLltdqwSvS0BnU=",
			params,
		};
		expect(sender({ authToken: "12345" }).verifyInbound(form)).toBe(true);
	});

	const states: [string, string | undefined, string | null, boolean][] = [
		["accepted", undefined, "queued", false],
		["sending", undefined, "queued", false],
		["sent", undefined, "sent", false],
		["delivered", undefined, "delivered", false],
		["read", undefined, "delivered", false],
		["undelivered", "30003", "failed", false],
		["undelivered", "30006", "failed", true],
		["undelivered", "30007", "failed", false],
		["failed", "21610", "suppressed", true],
		["receiving", undefined, null, false],
		["constructor", undefined, null, false],
	];
	it.each(states)("MSG-6 the status %s with error %s becomes %s", (MessageStatus, ErrorCode, state, permanent) => {
		const params = { MessageSid: "SM1", MessageStatus, ...(ErrorCode ? { ErrorCode } : {}) };
		const report = sender().parseStatus(params, new Date());
		expect(report?.state ?? null).toBe(state);
		if (report) expect(report.permanent).toBe(permanent);
	});

	it("MSG-4 an incoming text is read, with Twilio's own reading of its keyword", async () => {
		await twilio.receive(`${url}/in`, sms.to, "+15005550006", " Stop ", { OptOutType: "STOP" });
		expect(sender().parseInbound(got[0]!.params)).toMatchObject({
			from: sms.to,
			to: "+15005550006",
			body: " Stop ",
			keyword: "stop",
			mediaCount: 0,
		});
		expect(sender().parseInbound({ From: sms.to })).toBeNull();
		expect(sender().parseInbound({ ...got[0]!.params, Body: "a\0b" })?.body).toBe("ab");
	});
});

async function formOf(request: IncomingMessage, url: string): Promise<SignedForm> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString("utf8")));
	return { url, signature: (request.headers["x-twilio-signature"] as string | undefined) ?? null, params };
}
