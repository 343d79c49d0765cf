import { noteBrokenTry, sweepReadings } from "#app/domain/artifacts/contract/reading/end-reading.ts";
import { readContract } from "#app/domain/artifacts/contract/reading/read-contract.ts";
import { readContractJob, sweepReadingsJob } from "#app/domain/artifacts/jobs.ts";
import { providers } from "#app/providers/open.ts";
import { house } from "#db/context.ts";
import { isPermanent } from "#db/queue.ts";
import { handles } from "#jobs/handles.ts";
import { stepsOf } from "../crm/steps-of.ts";

const readContractHandler = handles(readContractJob, async ({ orgId, contractId }, run) => {
	const step = stepsOf(orgId, "Contract reading", run);
	try {
		await readContract(step, contractId, providers().models, run.signal);
	} catch (error) {
		const isLast = run.isLastTry === true || isPermanent(error);
		// Where even this cannot be kept, the sweep ends it.
		await step((ctx) => noteBrokenTry(ctx, contractId, { error, isLast })).catch(() => undefined);
		throw error;
	} finally {
		house().live.publish({ org: orgId, topics: [`contract:${contractId}`] });
	}
});

const sweepReadingsHandler = handles(sweepReadingsJob, async () => {
	await sweepReadings();
});

/** The jobs of this area and who does them. */
export const artifactHandlers: ReturnType<typeof handles>[] = [readContractHandler, sweepReadingsHandler];
