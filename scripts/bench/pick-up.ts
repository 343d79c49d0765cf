import pg from "pg";
import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { inOrg, setHouse } from "#db/context.ts";
import { defineJob, type JobContract } from "#db/jobs/job-contract.ts";
import { makeBenchOrg, median, onDatabase, openHouse, quantile, type Stage, sleep } from "./stage.ts";

const SAMPLES = 300;
const job = defineJob({ name: "bench.pick-up", payload: z.object({ orgId: z.uuid() }) });

/**
 * Pick-up: from the commit to the start of the handler, idle, with the asking and the working side as two houses that
 * meet in Postgres only; beside it a bare NOTIFY-and-commit to a bare LISTEN. Alternating, 300 of each.
 */
export async function pickUp({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const asking = await openHouse(url, { more: [job as unknown as JobContract<never>] });
		const working = await openHouse(url, { works: true, migrated: true });
		setHouse(asking);
		const org = newId();
		await makeBenchOrg(org);
		let started = () => {};
		working.queue.work(job, async () => started(), working.live);
		const bare = await openBare(url);
		await sleep(2_500);
		const ours: number[] = [];
		const theirs: number[] = [];
		for (let sample = 0; sample < SAMPLES; sample++) {
			await sleep(10 + Math.random() * 20);
			const begun = new Promise<number>((resolve) => {
				started = () => resolve(performance.now());
			});
			await inOrg({ org, actor: { kind: "system", name: "Bench" }, requestId: "bench" }, (ctx) =>
				ctx.enqueue(job, { orgId: org }),
			);
			const committed = performance.now();
			ours.push(Math.max(0, (await begun) - committed));
			await sleep(10);
			theirs.push(await bare.once());
		}
		say(
			`ours, commit to handler start     median ${median(ours).toFixed(2)} ms, p99 ${quantile(ours, 0.99).toFixed(2)} ms`,
		);
		say(
			`bare NOTIFY and commit            median ${median(theirs).toFixed(2)} ms, p99 ${quantile(theirs, 0.99).toFixed(2)} ms`,
		);
		say(`ratio of medians (6 or less)      ${(median(ours) / median(theirs)).toFixed(2)}`);
		say(`ratio of p99 (3 or less)          ${(quantile(ours, 0.99) / quantile(theirs, 0.99)).toFixed(2)}`);
		await bare.close();
		await asking.close();
		await working.close();
	});
}

/** A row and a NOTIFY in one transaction, heard by a second connection: the least that any queue on Postgres costs. */
async function openBare(url: string) {
	const [sender, listener] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })];
	await sender.connect();
	await listener.connect();
	await sender.query("create table bare (id serial primary key)");
	await listener.query("listen bare");
	return {
		async once(): Promise<number> {
			const heard = new Promise<number>((resolve) => listener.once("notification", () => resolve(performance.now())));
			await sender.query("begin");
			await sender.query("insert into bare default values");
			await sender.query("select pg_notify('bare', '1')");
			const began = performance.now();
			await sender.query("commit");
			return (await heard) - began;
		},
		async close() {
			await sender.end();
			await listener.end();
		},
	};
}
