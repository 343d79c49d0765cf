import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

/** The member behind a context: a conversation with the assistant is one member's. A key acts for its member. */
export async function memberOf(ctx: Ctx): Promise<string> {
	if (ctx.actor.kind === "member") return ctx.actor.id;
	const key =
		ctx.actor.kind === "api-key"
			? await ctx.db.selectFrom("api_keys").select("member_id").where("id", "=", ctx.actor.id).executeTakeFirst()
			: undefined;
	if (!key) throw notFound("conversation");
	return key.member_id;
}

/** One's own conversation, locked until the commit. 404 for what is absent, in the trash or somebody else's. */
export async function lockThread(ctx: Ctx, id: string, options: { isTrashed?: boolean } = {}) {
	const memberId = await memberOf(ctx);
	const thread = isId(id)
		? await ctx.db
				.selectFrom("assistant_threads")
				.select(["id", "title", "version", "member_id", "deleted_at"])
				.where("id", "=", id)
				.where("member_id", "=", memberId)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!thread || (thread.deleted_at !== null) !== (options.isTrashed ?? false)) throw notFound("conversation");
	return thread;
}
