import { sql } from "kysely";
import { AppError } from "#app/base/errors.ts";
import type { Decision } from "#app/domain/assistant/member/rules/read-decision.ts";
import { PROPOSAL_LIVES_MS } from "#app/domain/assistant/member/schema.ts";
import { type Ctx, inOrg, type Scope } from "#db/context.ts";
import { confirmProposal, declineProposal } from "./decide-proposal.ts";

/** A yes or no as it was said: where, when, and which proposals stood before the one who said it. */
export type Said = { threadId: string; askedAt: Date; seen: readonly string[] };

type Open = { id: string; words: string; number: number; isSeen: boolean };

/** What became of it, in words, with where to look. `href` is null where nothing was made. */
export type Decisions = { lines: { text: string; href: string | null }[] };

/**
 * Carries out, or leaves, what a conversation proposes, at a word of its member, as the button beside it does. Of
 * several it asks which; what was not shown to the one who said it is never decided by it. Each in a transaction of its
 * own, so that one that is refused keeps none of the others from happening. Undefined when nothing is open.
 */
export async function decideByWords(
	scope: Scope,
	{ act, which }: Decision,
	said: Said,
): Promise<Decisions | undefined> {
	const open = await inOrg(scope, (ctx) => listOpen(ctx, said));
	const seen = open.filter(({ isSeen }) => isSeen);
	if (open.length === 0) return undefined;
	if (seen.length === 0)
		return told(
			"There is a proposed change that was not on your page when you wrote this. Read it first, then confirm.",
		);
	const meant = typeof which === "number" ? seen.filter(({ number }) => number === which) : seen;
	if (meant.length === 0) return ask(`There is no open change number ${which} here. These are open:`, act, seen);
	if (meant.length > 1 && which !== "all") return ask("Which one do you mean?", act, seen);
	const lines: Decisions["lines"] = [];
	for (const { id } of meant) lines.push(await decide(scope, act, id));
	return { lines };
}

async function decide(scope: Scope, act: Decision["act"], id: string): Promise<Decisions["lines"][number]> {
	try {
		const run = act === "confirm" ? confirmProposal : declineProposal;
		const { message, href } = await inOrg({ ...scope, now: undefined }, (ctx) => run(ctx, id));
		return { text: message, href };
	} catch (error) {
		if (!(error instanceof AppError) || error.status >= 500) throw error;
		return { text: error.message, href: null };
	}
}

const told = (text: string): Decisions => ({ lines: [{ text, href: null }] });

function ask(question: string, act: Decision["act"], open: readonly Open[]): Decisions {
	const list = open.map(({ number, words }) => `- ${number}: ${words.split("\n")[0]}`);
	const how = `Say “${act} ${open[0]?.number}”, or “${act} all”.`;
	return told([question, ...list, how].join("\n"));
}

/**
 * The proposals that may still be decided, numbered by their place in the conversation, which later ones do not change.
 * One that was decided since the words were said counts as open: it is this very decision, taken up again after a crash.
 */
async function listOpen(ctx: Ctx, { threadId, askedAt, seen }: Said): Promise<Open[]> {
	const { rows } = await sql<Open>`select id, words, number::int, id = any (${[...seen]}::uuid[]) as "isSeen" from (
			select p.*, row_number() over (order by p.id) as number from assistant_messages m
			join assistant_proposals p on p.org_id = m.org_id and p.message_id = m.id
			where m.org_id = ${ctx.org} and m.thread_id = ${threadId}) p
		where (state = 'proposed' and created_at > ${new Date(ctx.now.getTime() - PROPOSAL_LIVES_MS)})
			or decided_at >= ${askedAt} order by id`.execute(ctx.db);
	return rows;
}
