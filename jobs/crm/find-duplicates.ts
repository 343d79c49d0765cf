import {
	findDuplicatesOfEvent,
	findDuplicatesOfImport,
	planImportedDuplicates,
} from "#app/domain/crm/duplicates/find-duplicates.ts";
import { findDuplicatesJob, findImportedDuplicatesJob } from "#app/domain/crm/duplicates/jobs.ts";
import { refreshStatistics } from "#db/table-statistics.ts";
import { handles } from "#jobs/handles.ts";
import { stepsOf } from "./steps-of.ts";

export const findDuplicatesHandler = handles(findDuplicatesJob, ({ orgId, eventId }, run) =>
	stepsOf(orgId, "Duplicates", run)((ctx) => findDuplicatesOfEvent(ctx, eventId)),
);

const SLICE_MS = 10_000;

export const findImportedDuplicatesHandler = handles(
	findImportedDuplicatesJob,
	async ({ orgId, batchId, after }, run) => {
		const step = stepsOf(orgId, "Duplicates", run);
		if (!after) await refreshStatistics(["contacts"]);
		const until = performance.now() + SLICE_MS;
		let last = after;
		do {
			last = await step((ctx) => findDuplicatesOfImport(ctx, { batchId, after: last }));
			if (!last) return;
		} while (performance.now() < until && !run.signal.aborted);
		await step((ctx) => planImportedDuplicates(ctx, batchId, last));
	},
);
