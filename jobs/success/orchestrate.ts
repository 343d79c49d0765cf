import { followAccountsJob, orchestrateJob, scheduleMorningsJob } from "#app/domain/success/jobs.ts";
import { followAccounts } from "#app/domain/success/orchestrating/follow-accounts.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import { scheduleMornings } from "#app/domain/success/orchestrating/schedule-mornings.ts";
import { house, inOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";

const actor = { kind: "system", name: "Customer success" } as const;

export const followAccountsHandler = handles(followAccountsJob, async ({ orgId, eventId }, { requestId, now }) => {
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => followAccounts(ctx, eventId));
});

export const orchestrateHandler = handles(orchestrateJob, async ({ orgId, accountId }, { requestId, now }) => {
	const looked = accountId ? { accountIds: [accountId] } : {};
	const done = await inOrg({ org: orgId, actor, requestId, now }, (ctx) => orchestrate(ctx, looked));
	if (done.opened + done.closed + done.changed > 0) house().live.publish({ org: orgId, topics: ["plays"] });
});

export const scheduleMorningsHandler = handles(scheduleMorningsJob, async (_payload, { now }) => {
	await scheduleMornings(now);
});
