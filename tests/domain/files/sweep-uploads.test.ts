import { beforeAll, expect, test } from "vitest";
import { DAY } from "#app/base/time.ts";
import { sweepUploadsJob } from "#app/domain/files/jobs.ts";
import { storeFile } from "#app/domain/files/store-file.ts";
import { house } from "#db/context.ts";
import { handlers } from "#jobs/handlers.ts";
import { pieces, stepsAs } from "#tests/domain/crm/imports/files.ts";
import { makeOrg, openTestHouse } from "#tests/support/house.ts";

beforeAll(async () => {
	await openTestHouse();
});

const query = <Row>(text: string, values: unknown[] = []) => house().database.owner.query<Row>(text, values);

/** Runs the job at an instant, twice. */
async function sweep(now: Date): Promise<void> {
	const [, handle] = handlers.find(([contract]) => contract.name === sweepUploadsJob.name)!;
	for (let times = 0; times < 2; times++)
		await handle({} as never, { requestId: "sweep", signal: new AbortController().signal, now });
}

test("CRM-3 KB-1 what came of an upload that broke off is taken out after a day; whole files and new ones stay", async () => {
	const names: string[] = [];
	for (const org of [await makeOrg(), await makeOrg()]) {
		const whole = await storeFile(stepsAs(org), { name: "whole.csv", mediaType: "text/csv", bytes: pieces("a,b") });
		const broken = await storeFile(stepsAs(org), { name: "broken.csv", mediaType: "text/csv", bytes: pieces("a,b") });
		// As a process that was killed leaves it.
		await query("update files set sha256 = '', size = 0 where id = $1", [broken.id]);
		names.push(whole.id);
	}
	const files = () => query<{ id: string }>("select id from files order by id");
	const chunks = () => query<{ file_id: string }>("select file_id from file_chunks order by file_id");
	await sweep(new Date(Date.now() + DAY / 2));
	expect(await files()).toHaveLength(4);
	await sweep(new Date(Date.now() + DAY + 60_000));
	expect((await files()).map(({ id }) => id)).toEqual([...names].sort());
	expect((await chunks()).map(({ file_id }) => file_id)).toEqual([...names].sort());
});
