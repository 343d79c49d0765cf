import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { readableDocuments, WITHHELD } from "../collections/readable.ts";
import type { Quote } from "../rules/answer.ts";
import type { KnowledgeAnswer } from "./ask-knowledge.ts";

/** `isWithheld`: it stands in what the reader may not read any more, and nothing of it is told. */
export type KeptQuote = Quote & { isWithheld: boolean };

export type KeptAnswer = Omit<KnowledgeAnswer, "quotes"> & {
	quotes: KeptQuote[];
	id: string;
	question: string;
	thumb: "up" | "down" | null;
	note: string;
	askedBy: string;
	createdAt: Date;
};

/**
 * An answer of one's own, to read it again and to judge it. What stood in a document that its reader may not read now is
 * left out of it, and so are a model's words that came from there. One query. Throws 404, for anybody else's too.
 */
export async function getAnswer(ctx: Ctx, id: string): Promise<KeptAnswer> {
	authorize(ctx, "knowledge.view");
	const readable = readableDocuments(ctx).where(sql<boolean>`d.id in (
		select (e->>'documentId')::uuid from jsonb_array_elements(q.quotes) e)`);
	const row = isId(id)
		? await ctx.db
				.selectFrom("knowledge_questions as q")
				.selectAll("q")
				.select(sql<string[]>`array(${readable})`.as("readable"))
				.where("q.id", "=", id)
				.executeTakeFirst()
		: undefined;
	const isOwn = row && ctx.actor.kind === "member" && row.member_id === ctx.actor.id;
	if (!row || !isOwn) throw notFound("answer");
	const mayRead = new Set(row.readable);
	const quotes = (row.quotes as never as Quote[]).map((quote) => withheld(quote, !mayRead.has(quote.documentId)));
	const answer = quotes.some(({ isWithheld }) => isWithheld) ? "" : row.answer;
	return { ...row, answer, quotes, askedBy: row.asked_by, createdAt: row.created_at };
}

function withheld(quote: Quote, isWithheld: boolean): KeptQuote {
	if (!isWithheld) return { ...quote, isWithheld };
	return { passageId: "", documentId: "", title: WITHHELD, page: null, position: 0, quote: "", isWithheld };
}

export type ReviewLine = {
	id: string;
	question: string;
	outcome: "answered" | "missing";
	thumb: "up" | "down" | null;
	note: string;
	askedBy: string;
	/** Whether customers asked it in the chat; they are answered from public collections only. */
	isOfCustomers: boolean;
	/** How often it was asked, in whatever words. */
	times: number;
	/** When it was asked last. */
	createdAt: Date;
};

const PAGE = 50;

/**
 * Questions that the knowledge did not answer, or not well, newest first, members' and customers', each once: under the
 * newest of those that are the same. For those who look after collections.
 */
export async function listReview(ctx: Ctx, before?: string): Promise<{ data: ReviewLine[]; next: string | null }> {
	authorize(ctx, "collections.edit");
	const rows = await open(ctx)
		.$if(isId(before ?? ""), (query) => query.where("q.id", "<", before!))
		.where(sql<boolean>`not exists (${same} and o.id > q.id)`)
		.orderBy("q.id", "desc")
		.limit(PAGE + 1)
		.execute();
	const data = rows.slice(0, PAGE).map(lineOf);
	return { data, next: rows.length > PAGE ? data.at(-1)!.id : null };
}

/** A question of the review that is still open. Throws 404. */
export async function getReviewQuestion(ctx: Ctx, id: string): Promise<ReviewLine> {
	authorize(ctx, "collections.edit");
	const row = isId(id) ? await open(ctx).where("q.id", "=", id).executeTakeFirst() : undefined;
	if (!row) throw notFound("question");
	return lineOf(row);
}

/** Open questions `o` that are told together with `q`. */
const same = sql`select o.id from knowledge_questions o where o.same_as = q.same_as and o.same_as <> ''
	and o.settled_at is null and (o.outcome = 'missing' or o.thumb = 'down')`;

function open(ctx: Ctx) {
	return ctx.db
		.selectFrom("knowledge_questions as q")
		.select(["q.id", "q.question", "q.outcome", "q.thumb", "q.note", "q.asked_by", "q.created_at", "q.asked_at"])
		.select(["q.asked_in", "q.times"])
		.select(
			sql<string | null>`(select sum(t.times) from knowledge_questions t where t.id in (${same}))`.as("all_times"),
		)
		.select(sql<boolean>`exists (${same} and o.asked_in = 'chat')`.as("is_of_customers"))
		.where("q.settled_at", "is", null)
		.where((eb) => eb.or([eb("q.outcome", "=", "missing"), eb("q.thumb", "=", "down")]));
}

type Row = Awaited<ReturnType<ReturnType<typeof open>["execute"]>>[number];

function lineOf(row: Row): ReviewLine {
	const { id, question, outcome, thumb, note, asked_by, created_at, asked_at, asked_in, times } = row;
	return {
		...{ id, question, outcome, thumb, note, askedBy: asked_by },
		isOfCustomers: asked_in === "chat" || row.is_of_customers,
		times: Number(row.all_times ?? times),
		createdAt: asked_at ?? created_at,
	};
}
