import { sweepUploadsJob } from "#app/domain/files/jobs.ts";
import { sweepUploads } from "#app/domain/files/sweep-uploads.ts";
import { inOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";

const actor = { kind: "system", name: "Files" } as const;

const sweepUploadsHandler = handles(sweepUploadsJob, async (_payload, { requestId, now }) => {
	await sweepUploads((org) => (fn) => inOrg({ org, actor, requestId, now }, fn));
});

/** The jobs of this area and who does them. */
export const filesHandlers: ReturnType<typeof handles>[] = [sweepUploadsHandler];
