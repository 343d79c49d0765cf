import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
	parseResend,
	parseSendgrid,
	type SignedPost,
	verifyResend,
	verifySendgrid,
} from "#app/providers/email/status-webhooks.ts";

function post(body: string, headers: Record<string, string>): SignedPost {
	return { header: (name) => headers[name] ?? null, body: Buffer.from(body) };
}
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

describe("MSG-6 SendGrid's signature", () => {
	// The example that SendGrid's own libraries test against.
	const key =
		"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEDr2LjtURuePQzplybdC+u4CwrqDqBaWjcMMsTbhdbcwHBcepxo7yAQGhHPTnlvFYPAZFceEu/1FwCM/QmGUhA==";
	const example = '{"category":"example_payload","event":"test_event","message_id":"message_id"}';
	const headers = {
		"x-twilio-email-event-webhook-signature":
			"MEUCIQCtIHJeH93Y+qpYeWrySphQgpNGNr/U+UyUlBkU6n7RAwIgJTz2C+8a8xonZGi6BpSzoQsbVRamr2nlxFDWYNH2j/0=",
		"x-twilio-email-event-webhook-timestamp": "1588788367",
	};
	const then = new Date(1588788367_000);

	it("MSG-6 the published example is accepted, also with the key as PEM and beside a newer key", () => {
		const pem = `-----BEGIN PUBLIC KEY-----\n${key}\n-----END PUBLIC KEY-----`;
		const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey;
		const newer = other.export({ format: "der", type: "spki" }).toString("base64");
		expect(verifySendgrid(post(example, headers), [key], then)).toBe(true);
		expect(verifySendgrid(post(example, headers), [pem], then)).toBe(true);
		expect(verifySendgrid(post(example, headers), [newer, key], then)).toBe(true);
		expect(verifySendgrid(post(example, headers), [newer], then)).toBe(false);
	});

	it("MSG-6 a changed body or time, a missing or broken header, an old post and a broken key are refused", () => {
		const signature = "x-twilio-email-event-webhook-signature";
		const timestamp = "x-twilio-email-event-webhook-timestamp";
		expect(verifySendgrid(post(`${example} `, headers), [key], then)).toBe(false);
		expect(verifySendgrid(post(example, { ...headers, [timestamp]: "1588788368" }), [key], then)).toBe(false);
		expect(verifySendgrid(post(example, { ...headers, [signature]: "AAAA" }), [key], then)).toBe(false);
		expect(verifySendgrid(post(example, { [timestamp]: "1588788367" }), [key], then)).toBe(false);
		expect(verifySendgrid(post(example, { [signature]: headers[signature] }), [key], then)).toBe(false);
		expect(verifySendgrid(post(example, headers), [key], new Date(then.getTime() + 26 * 3_600_000))).toBe(false);
		expect(verifySendgrid(post(example, headers), ["foo"], then)).toBe(false);
		expect(verifySendgrid(post(example, headers), [], then)).toBe(false);
	});

	it("MSG-6 a body with bytes that are no text is checked as bytes", () => {
		const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
		const body = Buffer.from([0x5b, 0xff, 0xfe, 0x5d, 0x0d, 0x0a]);
		const signed = sign("sha256", Buffer.concat([Buffer.from("1588788367"), body]), pair.privateKey).toString("base64");
		const own = pair.publicKey.export({ format: "der", type: "spki" }).toString("base64");
		const header = (name: string) => (name.endsWith("signature") ? signed : "1588788367");
		expect(verifySendgrid({ header, body }, [own], then)).toBe(true);
	});
});

describe("MSG-6 SendGrid's events", () => {
	const base = { email: "a@x.test", timestamp: 1600112492, sg_event_id: "ev1", "smtp-id": "<row1@mail.test>" };

	it("MSG-6 carry our Message-ID, the id of SMTP's reply, the time and the reason", () => {
		const event = {
			...base,
			event: "bounce",
			type: "bounce",
			status: "5.1.1",
			reason: "550 5.1.1\r\nno such user",
			sg_message_id: "LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",
		};
		expect(parseSendgrid(bytes([event]))).toEqual([
			{
				provider: "sendgrid",
				eventId: "ev1",
				providerMessageId: "LRzXl_NHStOGhQ4kofSm_A",
				messageId: "<row1@mail.test>",
				recipient: "a@x.test",
				state: "bounced",
				at: new Date("2020-09-14T19:41:32Z"),
				reason: "550 5.1.1 no such user",
				code: "5.1.1",
				permanent: true,
				cost: null,
			},
		]);
	});

	const meanings: [Record<string, string>, string | null, boolean][] = [
		[{ event: "processed" }, "sent", false],
		[{ event: "deferred", response: "400 later" }, "queued", false],
		[{ event: "delivered", response: "250 OK" }, "delivered", false],
		[{ event: "bounce", type: "blocked", reason: "reputation" }, "bounced", false],
		[{ event: "dropped", reason: "Bounced Address" }, "suppressed", true],
		[{ event: "dropped", reason: "Unsubscribed Address" }, "suppressed", true],
		[{ event: "dropped", reason: "Recipient List over Package Quota" }, "failed", false],
		[{ event: "spamreport" }, "complained", true],
		[{ event: "open" }, null, false],
		[{ event: "click" }, null, false],
	];
	it.each(meanings)("MSG-6 %o becomes %s", (event, state, permanent) => {
		const [report] = parseSendgrid(bytes([{ ...base, ...event }])) ?? [];
		expect(report?.state ?? null).toBe(state);
		if (report) expect(report.permanent).toBe(permanent);
	});

	it("MSG-6 one broken event does not lose the others; a body that is no list is null", () => {
		const good = { ...base, event: "delivered" };
		expect(parseSendgrid(bytes([null, 7, { event: 3 }, { ...good, timestamp: "x" }, good]))).toHaveLength(1);
		expect(parseSendgrid(bytes(good))).toBeNull();
		expect(parseSendgrid(Buffer.from("[{"))).toBeNull();
	});
});

describe("MSG-6 Resend's signature", () => {
	const secret = `whsec_${Buffer.from("a secret of Resend's making").toString("base64")}`;
	const now = new Date("2026-11-21T05:00:00Z");
	const seconds = String(now.getTime() / 1000);
	const body = '{"type":"email.delivered"}';
	const signed = (key: string, time = seconds, text = body) =>
		`v1,${createHmac("sha256", Buffer.from(key.slice(6), "base64"))
			.update(`msg_1.${time}.${text}`)
			.digest("base64")}`;
	const headers = (signature: string, time = seconds) => ({
		"svix-id": "msg_1",
		"svix-timestamp": time,
		"svix-signature": signature,
	});

	it("MSG-6 the published example of Standard Webhooks is accepted", () => {
		// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
		const example = post('{"test": 2432232314}', {
			"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
			"webhook-timestamp": "1614265330",
			"webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
		});
		expect(verifyResend(example, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], new Date(1614265330_000))).toBe(true);
	});

	it("MSG-6 any of several signatures and secrets counts", () => {
		const other = `whsec_${Buffer.from("the next secret").toString("base64")}`;
		const both = headers(`v1a,AAAA ${signed(other)} ${signed(secret)}`);
		expect(verifyResend(post(body, both), [secret], now)).toBe(true);
		expect(verifyResend(post(body, headers(signed(secret))), [other, secret], now)).toBe(true);
	});

	it("MSG-6 a changed body, an old post, a missing header, a foreign and an empty secret are refused", () => {
		const old = String(Number(seconds) - 301);
		expect(verifyResend(post(`${body} `, headers(signed(secret))), [secret], now)).toBe(false);
		expect(verifyResend(post(body, headers(signed(secret, old), old)), [secret], now)).toBe(false);
		expect(verifyResend(post(body, { ...headers(signed(secret)), "svix-id": "" }), [secret], now)).toBe(false);
		expect(verifyResend(post(body, headers("v1,AAAA")), [secret], now)).toBe(false);
		expect(verifyResend(post(body, headers(signed("whsec_AAAA"))), [secret], now)).toBe(false);
		expect(verifyResend(post(body, headers(signed("whsec_"))), ["whsec_", ""], now)).toBe(false);
	});
});

describe("MSG-6 Resend's events", () => {
	const event = (type: string, more: object = {}) =>
		bytes({
			type,
			created_at: "2026-11-21T05:00:00.126Z",
			data: { email_id: "e1", message_id: "<row1@mail.test>", to: ["a@x.test"], ...more },
		});

	it("MSG-6 carry the message, the time and the reason", () => {
		const bounce = { message: "No such user", type: "Permanent", subType: "General" };
		expect(parseResend(event("email.bounced", { bounce }), "msg_1")).toEqual({
			provider: "resend",
			eventId: "msg_1",
			providerMessageId: "e1",
			messageId: "<row1@mail.test>",
			recipient: "a@x.test",
			state: "bounced",
			at: new Date("2026-11-21T05:00:00.126Z"),
			reason: "No such user",
			code: "General",
			permanent: true,
			cost: null,
		});
	});

	const meanings: [string, object, string | null, boolean][] = [
		["email.sent", {}, "sent", false],
		["email.delivery_delayed", {}, "queued", false],
		["email.delivered", {}, "delivered", false],
		["email.bounced", { bounce: { message: "full", type: "Transient" } }, "bounced", false],
		["email.complained", {}, "complained", true],
		["email.failed", { failed: { reason: "quota" } }, "failed", false],
		[
			"email.suppressed",
			{ suppressed: { message: "on the list", type: "OnAccountSuppressionList" } },
			"suppressed",
			true,
		],
		["email.opened", {}, null, false],
		["domain.created", {}, null, false],
	];
	it.each(meanings)("MSG-6 %s %o becomes %s", (type, more, state, permanent) => {
		const report = parseResend(event(type, more), null);
		expect(report?.state ?? null).toBe(state);
		if (report) expect(report.permanent).toBe(permanent);
	});

	it("MSG-6 what is not Resend's is null", () => {
		expect(parseResend(Buffer.from("{"), null)).toBeNull();
		expect(parseResend(bytes({ type: "email.sent", created_at: "never", data: {} }), null)).toBeNull();
	});
});
