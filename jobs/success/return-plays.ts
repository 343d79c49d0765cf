import { returnPlays } from "#app/domain/success/actions/return-plays.ts";
import { returnPlaysJob } from "#app/domain/success/jobs.ts";
import { house, inOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";

const actor = { kind: "system", name: "Customer success" } as const;

export const returnPlaysHandler = handles(returnPlaysJob, async ({ orgId }, { requestId, now }) => {
	const count = await inOrg({ org: orgId, actor, requestId, now }, (ctx) => returnPlays(ctx));
	if (count > 0) house().live.publish({ org: orgId, topics: ["plays"] });
});
