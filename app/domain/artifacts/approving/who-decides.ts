import { rolesThatMay } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** The member who acts, also by a key of theirs; null for nobody of the organisation. */
export async function actingMember({ actor, db }: Pick<Ctx, "actor" | "db">): Promise<string | null> {
	if (actor.kind === "member") return actor.id;
	if (actor.kind !== "api-key") return null;
	const key = await db.selectFrom("api_keys").select("member_id").where("id", "=", actor.id).executeTakeFirst();
	return key?.member_id ?? null;
}

/** Whether a price may be decided by somebody else than this member: then they do not decide what they asked for. */
export async function mayAnotherDecide(ctx: Ctx, memberId: string): Promise<boolean> {
	const row = await ctx.db
		.selectFrom("memberships")
		.select("id")
		.where("id", "<>", memberId)
		.where("role", "in", rolesThatMay("artifacts.approve"))
		.limit(1)
		.executeTakeFirst();
	return row !== undefined;
}
