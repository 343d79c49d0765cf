import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { Quote } from "../rules/answer.ts";
import type { KnowledgeAnswer } from "./ask-knowledge.ts";

export type KeptAnswer = KnowledgeAnswer & {
	id: string;
	question: string;
	thumb: "up" | "down" | null;
	note: string;
	askedBy: string;
	createdAt: Date;
};

/** An answer of one's own, to read it again and to judge it. Throws 404, for anybody else's too. */
export async function getAnswer(ctx: Ctx, id: string): Promise<KeptAnswer> {
	authorize(ctx, "knowledge.view");
	const row = isId(id)
		? await ctx.db.selectFrom("knowledge_questions").selectAll().where("id", "=", id).executeTakeFirst()
		: undefined;
	const isOwn = row && ctx.actor.kind === "member" && row.member_id === ctx.actor.id;
	if (!row || !isOwn) throw notFound("answer");
	return { ...row, quotes: row.quotes as never as Quote[], askedBy: row.asked_by, createdAt: row.created_at };
}

export type ReviewLine = {
	id: string;
	question: string;
	outcome: "answered" | "missing";
	thumb: "up" | "down" | null;
	note: string;
	askedBy: string;
	createdAt: Date;
};

const PAGE = 50;

/** Questions that the knowledge did not answer, or not well, newest first. For those who look after collections. */
export async function listReview(ctx: Ctx, before?: string): Promise<{ data: ReviewLine[]; next: string | null }> {
	authorize(ctx, "collections.edit");
	const rows = await ctx.db
		.selectFrom("knowledge_questions")
		.select(["id", "question", "outcome", "thumb", "note", "asked_by", "created_at"])
		.where("settled_at", "is", null)
		.where((eb) => eb.or([eb("outcome", "=", "missing"), eb("thumb", "=", "down")]))
		.$if(isId(before ?? ""), (query) => query.where("id", "<", before!))
		.orderBy("id", "desc")
		.limit(PAGE + 1)
		.execute();
	const data = rows
		.slice(0, PAGE)
		.map(({ asked_by, created_at, ...row }) => ({ ...row, askedBy: asked_by, createdAt: created_at }));
	return { data, next: rows.length > PAGE ? data.at(-1)!.id : null };
}
