import { sql } from "kysely";
import { invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

/** The play, or the run and its step, in which something is made; a step is named by its id or its node. */
export type MadeIn = { playId?: string | undefined; runId?: string | undefined; stepId?: string | undefined };
type Asked = MadeIn & { accountId?: string | undefined };
export type Place = { accountId: string | null; playId: string | null; runId: string | null; stepId: string | null };

/**
 * Where an artifact belongs: the account, the play, the run and its step, as far as they are named or follow from each
 * other. 404 for what is not here, 422 where nothing says whose it is or two of them are of different accounts.
 */
export async function placeOf(ctx: Ctx, { accountId, playId, runId, stepId }: Asked): Promise<Place> {
	const play = playId || runId ? await findPlay(ctx, { playId, runId }) : null;
	if (playId && !play) throw notFound("play");
	const run = runId ? await findRun(ctx, runId) : null;
	if (runId && !run) throw notFound("execution");
	const step = stepId ? await findStep(ctx, runId ?? play?.runId ?? null, stepId) : null;
	const known = play?.accountId ?? run?.accountId ?? null;
	if (accountId && known && accountId !== known)
		throw wrong({ accountId: ["The play or the run is another account's."] });
	const account = accountId ?? known;
	if (account) await assertAccount(ctx, account);
	if (!account && !run) throw wrong({ accountId: ["Choose an account, or name the run that it comes from."] });
	return { accountId: account, playId: play?.id ?? null, runId: runId ?? play?.runId ?? null, stepId: step };
}

async function findPlay(ctx: Ctx, { playId, runId }: Asked) {
	const row = await ctx.db
		.selectFrom("plays")
		.select(["id", "account_id as accountId", "run_id as runId"])
		.where(playId ? "id" : "run_id", "=", (playId ?? runId)!)
		.executeTakeFirst();
	if (playId && runId && row && row.runId !== runId) throw wrong({ runId: ["This run is another play's."] });
	return row ?? null;
}

async function findRun(ctx: Ctx, runId: string) {
	const row = await ctx.db
		.selectFrom("workflow_runs")
		.select(["subject_type", "subject_id"])
		.where("id", "=", runId)
		.executeTakeFirst();
	return row ? { accountId: row.subject_type === "account" ? row.subject_id : null } : null;
}

/** The step by its id, or the newest of a node. */
async function findStep(ctx: Ctx, runId: string | null, stepId: string): Promise<string> {
	if (!runId) throw wrong({ stepId: ["Name the run whose step it is."] });
	const { rows } = await sql<{ id: string }>`select id from workflow_steps
		where org_id = ${ctx.org} and run_id = ${runId} and ${isId(stepId) ? sql`id = ${stepId}` : sql`node = ${stepId}`}
		order by began_at desc, id desc limit 1`.execute(ctx.db);
	if (!rows[0]) throw notFound("step");
	return rows[0].id;
}

async function assertAccount(ctx: Ctx, accountId: string): Promise<void> {
	const row = await ctx.db
		.selectFrom("accounts")
		.select("id")
		.where("id", "=", accountId)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (!row) throw notFound("account");
}

const wrong = (fields: Record<string, string[]>) => invalid("Some fields cannot be accepted.", fields);
