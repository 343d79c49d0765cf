import { conflict } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";

/**
 * Locks the owners and throws 409 when `memberId` is the only one. Two owners who step down at the same instant meet
 * at the lock: the second sees what the first left.
 */
export async function keepAnOwner(ctx: Ctx, memberId: string): Promise<void> {
	const owners = await ctx.db
		.selectFrom("memberships")
		.select("id")
		.where("org_id", "=", ctx.org)
		.where("role", "=", "owner")
		.orderBy("id")
		.forUpdate()
		.execute();
	if (owners.length === 1 && owners[0]?.id === memberId) {
		throw conflict("This is the last owner. Make somebody else an owner first.");
	}
}
