import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { memberOf } from "#app/domain/assistant/member/threads/lock-thread.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Notes whether an answer of one's own conversation helped; null takes the note back. 404 for no such answer. */
export async function judgeAnswer(
	ctx: Ctx,
	{ answerId, verdict }: { answerId: string; verdict: "good" | "bad" | null },
): Promise<void> {
	authorize(ctx, "assistant.use");
	const memberId = await memberOf(ctx);
	const row = isId(answerId)
		? await ctx.db
				.updateTable("assistant_messages as m")
				.from("assistant_threads as t")
				.set({ verdict })
				.whereRef("t.org_id", "=", "m.org_id")
				.whereRef("t.id", "=", "m.thread_id")
				.where("m.id", "=", answerId)
				.where("m.role", "=", "assistant")
				.where("t.member_id", "=", memberId)
				.returning(["m.thread_id"])
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("answer");
	await ctx.record({
		name: "assistant.judged",
		subject: { type: "assistant-thread", id: row.thread_id },
		data: { verdict },
	});
}
