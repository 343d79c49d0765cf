import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { PlayStage, PlayState, PlayType } from "#app/domain/success/schema.ts";
import type { Ctx } from "#db/context.ts";

export type AccountPlay = {
	id: string;
	type: PlayType;
	stage: PlayStage;
	state: PlayState;
	priority: number;
	reason: string | null;
	openedAt: Date;
	closedAt: Date | null;
};

/** An account's plays: those that are open first, then its past, the newest first; fifty at most. */
export async function listPlaysOfAccount(ctx: Ctx, accountId: string): Promise<AccountPlay[]> {
	authorize(ctx, "success.view");
	const { rows } = await sql<AccountPlay>`
		select id, type, stage, state, priority, close_reason as reason, opened_at as "openedAt", closed_at as "closedAt"
		from plays where org_id = ${ctx.org} and account_id = ${accountId}
		order by closed_at is not null, opened_at desc, id desc limit 50`.execute(ctx.db);
	return rows;
}
