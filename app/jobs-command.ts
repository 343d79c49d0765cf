import { countJobs, listJobs, type QueueCount, redriveJobs } from "#db/jobs/queue-stats.ts";

/**
 * `npm run jobs`: what belongs to no organisation and so stands on nobody's jobs page, such as mail about identity and
 * nightly sweeps. `--redrive QUEUE` sends a queue's dead letters back, of every organisation.
 */
export async function showJobs(args: string[]): Promise<string> {
	if (args.length === 0) return overview();
	const [flag, queue] = args;
	if (flag !== "--redrive" || !queue || args.length > 2) throw new Error("Usage: npm run jobs [-- --redrive QUEUE]");
	const count = await redriveJobs(null, queue).catch((error: Error) => {
		// A queue that is none has no dead letters either.
		if (/queue/i.test(error.message)) return 0;
		throw error;
	});
	if (count === 0) return `There are no dead letters of ${queue}.`;
	return `${count} ${count === 1 ? "job" : "jobs"} of ${queue} will run now.`;
}

async function overview(): Promise<string> {
	const queues = await countJobs(null);
	if (queues.length === 0) return "No job without an organisation waits, runs or failed.";
	const { data } = await listJobs({ orgId: null });
	const lines = data.map(
		({ queue, state, since, tries, reason }) =>
			`  ${since.toISOString()}  ${queue}  ${state}${tries > 0 ? ` after ${tries + 1} tries` : ""}${reason ? `: ${reason}` : ""}`,
	);
	return [...queues.map(sayQueue), ...(lines.length > 0 ? ["", ...lines] : [])].join("\n");
}

function sayQueue({ queue, due, later, active, retrying, dead }: QueueCount): string {
	const parts = Object.entries({ due, later, active, retrying, dead }).filter(([, count]) => count > 0);
	return `${queue}: ${parts.map(([state, count]) => `${count} ${state}`).join(", ") || "nothing"}`;
}
