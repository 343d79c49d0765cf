import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** A member as a step's setting offers them. */
export type MemberChoice = { id: string; name: string };

/** As many names as a list to choose from can hold; others are named by an expression. */
const MOST = 300;

/** The members whom a step can be for, by name. */
export async function listMemberChoices(ctx: Ctx): Promise<MemberChoice[]> {
	authorize(ctx, "workflows.view");
	return ctx.db.selectFrom("memberships").select(["id", "name"]).orderBy("name").orderBy("id").limit(MOST).execute();
}
