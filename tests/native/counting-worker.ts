import { createServer } from "node:http";
import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { openDatabase } from "#db/client.ts";
import { inOrg, setHouse } from "#db/context.ts";
import { defineJob } from "#db/jobs/job-contract.ts";
import { Live } from "#db/live.ts";
import { Queue } from "#db/queue.ts";

/** A job whose one effect is a row of its own number. */
export const countJob = defineJob({
	name: "test.count",
	payload: z.object({ orgId: z.uuid(), n: z.number() }),
	retry: { limit: 50, delaySeconds: 1, maxDelaySeconds: 3 },
	expireSeconds: 5,
});

/** Runs count jobs until it is stopped. A program of its own for tests of several processes. */
async function main(url: string): Promise<void> {
	const database = openDatabase({ url, poolSize: 6 });
	const queue = new Queue(database, { works: true, onError: () => undefined });
	const live = new Live(database);
	setHouse({ database, queue, live });
	await live.start();
	await queue.start();
	const actor = { kind: "system", name: "Counter" } as const;
	queue.work(
		countJob,
		({ orgId, n }) =>
			inOrg({ org: orgId, actor, requestId: newId() }, async (ctx) => {
				await ctx.db
					.insertInto("runs" as never)
					.values({ n } as never)
					.execute();
				await ctx.db
					.insertInto("effects" as never)
					.values({ n } as never)
					.onConflict((on) => on.doNothing())
					.execute();
			}),
		live,
	);
	createServer((_message, response) => response.end("ready")).listen(Number(process.env.PORT), "127.0.0.1");
	process.once("SIGTERM", async () => {
		await queue.stop();
		await live.close();
		await database.close();
		process.exit(0);
	});
}

if (process.env.COUNT_DATABASE) await main(process.env.COUNT_DATABASE);
