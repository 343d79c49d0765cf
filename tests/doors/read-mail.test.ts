import { describe, expect, test } from "vitest";
import { boundsFor, readMail } from "#app/doors/hooks/read-mail.ts";

const HEAD = "From: Ann <ann@c.test>\r\nTo: shop@in.test\r\nSubject: Hello\r\nMIME-Version: 1.0\r\n";
const MB = 1_048_576;

describe("a mail of strangers", () => {
	test("MSG-4 is read in a thread of its own, to the same words", async () => {
		const mail = await readMail(
			Buffer.from(`${HEAD}Content-Type: text/plain\r\n\r\nYes, Thursday.\r\n\r\n> Which day?\r\n`),
		);
		expect(mail).toMatchObject({ from: "ann@c.test", fromName: "Ann", subject: "Hello", text: "Yes, Thursday." });
	});

	test("MSG-4 with quotes and words in turns takes no longer than its length", async () => {
		const best = { 30000: Number.POSITIVE_INFINITY, 120000: Number.POSITIVE_INFINITY };
		for (let round = 0; round < 3; round++) {
			for (const turns of [30_000, 120_000] as const) {
				const began = performance.now();
				const mail = await readMail(Buffer.from(`${HEAD}\r\n${"> a\r\nb\r\n".repeat(turns)}`));
				best[turns] = Math.min(best[turns], performance.now() - began);
				if (turns === 120_000) expect(mail.text.length).toBe(100_000);
			}
		}
		// Against itself in the same run, since machines differ: four times as long, where squares would be sixteen.
		expect(best[120_000] / best[30_000]).toBeLessThan(8);
	});

	test.each([
		[
			"millions of parts",
			`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${"--b\r\n\r\nx\r\n".repeat((25 * MB) / 10)}`,
		],
		["lines that flow for ever", `${HEAD}Content-Type: text/plain; format=flowed\r\n\r\n${"a \r\n".repeat(5 * MB)}`],
	])("MSG-4 of %s is given up in time, and everybody else goes on", async (_, raw) => {
		let longest = 0;
		let last = performance.now();
		const pulse = setInterval(() => {
			longest = Math.max(longest, performance.now() - last);
			last = performance.now();
		}, 20);
		const began = performance.now();
		const outcome = await readMail(Buffer.from(raw), 3_000).then(
			() => "read",
			(error: { status: number }) => error.status,
		);
		clearInterval(pulse);
		expect(["read", 400]).toContain(outcome);
		expect(performance.now() - began).toBeLessThan(8_000);
		expect(longest).toBeLessThan(2_000);
	});

	test("MSG-4 with large attachments is read on the smallest machine's heap, and hostile ones leave half a machine", async () => {
		expect(boundsFor(512 * MB)).toEqual({ heapMb: 128, atOnce: 2 });
		expect(boundsFor(1_024 * MB)).toEqual({ heapMb: 256, atOnce: 2 });
		expect(boundsFor(16 * 1_024 * MB)).toEqual({ heapMb: 512, atOnce: 4 });
		for (const machine of [512, 1_024, 2_048, 65_536]) {
			const { heapMb, atOnce } = boundsFor(machine * MB);
			expect(heapMb * atOnce).toBeLessThanOrEqual(machine / 2);
		}
	});

	test("MSG-4 is to be posted again when the thread, not the mail, is at fault", async () => {
		const outcome = await readMail(Buffer.from(`${HEAD}\r\nHello`), 1).catch((error: unknown) => error);
		expect(outcome).toBeInstanceOf(Error);
		expect(outcome).not.toHaveProperty("status", 400);
	});

	test("MSG-4 more than four at once are asked to come again", async () => {
		const mails = Array.from({ length: 6 }, () => readMail(Buffer.from(`${HEAD}\r\nHello`)));
		const outcomes = await Promise.allSettled(mails);
		const refusals = outcomes.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
		expect(refusals).toHaveLength(2);
		expect(refusals[0]).toMatchObject({ status: 503, retryAfterSeconds: 5 });
	});
});
