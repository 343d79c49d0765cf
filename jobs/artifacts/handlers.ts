import { readContract } from "#app/domain/artifacts/contract/reading/read-contract.ts";
import { readContractJob } from "#app/domain/artifacts/jobs.ts";
import { providers } from "#app/providers/open.ts";
import { house } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";
import { stepsOf } from "../crm/steps-of.ts";

const readContractHandler = handles(readContractJob, async ({ orgId, contractId }, run) => {
	await readContract(stepsOf(orgId, "Contract reading", run), contractId, providers().models, run.signal);
	house().live.publish({ org: orgId, topics: [`contract:${contractId}`] });
});

/** The jobs of this area and who does them. */
export const artifactHandlers: ReturnType<typeof handles>[] = [readContractHandler];
