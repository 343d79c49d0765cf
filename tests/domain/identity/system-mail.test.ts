import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { sendSystemMailJob } from "#app/domain/identity/jobs.ts";
import { listMailLinks } from "#app/domain/identity/mail/send-system-mail.ts";
import { queueSystemMail, systemOutbox } from "#app/domain/identity/mail/system-mail.ts";
import { openProviders, setProviders } from "#app/providers/open.ts";
import { asSystem } from "#db/context.ts";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { openTestHouse, testEnv } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";

const BUSY = { at: "receiver", code: 450, text: "4.2.0 Try again later" } as const;

describe("mail about identity", () => {
	let smtp: SmtpStandIn;
	beforeAll(async () => {
		await openTestHouse();
		smtp = await startSmtp();
	});
	afterAll(() => smtp.stop());
	beforeEach(() => {
		smtp.fault = null;
		smtp.received.length = 0;
		open(true);
	});

	test("MSG-2 is held while its switch is off, and the operator reads the link", async () => {
		open(false);
		const mail = await write();
		expect(await runJobs(later(120_000))).toEqual([]);
		expect(smtp.received).toEqual([]);
		expect(await stateOf(mail.recipient)).toMatchObject({ state: "held", attempts: 0 });
		expect(await listMailLinks()).toContainEqual(
			expect.objectContaining({ recipient: mail.recipient, link: mail.link }),
		);
	});

	test("MSG-2 turning the switch on does not release what was held", async () => {
		open(false);
		const mail = await write();
		open(true);
		await runJobs(later(120_000));
		expect(await stateOf(mail.recipient)).toMatchObject({ state: "held" });
	});

	test("MSG-2 a switch turned off again holds what was waiting", async () => {
		const mail = await write();
		open(false);
		await runJobs(later(2_000));
		expect(await stateOf(mail.recipient)).toMatchObject({ state: "held" });
		expect(smtp.received).toEqual([]);
	});

	test("ID-1 goes out after one second, once, however often its job runs, and keeps no key", async () => {
		const now = new Date();
		const mail = await write(now);
		const [waiting] = await waitingJobs(sendSystemMailJob);
		expect(waiting?.startAfter.getTime()).toBe(now.getTime() + 1_000);
		await runJobs(later(2_000, now), 2);
		expect(smtp.received).toHaveLength(1);
		expect(smtp.received[0]?.to).toEqual([mail.recipient]);
		expect(smtp.received[0]?.parsed.text).toContain(mail.link);
		const row = await stateOf(mail.recipient);
		expect(row).toMatchObject({ state: "sent", link: null, attempts: 1 });
		expect(row.body).not.toContain(mail.link);
	});

	test("ID-1 is tried three times, after 1 s, 5 s and 30 s, then failed and read by the operator", async () => {
		smtp.fault = BUSY;
		const start = new Date();
		const mail = await write(start);
		const waits: number[] = [];
		for (let now = start; ; ) {
			const [next] = await waitingJobs(sendSystemMailJob);
			if (!next) break;
			waits.push(next.startAfter.getTime() - now.getTime());
			now = next.startAfter;
			await runJobs(now);
		}
		expect(waits).toEqual([1_000, 5_000, 30_000]);
		expect(await stateOf(mail.recipient)).toMatchObject({ state: "failed", attempts: 3 });
		expect((await stateOf(mail.recipient)).error).toBeTruthy();
		expect(await listMailLinks()).toContainEqual(expect.objectContaining({ link: mail.link }));
	});

	test("ID-1 a server that recovers gets the mail on the next try", async () => {
		smtp.fault = BUSY;
		const start = new Date();
		const mail = await write(start);
		await runJobs(later(1_000, start));
		expect(await stateOf(mail.recipient)).toMatchObject({ state: "queued", attempts: 1 });
		smtp.fault = null;
		await runJobs(later(6_000, start));
		expect(smtp.received).toHaveLength(1);
		expect(await stateOf(mail.recipient)).toMatchObject({ state: "sent", attempts: 2 });
	});

	test("MSG-2 a mail handed over without an answer is not sent again by itself", async () => {
		smtp.fault = { at: "content", after: "drop" };
		const mail = await write();
		await runJobs(later(2_000));
		await runJobs(later(120_000));
		expect(smtp.received).toHaveLength(1);
		expect(await stateOf(mail.recipient)).toMatchObject({ state: "uncertain" });
	});

	function open(switchedOn: boolean): void {
		testEnv({
			ALLOW_IDENTITY_EMAIL: String(switchedOn),
			SMTP_URL: `smtp://127.0.0.1:${smtp.port}?tls=off`,
			MAIL_FROM: "Perigee <no-reply@perigee.test>",
		});
		setProviders(openProviders(env()));
	}

	async function write(now = new Date()) {
		const link = `http://localhost:3000/verify-email/${newId()}`;
		const mail = { kind: "verify-email", recipient: `${newId()}@firm.test`, subject: "Confirm", link } as const;
		await asSystem((db) => queueSystemMail(systemOutbox(db, now), { ...mail, body: `Here:\n\n${link}\n` }));
		return mail;
	}

	function stateOf(recipient: string) {
		return asSystem((db) =>
			db.selectFrom("system_mail").selectAll().where("recipient", "=", recipient).executeTakeFirstOrThrow(),
		);
	}
});

function later(ms: number, from = new Date()): Date {
	return new Date(from.getTime() + ms);
}
