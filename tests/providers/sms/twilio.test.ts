import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insideTransaction } from "#app/base/transaction-guard.ts";
import { SendError } from "#app/providers/delivery/port.ts";
import type { Sms, SmsSender } from "#app/providers/sms/port.ts";
import { openTwilio, type TwilioConfig } from "#app/providers/sms/twilio.ts";
import { startTwilio, type TwilioFault, type TwilioStandIn } from "#tests/standins/twilio.ts";

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

async function failure(promise: Promise<unknown>): Promise<SendError> {
	const error = await promise.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(SendError);
	return error as SendError;
}

describe("MSG-1 a text through Twilio's SDK", () => {
	it("MSG-1 is created once and answered with its sid, without a price yet", async () => {
		const receipt = await sender().send({ ...sms, statusCallback: "https://app.test/hooks/twilio/status" });
		expect(receipt).toEqual({ providerMessageId: twilio.messages[0]?.sid, state: "queued", segments: 1, cost: null });
		expect(twilio.messages).toHaveLength(1);
		expect(twilio.messages[0]).toMatchObject({ ...sms, statusCallback: "https://app.test/hooks/twilio/status" });
	});

	it("MSG-1 goes through a messaging service", async () => {
		const messagingServiceSid = `MG${"a".repeat(32)}`;
		const receipt = await sender().send({ to: sms.to, body: "Hi", messagingServiceSid });
		expect(receipt).toMatchObject({ state: "queued", segments: null });
		expect(twilio.messages[0]).toMatchObject({ messagingServiceSid, from: null });
	});

	it("MSG-1 stays behind a base URL with a path", async () => {
		const error = await failure(sender({ baseUrl: `${twilio.baseUrl}/proxy/` }).send(sms));
		expect(error.kind).toBe("rejected");
		expect(twilio.requests).toEqual([`POST /proxy/2010-04-01/Accounts/${twilio.accountSid}/Messages.json`]);
	});

	it("MSG-1 is refused while a transaction is open", async () => {
		await expect(insideTransaction(() => sender().send(sms))).rejects.toThrow("while a transaction is open");
		expect(twilio.requests).toEqual([]);
	});

	const bad: [string, Partial<Sms>][] = [
		["a number without its country", { to: "015112345678" }],
		["a number with spaces", { to: "+49 151 12345678" }],
		["another channel's address", { to: "whatsapp:+4915112345678" }],
		["an empty text", { body: " \n" }],
		["1,601 characters", { body: "x".repeat(1601) }],
		["no origin", { from: undefined } as unknown as Partial<Sms>],
	];
	it.each(bad)("MSG-1 refuses %s without asking Twilio", async (_name, change) => {
		expect((await failure(sender().send({ ...sms, ...change } as Sms))).kind).toBe("rejected");
		expect(twilio.requests).toEqual([]);
	});

	it("MSG-1 1,600 characters pass, also those outside the basic plane", async () => {
		await sender().send({ ...sms, body: "🚗".repeat(1600) });
		expect(twilio.messages).toHaveLength(1);
	});
});

describe("MSG-1 a failure says whether trying again is safe", () => {
	it("MSG-5 an opted-out receiver is suppressed", async () => {
		twilio.optedOut.add(sms.to);
		const error = await failure(sender().send(sms));
		expect([error.kind, error.code]).toEqual(["suppressed", "21610"]);
	});

	it("MSG-1 a request that Twilio refuses is rejected, with its words", async () => {
		const error = await failure(sender().send({ to: sms.to, body: "Hi", messagingServiceSid: "MGwrong" }));
		expect([error.kind, error.code]).toEqual(["rejected", "21701"]);
		expect(error.message).toContain("does not exist");
	});

	it("MSG-1 wrong credentials hold the text back and are not repeated", async () => {
		const wrong = sender({ authToken: "secret-wrong" });
		const error = await failure(wrong.send(sms));
		expect([error.kind, error.code]).toEqual(["temporary", "20003"]);
		expect(JSON.stringify(error) + error.message + error.stack).not.toContain("secret-wrong");
		expect(await wrong.check()).toEqual({ ok: false, reason: error.message });
		expect(await sender().check()).toEqual({ ok: true, reason: null });
	});

	it("MSG-1 429 is temporary, says when, and is not tried again by the SDK", async () => {
		twilio.fault = "429";
		const error = await failure(sender().send(sms));
		expect([error.kind, error.retryAfter]).toEqual(["temporary", 7]);
		expect(twilio.requests).toHaveLength(1);
	});

	it("MSG-1 nobody listens: temporary", async () => {
		const { baseUrl } = twilio;
		await twilio.stop();
		expect((await failure(sender({ baseUrl }).send(sms))).kind).toBe("temporary");
		twilio = await startTwilio();
	});

	const unclear: TwilioFault[] = ["hang", "hang-after", "drop-after", "500", "500-after", "nonsense", "wrong-shape"];
	it.each(unclear)("MSG-1 %s: uncertain, and asked once only", async (fault) => {
		twilio.fault = fault;
		// Only a server that hangs waits for the limit; to one that answers it is far away.
		const limit = fault.startsWith("hang") ? { timeoutMs: 2_000 } : {};
		expect((await failure(sender(limit).send(sms))).kind).toBe("uncertain");
		expect(twilio.requests).toHaveLength(1);
	});
});

describe("MSG-1 reconciliation after a crash", () => {
	it("MSG-1 finds the text that was created but not recorded", async () => {
		const sentAfter = new Date();
		twilio.fault = "drop-after";
		await failure(sender().send(sms));
		twilio.fault = null;
		const found = await sender().find({ to: sms.to, body: sms.body, sentAfter });
		expect(found).toHaveLength(1);
		expect(found[0]).toMatchObject({ providerMessageId: twilio.messages[0]?.sid, state: "queued" });
	});

	it("MSG-1 finds nothing when Twilio never got it, and nothing of other people, words or days", async () => {
		await sender().send({ ...sms, body: "Other words" });
		await sender().send({ ...sms, to: "+4915187654321" });
		await sender().send(sms);
		twilio.messages[0]!.created = new Date(Date.now() - 3_600_000);
		expect(await sender().find({ to: sms.to, body: sms.body, sentAfter: new Date() })).toEqual([]);
	});

	it("MSG-1 finds it behind more than a page of others", async () => {
		await sender().send(sms);
		for (let n = 0; n < 60; n++) twilio.messages.unshift({ ...twilio.messages[0]!, body: `later ${n}`, sid: `SM${n}` });
		expect(await sender().find({ to: sms.to, body: sms.body, sentAfter: new Date() })).toHaveLength(1);
	});

	it("MSG-1 an unclear answer to the question is not taken for nothing", async () => {
		twilio.fault = "nonsense";
		await expect(sender().find({ to: sms.to, body: sms.body, sentAfter: new Date() })).rejects.toThrow();
	});

	it("MSG-6 a text's price is fetched later, in micros; an unknown sid is null", async () => {
		const { providerMessageId } = await sender().send(sms);
		await twilio.report(providerMessageId, "delivered", null, "-0.00750");
		const now = await sender().fetch(providerMessageId);
		expect(now).toMatchObject({ state: "delivered", cost: { micros: 7500, currency: "USD" } });
		expect(await sender().fetch(`SM${"0".repeat(32)}`)).toBeNull();
	});
});
