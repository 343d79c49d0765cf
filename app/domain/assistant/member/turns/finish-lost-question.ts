import { finishMemberAnswerJob } from "#app/domain/assistant/member/jobs.ts";
import type { Models } from "#app/providers/ai/port.ts";
import { type Actor, type Ctx, inOrg } from "#db/context.ts";
import { type AnswerOptions, answerQuestion } from "./answer-question.ts";
import { LEASE_MS, type MemberClaim } from "./ask-question.ts";

/**
 * Finishes an answer whose writer died, from the beginning, as the member whose question it is. While somebody still
 * writes it, looks again after their lease; a finished one is left alone, so that running twice answers once.
 */
export async function finishLostQuestion(
	{ orgId, answerId }: { orgId: string; answerId: string },
	run: { requestId: string; now: Date; signal: AbortSignal },
	models: Models,
	embed?: AnswerOptions["embed"],
): Promise<void> {
	const scope = { org: orgId, requestId: run.requestId, now: run.now };
	const system = { kind: "system", name: "Assistant" } as const;
	const taken = await inOrg({ ...scope, actor: system }, async (ctx) => {
		const found = await takeOver(ctx, answerId);
		if (found && "until" in found) {
			const after = new Date(found.until.getTime() + 1_000);
			await ctx.enqueue(finishMemberAnswerJob, { orgId, answerId }, { after });
		}
		return found && "claim" in found ? found : undefined;
	});
	if (taken) await answerQuestion({ ...scope, actor: taken.actor }, taken.claim, models, { signal: run.signal, embed });
}

async function takeOver(
	ctx: Ctx,
	answerId: string,
): Promise<{ claim: MemberClaim; actor: Actor } | { until: Date } | undefined> {
	const row = await ctx.db
		.selectFrom("assistant_messages as a")
		.innerJoin("assistant_threads as t", (join) =>
			join.onRef("t.org_id", "=", "a.org_id").onRef("t.id", "=", "a.thread_id"),
		)
		.innerJoin("memberships as m", (join) => join.onRef("m.org_id", "=", "t.org_id").onRef("m.id", "=", "t.member_id"))
		.select([
			"a.fence",
			"a.writing_until",
			"a.in_reply_to",
			"a.thread_id",
			"m.id",
			"m.name",
			"m.role",
			"m.user_id",
			"a.key_id",
		])
		.where("a.id", "=", answerId)
		.where("a.state", "=", "writing")
		.forUpdate("a")
		.executeTakeFirst();
	if (!row?.writing_until || !row.in_reply_to) return undefined;
	if (row.writing_until > ctx.now) return { until: row.writing_until };
	const fence = row.fence + 1;
	await ctx.db
		.updateTable("assistant_messages")
		.set({ fence, writing_until: new Date(ctx.now.getTime() + LEASE_MS) })
		.where("id", "=", answerId)
		.execute();
	const scopes = row.key_id
		? (await ctx.db.selectFrom("api_keys").select("scopes").where("id", "=", row.key_id).executeTakeFirst())?.scopes
		: undefined;
	const { name, role } = row;
	return {
		claim: { answerId, questionId: row.in_reply_to, threadId: row.thread_id, fence },
		actor:
			row.key_id && scopes
				? { kind: "api-key", id: row.key_id, name, role, scopes }
				: { kind: "member", id: row.id, name, role, userId: row.user_id },
	};
}
