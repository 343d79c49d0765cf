import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { countJobs, hurryJob, type JobLine, listJobs, type QueueCount, redriveJobs } from "#db/jobs/queue-stats.ts";
import { inOwnOrg, type Member } from "./page.ts";
import type { Args } from "./request.ts";

/** What the jobs page is asked for: a queue, a state, and `next` of the page before. */
export type JobsAsked = {
	queue?: string | undefined;
	state?: JobLine["state"] | undefined;
	after?: string | undefined;
};

/** What the jobs page shows: only what belongs to the member's organisation. */
export async function readJobs(
	member: Member,
	{ queue, state, after }: JobsAsked,
): Promise<{ queues: QueueCount[]; jobs: JobLine[]; next: string | null }> {
	const queues = await countJobs(member.org.id);
	const { data, more } = await listJobs({ orgId: member.org.id, queue, state, after: readCursor(after) });
	const last = data.at(-1);
	return { queues, jobs: data, next: more && last ? `${last.at.toISOString()}_${last.id}` : null };
}

/** Runs a retrying job now, or sends dead letters back (all of a queue's without an id). Records who did it. */
export async function redrive(
	args: Args,
	member: Member,
	act: { queue: string; id?: string | undefined; now: boolean },
) {
	const { queue, id } = act;
	const known = (await countJobs(member.org.id)).some((each) => each.queue === queue);
	if (!known || (id !== undefined && !isId(id))) throw notFound("job");
	const count =
		act.now && id ? Number(await hurryJob(member.org.id, { queue, id })) : await redriveJobs(member.org.id, queue, id);
	if (count === 0) throw notFound("job");
	await inOwnOrg(args, member, (ctx) =>
		ctx.record({
			name: "jobs.redriven",
			subject: { type: "job", id: id ?? ctx.org },
			data: { queue, count },
		}),
	);
	return count;
}

function readCursor(text: string | undefined): { at: Date; id: string } | undefined {
	const [at, id] = text?.split("_") ?? [];
	const instant = new Date(at ?? "");
	return Number.isNaN(instant.getTime()) || !isId(id) ? undefined : { at: instant, id };
}
