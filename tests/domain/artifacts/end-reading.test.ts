import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getContract } from "#app/domain/artifacts/contract/reading/contract-queries.ts";
import { sweepReadings } from "#app/domain/artifacts/contract/reading/end-reading.ts";
import { retryContract } from "#app/domain/artifacts/contract/reading/upload-contract.ts";
import { readContractJob } from "#app/domain/artifacts/jobs.ts";
import { house } from "#db/context.ts";
import { redriveJobs } from "#db/jobs/queue-stats.ts";
import { artifactHandlers } from "#jobs/artifacts/handlers.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { makeAccount, pdfOf, upload } from "./contract-house.ts";
import { SAMPLES } from "./contract-samples.ts";

let org: TestOrg;
let accountId: string;
const later = () => new Date(Date.now() + 60_000);
const show = (id: string) => as(org, "viewer", (ctx) => getContract(ctx, id));

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	accountId = await makeAccount(org, "Orchard Foods");
});

let made = 0;
/** A contract that waits to be read. */
async function waiting(): Promise<string> {
	const bytes = await pdfOf([{ page: 1, text: `${SAMPLES.short[0]!.text} Number ${++made}.` }]);
	return (await upload(org, accountId, bytes, { name: `waiting ${made}.pdf` })).id;
}

/** Runs the reading as a worker does, on one of its tries, and breaks it off. */
async function breakOff(contractId: string, isLastTry: boolean, cause: string): Promise<void> {
	const [, handle] = artifactHandlers.find(([contract]) => contract.name === readContractJob.name)!;
	const run = { requestId: newId(), signal: AbortSignal.abort(new Error(cause)), now: new Date(), isLastTry };
	await expect(handle({ orgId: org.id, contractId } as never, run)).rejects.toThrow(cause);
}

/** The job of a contract has no tries left, and its process dies over it. */
async function die(contractId: string, message: string): Promise<void> {
	const { owner } = house().database;
	const { boss } = house().queue;
	const { name } = readContractJob;
	await as(org, "owner", (ctx) => ctx.enqueue(readContractJob, { orgId: org.id, contractId }));
	await owner.query("delete from pgboss.job where name = $1 and data ->> 'contractId' <> $2", [name, contractId]);
	await owner.query("update pgboss.job set retry_limit = 0 where name = $1", [name]);
	for (const { id } of await boss.fetch(name)) await boss.fail(name, id, { message });
}

describe("SUCCESS-7 a contract whose reading breaks off", () => {
	it("SUCCESS-7 says what broke off while it is tried again, fails after the last try with the cause, and can be read again", async () => {
		const id = await waiting();
		await breakOff(id, false, "the disk is full");
		const reason = "The last try broke off: this server says “the disk is full”.";
		expect(await show(id)).toMatchObject({ state: "reading", reason });
		await breakOff(id, true, "took longer than 299 s");
		expect(await show(id)).toMatchObject({
			state: "failed",
			reason: "Every try broke off. The last one: it took longer than five minutes.",
		});
		await as(org, "user", (ctx) => retryContract(ctx, id));
		expect(await show(id)).toMatchObject({ state: "waiting", reason: null });
		expect((await waitingJobs(readContractJob)).map(({ payload }) => payload.contractId)).toContain(id);
	});

	it("SUCCESS-7 whose last try died with its process is ended by the sweep, in words; one that is asked for again is not", async () => {
		const [dead, asked] = [await waiting(), await waiting()];
		await house().database.owner.query("update contract_files set state = 'reading' where id in ($1, $2)", [
			dead,
			asked,
		]);
		await die(dead, "its process died");
		await die(asked, "took longer than 299 s");
		await as(org, "user", (ctx) => retryContract(ctx, asked));
		expect(await sweepReadings()).toBe(1);
		expect(await show(dead)).toMatchObject({
			state: "failed",
			reason: "Every try broke off. The last one: the server stopped while it was being read.",
		});
		expect((await show(asked)).state).toBe("waiting");
		expect(await sweepReadings()).toBe(0);
	});

	it("SUCCESS-7 is read when an administrator sends its job back, and one that is read is not ended", async () => {
		const bytes = await pdfOf(SAMPLES.columns);
		const { id } = await upload(org, accountId, bytes, { name: "columns.pdf" });
		await die(id, "took longer than 299 s");
		await sweepReadings();
		expect((await show(id)).reason).toContain("it took longer than five minutes");
		expect(await redriveJobs(org.id, readContractJob.name)).toBeGreaterThan(0);
		await runJobs(later());
		expect(await show(id)).toMatchObject({ state: "done", reason: null });
		await die(id, "its process died");
		await sweepReadings();
		expect((await show(id)).state).toBe("done");
	});
});
