import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { insideTransaction } from "#app/base/transaction-guard.ts";
import { SendError } from "#app/providers/delivery/port.ts";
import { type EmailSender, type Mail, mailMessageId, rowIdOfMailMessageId } from "#app/providers/email/port.ts";
import { openSmtp, type SmtpConfig } from "#app/providers/email/smtp.ts";
import { closedPort, type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";

const ICS = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
const mail: Mail = {
	messageId: mailMessageId("0199a1c2-7777-7000-8000-000000000001", "mail.perigee.test"),
	from: { name: "Tint & Co, Berlin", address: "hello@tint.test" },
	to: { name: "Zoë Ångström", address: "zoe@customer.test" },
	replyTo: { address: "reply+abc@tint.test" },
	subject: "Your tint on Thursday – 10:00",
	text: "See you on Thursday.\n.\nA line that starts with a dot.",
	html: "<p>See you on Thursday.</p>",
	unsubscribeUrl: "https://app.perigee.test/unsubscribe/tok_0123456789012345678901234567890123456789012345678901",
	headers: { "Auto-Submitted": "auto-generated" },
	calendar: { filename: "appointment.ics", method: "REQUEST", content: ICS },
};

let server: SmtpStandIn;
let senders: EmailSender[];

beforeEach(async () => {
	server = await startSmtp();
	senders = [];
});
afterEach(async () => {
	for (const sender of senders) await sender.stop();
	await server.stop();
});

function sender(more: Partial<SmtpConfig> = {}): EmailSender {
	const made = openSmtp({ host: "127.0.0.1", port: server.port, secure: false, ...more });
	senders.push(made);
	return made;
}

async function failure(promise: Promise<unknown>): Promise<SendError> {
	const error = await promise.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(SendError);
	return error as SendError;
}

describe("MSG-1 a mail over SMTP", () => {
	it("MSG-1 arrives whole, at one receiver, with our Message-ID and the server's queue id as receipt", async () => {
		const receipt = await sender().send(mail);
		expect(receipt.providerMessageId).toBe("Q1XY");
		expect(receipt.accepted).toEqual(["zoe@customer.test"]);
		const [got] = server.received;
		expect(got?.to).toEqual(["zoe@customer.test"]);
		expect(got?.from).toBe("hello@tint.test");
		expect(got?.parsed.messageId).toBe(mail.messageId);
		expect(got?.parsed.from).toMatchObject({ name: "Tint & Co, Berlin", address: "hello@tint.test" });
		expect(got?.parsed.to).toEqual([{ name: "Zoë Ångström", address: "zoe@customer.test" }]);
		expect(got?.parsed.subject).toBe(mail.subject);
		expect(got?.parsed.text?.trim()).toBe(mail.text);
		expect(got?.parsed.html?.trim()).toBe(mail.html);
	});

	it("MSG-5 carries one-click unsubscribe as RFC 8058 asks, unfolded inside the link", async () => {
		await sender().send(mail);
		const headers = Object.fromEntries(server.received[0]!.parsed.headers.map(({ key, value }) => [key, value]));
		expect(headers["list-unsubscribe"]).toBe(`<${mail.unsubscribeUrl}>`);
		expect(headers["list-unsubscribe-post"]).toBe("List-Unsubscribe=One-Click");
		expect(headers["auto-submitted"]).toBe("auto-generated");
	});

	it("LEAD-7 carries the calendar as text/calendar with its method", async () => {
		await sender().send(mail);
		expect(server.received[0]?.raw).toMatch(/Content-Type: text\/calendar;[^\n]*(\r\n[ \t][^\n]*)*method=REQUEST/i);
	});

	it("MSG-1 has the same Message-ID on a second try, and its row id can be read back", async () => {
		await sender().send(mail);
		await sender().send(mail);
		expect(new Set(server.received.map(({ parsed }) => parsed.messageId))).toEqual(new Set([mail.messageId]));
		expect(rowIdOfMailMessageId(mail.messageId, "mail.perigee.test")).toBe("0199a1c2-7777-7000-8000-000000000001");
		expect(rowIdOfMailMessageId(mail.messageId, "other.test")).toBeNull();
	});

	it("MSG-1 is refused while a transaction is open", async () => {
		await expect(insideTransaction(() => sender().send(mail))).rejects.toThrow("while a transaction is open");
		expect(server.received).toHaveLength(0);
	});
});

describe("MSG-1 what could smuggle something in is refused before the server is asked", () => {
	const bad: [string, Partial<Mail>][] = [
		["two addresses in one", { to: { address: "a@x.test, b@y.test" } }],
		["two addresses by angle brackets", { to: { address: "a@x.test> <b@y.test" } }],
		["a line break in the address", { to: { address: "a@x.test\r\nRCPT TO:<b@y.test>" } }],
		["a quoted local part", { to: { address: '"b@y.test, a"@x.test' } }],
		["an address literal", { to: { address: "a@[127.0.0.1]" } }],
		["a line break in the name", { to: { name: "A\r\nBcc: b@y.test", address: "a@x.test" } }],
		["a line break in the subject", { subject: "Hello\r\nBcc: b@y.test" }],
		["a line separator in the subject", { subject: "Hello\u2028Bcc: b@y.test" }],
		["a line break in a header", { headers: { "X-Note": "a\nBcc: b@y.test" } }],
		["a header name with a colon", { headers: { "Bcc: b@y.test\r\nX": "a" } }],
		["a receiver by header", { headers: { BCC: "b@y.test" } }],
		["a content type by header", { headers: { "Content-Type": "text/html" } }],
		["a broken Message-ID", { messageId: "<a@b>\r\nBcc: b@y.test" }],
		["a foreign reference", { references: ["<a@b>, Bcc: c"] }],
		["an unsubscribe link that is not https", { unsubscribeUrl: "javascript:alert(1)" }],
		["a file as text", { text: { path: "/etc/passwd" } as unknown as string }],
		["a file as html", { html: { path: "/etc/passwd" } as unknown as string }],
	];
	it.each(bad)("MSG-1 refuses %s", async (_name, change) => {
		const error = await failure(sender().send({ ...mail, ...change }));
		expect(error.kind).toBe("rejected");
		expect(server.received).toHaveLength(0);
	});

	it("MSG-1 never reads a file or fetches a link that an attachment names", async () => {
		const attachment = { filename: "a.txt", contentType: "text/plain", content: "inline", path: "/etc/passwd" };
		await sender().send({ ...mail, calendar: undefined, attachments: [attachment] });
		const [file] = server.received[0]!.parsed.attachments;
		expect(Buffer.from(file!.content as ArrayBuffer).toString()).toBe("inline");
	});
});

describe("MSG-1 a failure says whether trying again is safe", () => {
	it("MSG-1 nobody listens: temporary", async () => {
		const error = await failure(sender({ port: await closedPort() }).send(mail));
		expect(error.kind).toBe("temporary");
	});

	it("MSG-1 a server that hangs up before its greeting is left to the outbox, not tried again by the pool", async () => {
		let connections = 0;
		const rude = createServer((socket) => {
			connections += 1;
			socket.destroy();
		});
		await new Promise<void>((ready) => rude.listen(0, "127.0.0.1", ready));
		const error = await failure(sender({ port: (rude.address() as AddressInfo).port }).send(mail));
		expect(error.kind).toBe("temporary");
		expect(connections).toBe(1);
		await new Promise((done) => rude.close(done));
	});

	const refusals: ["connect" | "sender" | "receiver" | "content", number, SendError["kind"]][] = [
		["connect", 421, "temporary"],
		["connect", 554, "temporary"],
		["sender", 451, "temporary"],
		["sender", 530, "temporary"],
		["sender", 553, "rejected"],
		["receiver", 450, "temporary"],
		["receiver", 550, "rejected"],
		["content", 451, "temporary"],
		["content", 554, "rejected"],
	];
	it.each(refusals)("MSG-1 %s answered with %i: %s", async (at, code, kind) => {
		server.fault = { at, code, text: "5.1.1 The reason" };
		const error = await failure(sender().send(mail));
		expect([error.kind, error.code]).toEqual([kind, String(code)]);
		expect(error.message).toContain("The reason");
	});

	it("MSG-1 the server takes the message and never answers: uncertain, and it was sent once only", async () => {
		server.fault = { at: "content", after: "hang" };
		const error = await failure(sender({ silenceMs: 2_000 }).send(mail));
		expect(error.kind).toBe("uncertain");
		expect(server.received).toHaveLength(1);
	});

	it("MSG-1 the server takes the message and hangs up: uncertain, and it was sent once only", async () => {
		server.fault = { at: "content", after: "drop" };
		const error = await failure(sender().send(mail));
		expect(error.kind).toBe("uncertain");
		await new Promise((done) => setTimeout(done, 300));
		expect(server.received).toHaveLength(1);
	});

	it("MSG-1 the line breaks before the message is complete: temporary", async () => {
		server.fault = { at: "half", after: "drop" };
		const error = await failure(sender().send({ ...mail, text: "0123456789abcde\n".repeat(300_000) }));
		expect(error.kind).toBe("temporary");
		expect(server.received).toHaveLength(0);
	});

	it("MSG-1 the whole send has a limit, also when the server trickles", async () => {
		server.fault = { at: "content", after: "hang" };
		const error = await failure(sender({ silenceMs: 20_000, totalMs: 2_000 }).send(mail));
		expect(error.kind).toBe("uncertain");
	});

	it("MSG-1 wrong credentials hold the mail back rather than failing it, and are not repeated", async () => {
		await server.stop();
		server = await startSmtp({ auth: { user: "perigee", pass: "right" } });
		const wrong = sender({ auth: { user: "perigee", pass: "secret-wrong" } });
		const error = await failure(wrong.send(mail));
		expect(error.kind).toBe("temporary");
		expect(error.message).not.toContain("secret-wrong");
		expect(await wrong.check()).toMatchObject({ ok: false });
		expect(await sender({ auth: { user: "perigee", pass: "right" } }).check()).toEqual({ ok: true, reason: null });
	});

	it("MSG-1 a password never goes to a far server without encryption", async () => {
		// 127.0.0.2 is loopback on Linux, but not one of the names that count as this machine.
		await server.stop();
		server = await startSmtp({ host: "127.0.0.2", auth: { user: "a", pass: "b" } });
		const auth = { user: "a", pass: "b" };
		expect((await failure(sender({ host: "127.0.0.2", auth }).send(mail))).kind).toBe("temporary");
		expect(server.received).toHaveLength(0);
		await sender({ host: "127.0.0.2", auth, requireTls: false }).send(mail);
		expect(server.received).toHaveLength(1);
	});

	it("OPS-3 stopping closes the idle connections, and a later mail is refused as temporary", async () => {
		const one = sender();
		await one.send(mail);
		expect(server.open()).toBe(1);
		await one.stop();
		await expect.poll(() => server.open()).toBe(0);
		expect((await failure(one.send(mail))).kind).toBe("temporary");
	});
});

describe("OPS-3 a stop in the middle", () => {
	it("OPS-3 waits for the mail under way, so that its outcome can be recorded", async () => {
		server.fault = { at: "content", after: "hang" };
		const one = sender({ silenceMs: 3_000 });
		let outcome = "";
		void failure(one.send(mail)).then(({ kind }) => {
			outcome = kind;
		});
		await expect.poll(() => server.received.length).toBe(1);
		expect(outcome).toBe("");
		await one.stop();
		// One turn of the loop, for the promises between the sender and this test; nothing near the seconds of silence.
		await new Promise((turn) => setImmediate(turn));
		expect(outcome).toBe("uncertain");
	});
});
