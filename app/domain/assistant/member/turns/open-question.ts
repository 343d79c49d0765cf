import { Sources } from "#app/domain/assistant/member/schema.ts";
import { withheldDocuments, withholdWords } from "#app/domain/assistant/member/threads/withhold-words.ts";
import type { Ctx } from "#db/context.ts";
import type { MemberClaim } from "./ask-question.ts";

/**
 * A question as it is answered: its words, when it was asked, the proposals that stood before who asked it, what was
 * said before (oldest first), and the member's own zone. `now` is the transaction's clock.
 */
export type OpenQuestion = {
	text: string;
	askedAt: Date;
	seen: readonly string[];
	now: Date;
	history: { role: "user" | "assistant"; content: string }[];
	zone: string;
	memberName: string;
	/** The one contact whom the last answer that named any stood on. */
	spokenOf: string | undefined;
};

const TURNS = 12;

/** The question behind a claim, or undefined when the claim no longer holds it: somebody finished or stopped it. */
export async function openQuestion(ctx: Ctx, claim: MemberClaim): Promise<OpenQuestion | undefined> {
	const rows = await ctx.db
		.selectFrom("assistant_messages as m")
		.select(["id", "role", "body", "state", "fence", "seen", "created_at", "sources", "source"])
		.select(withheldDocuments(ctx).as("withheld"))
		.where("thread_id", "=", claim.threadId)
		.orderBy("id", "desc")
		.limit(TURNS)
		.execute();
	const answer = rows.find(({ id }) => id === claim.answerId);
	const question = rows.find(({ id }) => id === claim.questionId);
	if (!question || answer?.state !== "writing" || answer.fence !== claim.fence) return undefined;
	const history = rows
		.filter(({ id, body }) => id < claim.questionId && body.trim() !== "")
		.reverse()
		// Neither a model nor the rules are told again what the member may not read any more.
		.map(({ withheld, ...row }) => withholdWords({ ...row, sources: Sources.parse(row.sources) }, withheld))
		.map(({ role, body }) => ({ role: role === "member" ? ("user" as const) : ("assistant" as const), content: body }));
	const spokenOf = rows
		.filter(({ id, role }) => id < claim.questionId && role === "assistant")
		.map(({ sources }) => new Set(Sources.parse(sources).flatMap(({ href }) => CONTACT.exec(href)?.[1] ?? [])))
		.find((named) => named.size > 0);
	const person = await ctx.db
		.selectFrom("assistant_threads as t")
		.innerJoin("memberships as m", (join) => join.onRef("m.org_id", "=", "t.org_id").onRef("m.id", "=", "t.member_id"))
		.innerJoin("organisations as o", "o.id", "t.org_id")
		.select(["m.name", "o.time_zone as zone"])
		.where("t.id", "=", claim.threadId)
		.executeTakeFirstOrThrow();
	return {
		text: question.body,
		askedAt: question.created_at,
		seen: question.seen ?? [],
		now: ctx.now,
		history,
		zone: person.zone,
		memberName: person.name,
		spokenOf: spokenOf?.size === 1 ? [...spokenOf][0] : undefined,
	};
}

const CONTACT = /^\/contacts\/([0-9a-f-]{36})$/;
