import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { env } from "#app/base/env.ts";
import { SENDING_LEASE_MS } from "#app/domain/messaging/sending/claim-message.ts";
import { sweepOutbox } from "#app/domain/messaging/sending/sweep-outbox.ts";
import { openProviders, setProviders } from "#app/providers/open.ts";
import { openDatabase } from "#db/client.ts";
import { setHouse } from "#db/context.ts";
import { Live } from "#db/live.ts";
import { Queue } from "#db/queue.ts";
import { type SmtpStandIn, startSmtp } from "#tests/standins/smtp.ts";
import { startTwilio, type TwilioFault, type TwilioStandIn } from "#tests/standins/twilio.ts";
import { asActor, SYSTEM, testEnv } from "#tests/support/house.ts";
import { imageFile } from "#tests/support/image-file.ts";
import { runJobs } from "#tests/support/jobs.ts";

const folders: string[] = [];
let smtp: SmtpStandIn;
let twilio: TwilioStandIn;

beforeAll(async () => {
	smtp = await startSmtp();
	twilio = await startTwilio();
});
afterAll(async () => {
	await smtp.stop();
	await twilio.stop();
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("MSG-1 kill -9 in the middle of sending", () => {
	test("MSG-1 an email that was handed over and not recorded becomes uncertain and is never sent again by itself", async () => {
		smtp.fault = { at: "content", after: "hang" };
		const killed = await killWhile("email", () => smtp.received.length === 1);
		smtp.fault = null;
		const states = await wakeUp(killed);
		expect(states).toEqual(["uncertain"]);
		expect(smtp.received).toHaveLength(1);
	});

	test("MSG-1 a text that Twilio took is found there and recorded as sent, not sent twice", async () => {
		expect(await crashSms("hang-after", () => twilio.messages.length === 1)).toEqual(["sent"]);
		expect(twilio.messages).toHaveLength(1);
	});

	test("MSG-1 a text that Twilio never got is sent after all, once", async () => {
		const asked = () => twilio.requests.some((request) => request.startsWith("POST"));
		expect(await crashSms("nonsense-never", asked)).toEqual(["sent"]);
		expect(twilio.messages).toHaveLength(1);
	});
});

async function crashSms(fault: "hang-after" | "nonsense-never", isThere: () => boolean): Promise<string[]> {
	twilio.messages.length = 0;
	twilio.requests.length = 0;
	twilio.fault = "hang-after" as TwilioFault;
	const killed = await killWhile("sms", isThere);
	// The stand-in forgets: as if the request had been lost on its way.
	if (fault === "nonsense-never") twilio.messages.length = 0;
	twilio.fault = null;
	return wakeUp(killed);
}

type Killed = { dataDir: string; org: string; id: string };

/** Starts a worker, kills it with -9 as soon as `isThere`, and tells what it was sending. */
async function killWhile(channel: "email" | "sms", isThere: () => boolean): Promise<Killed> {
	const dataDir = mkdtempSync(path.join(tmpdir(), "perigee-crash-"));
	folders.push(dataDir);
	const file = path.join(import.meta.dirname, "sender-process.ts");
	const child = spawn(process.execPath, [file, path.join(dataDir, "pg"), imageFile(), channel], {
		env: { PATH: process.env.PATH, NODE_ENV: "test", ...settings() },
		stdio: ["ignore", "pipe", "inherit"],
	});
	let output = "";
	child.stdout.on("data", (chunk) => (output += chunk));
	const deadline = Date.now() + 50_000;
	while (!(output.includes("\n") && isThere())) {
		if (Date.now() > deadline || child.exitCode !== null) {
			child.kill("SIGKILL");
			throw new Error(`the worker did not get there: ${output}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	child.kill("SIGKILL");
	await once(child, "close");
	expect(output).not.toContain("done");
	return { dataDir, ...(JSON.parse(output.split("\n")[0]!) as { org: string; id: string }) };
}

/** Opens what the dead worker left, as the next process does, and lets hours of sweeps and jobs pass, each job twice. */
async function wakeUp({ dataDir, org, id }: Killed): Promise<string[]> {
	testEnv(settings());
	const database = openDatabase({ dataDir: path.join(dataDir, "pg") });
	await database.embedded?.waitReady;
	const queue = new Queue(database, { works: false, onError: () => undefined });
	const live = new Live(database);
	setHouse({ database, queue, live });
	setProviders(openProviders(env()));
	await queue.start();
	try {
		await runJobs(new Date(), 2);
		expect(await stateOf(org, id)).toBe("sending");
		for (const minutes of [0, 5, 60, 300]) {
			const now = new Date(Date.now() + SENDING_LEASE_MS + 1_000 + minutes * 60_000);
			await sweepOutbox(now);
			await runJobs(now, 2);
		}
		return [await stateOf(org, id)];
	} finally {
		await queue.stop();
		await database.close();
	}
}

async function stateOf(org: string, id: string): Promise<string> {
	const row = await asActor(org, SYSTEM, (ctx) =>
		ctx.db.selectFrom("messages").select("state").where("id", "=", id).executeTakeFirstOrThrow(),
	);
	return row.state;
}

function settings(): Record<string, string> {
	return {
		NODE_ENV: "test",
		LOG_LEVEL: "silent",
		SECRET_KEY: "test-secret-key",
		ALLOW_EMAIL_SENDING: "true",
		ALLOW_SMS_SENDING: "true",
		SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
		TWILIO_ACCOUNT_SID: twilio.accountSid,
		TWILIO_AUTH_TOKEN: twilio.authToken,
		TWILIO_BASE_URL: twilio.baseUrl,
		TWILIO_FROM: "+15005550006",
	};
}
