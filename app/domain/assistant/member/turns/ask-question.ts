import { sql } from "kysely";
import { AppError, conflict } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { cutText } from "#app/base/words/cut-text.ts";
import { finishMemberAnswerJob } from "#app/domain/assistant/member/jobs.ts";
import { lockThread, memberOf } from "#app/domain/assistant/member/threads/lock-thread.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Who may write an answer: the holder of its lease. `fence` rises when another takes over, and then the first may not. */
export type MemberClaim = { answerId: string; questionId: string; threadId: string; fence: number };

/** How long a writer is believed to live after it last said so. */
export const LEASE_MS = 15_000;

/** A question of a thread, or of a new one. `seen`: proposals that the person was shown, for a yes in words. */
export type Ask = { threadId?: string | undefined; text: string; key: string; seen?: readonly string[] | undefined };

export type Asked = { threadId: string; questionId: string; answerId: string; claim: MemberClaim | undefined };

/**
 * Keeps a question and begins its answer, under a lease: rows, event and the job that takes over should the writer die
 * commit together. The same `key` again is the same question, without a claim, or 422 when it says something else. 409
 * while an answer of the thread is still being written; 404 for no such conversation of one's own.
 */
export async function askQuestion(ctx: Ctx, { threadId, text, key, seen = [] }: Ask): Promise<Asked> {
	authorize(ctx, "assistant.use");
	// Two clicks at the same instant wait for each other here, and the second finds what the first began.
	await sql`select pg_advisory_xact_lock(hashtextextended(${`assistant ${ctx.org} ${key}`}, 0))`.execute(ctx.db);
	const repeated = await findRepeated(ctx, { threadId, text, key });
	if (repeated) return repeated;
	const thread = threadId ? (await lockThread(ctx, threadId)).id : await startThread(ctx, text);
	const busy = await ctx.db
		.selectFrom("assistant_messages")
		.select("id")
		.where("thread_id", "=", thread)
		.where("state", "=", "writing")
		.where("writing_until", ">", ctx.now)
		.executeTakeFirst();
	if (busy) throw conflict("The assistant is still answering. Wait for it, or stop it, and send this again.");
	const questionId = newId();
	await ctx.db
		.insertInto("assistant_messages")
		.values({
			org_id: ctx.org,
			id: questionId,
			thread_id: thread,
			role: "member",
			body: text,
			dedupe_key: key,
			...(seen.length > 0 ? { seen: [...seen] } : {}),
			created_at: ctx.now,
		})
		.execute();
	const answerId = newId();
	const writingUntil = new Date(ctx.now.getTime() + LEASE_MS);
	await ctx.db
		.insertInto("assistant_messages")
		.values({
			org_id: ctx.org,
			id: answerId,
			thread_id: thread,
			role: "assistant",
			state: "writing",
			in_reply_to: questionId,
			key_id: ctx.actor.kind === "api-key" ? ctx.actor.id : null,
			writing_until: writingUntil,
			created_at: ctx.now,
		})
		.execute();
	await ctx.db.updateTable("assistant_threads").set({ active_at: ctx.now }).where("id", "=", thread).execute();
	const after = new Date(writingUntil.getTime() + 1_000);
	await ctx.enqueue(finishMemberAnswerJob, { orgId: ctx.org, answerId }, { after });
	// What was asked is the member's own and stands in the conversation only.
	await ctx.record({ name: "assistant.asked", subject: { type: "assistant-thread", id: thread } });
	return { threadId: thread, questionId, answerId, claim: { answerId, questionId, threadId: thread, fence: 1 } };
}

async function findRepeated(ctx: Ctx, { threadId, text, key }: Ask): Promise<Asked | undefined> {
	const memberId = await memberOf(ctx);
	const row = await ctx.db
		.selectFrom("assistant_messages as q")
		.innerJoin("assistant_threads as t", (join) =>
			join.onRef("t.org_id", "=", "q.org_id").onRef("t.id", "=", "q.thread_id"),
		)
		.innerJoin("assistant_messages as a", (join) =>
			join.onRef("a.org_id", "=", "q.org_id").onRef("a.in_reply_to", "=", "q.id"),
		)
		.select(["q.id", "q.thread_id", "q.body", "a.id as answer_id"])
		.where("q.dedupe_key", "=", key)
		.where("t.member_id", "=", memberId)
		.executeTakeFirst();
	if (row && (row.body !== text || (threadId !== undefined && threadId !== row.thread_id)))
		throw new AppError(
			422,
			"idempotency-key-reused",
			"This key was used for another question. Send it with a new one.",
		);
	return row && { threadId: row.thread_id, questionId: row.id, answerId: row.answer_id, claim: undefined };
}

async function startThread(ctx: Ctx, text: string): Promise<string> {
	const id = newId();
	await ctx.db
		.insertInto("assistant_threads")
		.values({
			org_id: ctx.org,
			id,
			member_id: await memberOf(ctx),
			title: cutText(text.replace(/\s+/g, " "), 60),
			created_at: ctx.now,
			active_at: ctx.now,
		})
		.execute();
	return id;
}
