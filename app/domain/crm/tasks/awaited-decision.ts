import { sql } from "kysely";
import { conflict } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";

/** The artifact that waits for the decision that a task of `tasks t` asks for; none where it is decided or in the trash. */
export const awaitedDecision = sql<string | null>`(select p.artifact_id from artifact_approvals p
	join artifacts x on x.org_id = p.org_id and x.id = p.artifact_id and x.deleted_at is null
	where p.org_id = t.org_id and p.task_id = t.id and p.state = 'waiting' limit 1)`;

/**
 * A task that asks whether a price may be offered is closed by the yes or no alone (SUCCESS-7): closed otherwise, the price
 * would wait for ever. Throws 409 that names the way.
 */
export async function assertDecided(ctx: Ctx, taskId: string): Promise<void> {
	const { rows } = await sql<{ artifactId: string | null }>`
		select ${awaitedDecision} as "artifactId" from tasks t where t.org_id = ${ctx.org} and t.id = ${taskId}`.execute(
		ctx.db,
	);
	const artifactId = rows[0]?.artifactId;
	if (artifactId)
		throw conflict(
			"This task is closed by the decision. Open it and approve or reject the price, or give the task to somebody else. Nothing was changed.",
			{ artifactId },
		);
}
