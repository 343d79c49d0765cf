import { newId } from "#app/base/ids.ts";
import { log } from "#app/base/log.ts";
import { telemetry } from "#app/base/telemetry.ts";
import { house, inOrg } from "#db/context.ts";
import type { JobContract } from "#db/jobs/job-contract.ts";
import type { Live } from "#db/live.ts";
import { isPermanent, type Queue } from "#db/queue.ts";
import { dispatchJob } from "#db/recording/dispatch.ts";
import { handlers } from "./handlers.ts";
import { handles } from "./handles.ts";
import { schedules } from "./schedules.ts";
import { subscriptions } from "./subscriptions.ts";

/** Starts a worker for every contract and files the cron entries. Failures are logged with job and request id. */
export async function startWorkers(queue: Queue, live: Live): Promise<void> {
	for (const [contract, handle] of [handles(dispatchJob, dispatch), ...handlers]) {
		queue.work(
			contract,
			async (payload, job) => {
				const requestId = newId();
				const startedAt = Date.now();
				let failed = true;
				try {
					const { signal, isLastTry } = job;
					await handle(payload, { requestId, signal, isLastTry, now: house().database.clock.now() });
					failed = false;
				} catch (error) {
					const level = isPermanent(error) ? "error" : "warn";
					log()[level]({ err: error, job: contract.name, jobId: job.id, requestId }, "job failed");
					throw error;
				} finally {
					const attributes = { "messaging.message.id": job.id, "perigee.request_id": requestId };
					const span = { name: contract.name, startedAt, endedAt: Date.now(), failed, attributes };
					telemetry().span({ ...span, kind: "consumer" });
				}
			},
			live,
		);
	}
	await queue.schedule(schedules);
}

/** Gives each event to the jobs that subscribed to its name. Run twice it adds them twice; each is safe to run twice. */
export async function dispatch({ orgId, eventIds }: { orgId: string; eventIds: string[] }): Promise<void> {
	const actor = { kind: "system", name: "Events" } as const;
	await inOrg({ org: orgId, actor, requestId: newId() }, async (ctx) => {
		const events = await ctx.db.selectFrom("events").select(["id", "name"]).where("id", "in", eventIds).execute();
		for (const [contract, ids] of byContract(events)) {
			await ctx.enqueueMany(
				contract,
				ids.map((eventId) => ({ payload: { orgId, eventId } })),
			);
		}
	});
}

function byContract(
	events: { id: string; name: string }[],
): Map<JobContract<{ orgId: string; eventId: string }>, string[]> {
	const found = new Map<JobContract<{ orgId: string; eventId: string }>, string[]>();
	for (const event of events) {
		for (const contract of subscriptions[event.name] ?? []) {
			found.set(contract, [...(found.get(contract) ?? []), event.id]);
		}
	}
	return found;
}
