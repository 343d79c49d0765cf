import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { isNear } from "#app/base/time.ts";
import type { MESSAGE_STATES, ProposalState, Source } from "#app/domain/assistant/member/schema.ts";
import { Sources } from "#app/domain/assistant/member/schema.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { memberOf } from "./lock-thread.ts";
import { withheldDocuments, withholdWords } from "./withhold-words.ts";

/** One conversation of the list. Instants are ISO texts. */
export type ThreadRow = { id: string; title: string; activeAt: string; createdAt: string };

export const THREAD_PAGE = 30;

/** One's own conversations, the latest active first; `q` are words of their names or messages. One or two queries. */
export async function listThreads(
	ctx: Ctx,
	{ q, after, limit = THREAD_PAGE }: { q?: string | undefined; after?: string | undefined; limit?: number },
): Promise<{ data: ThreadRow[]; next: string | null }> {
	authorize(ctx, "assistant.use");
	const memberId = await memberOf(ctx);
	const key = readKey(after);
	const words = q?.replaceAll("\0", "").trim();
	const rows = await ctx.db
		.selectFrom("assistant_threads as t")
		.select(["t.id", "t.title", "t.active_at", "t.created_at"])
		.where("t.org_id", "=", ctx.org)
		.where("t.member_id", "=", memberId)
		.where("t.deleted_at", "is", null)
		.$if(key !== undefined, (query) =>
			query.where(sql<boolean>`(t.active_at, t.id) < (${key?.at}::timestamptz, ${key?.id}::uuid)`),
		)
		// One member's conversations are few enough to be read for words, and nobody else's are.
		.$if(Boolean(words), (query) =>
			query.where(
				sql<boolean>`(strpos(lower(t.title), lower(${words})) > 0 or exists (select from assistant_messages m
					where m.org_id = t.org_id and m.thread_id = t.id and strpos(lower(m.body), lower(${words})) > 0
						and cardinality(${withheldDocuments(ctx)}) = 0))`,
			),
		)
		.orderBy("t.active_at", "desc")
		.orderBy("t.id", "desc")
		.limit(limit + 1)
		.execute();
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return {
		data: rows.slice(0, limit).map((row) => ({
			id: row.id,
			title: row.title,
			activeAt: row.active_at.toISOString(),
			createdAt: row.created_at.toISOString(),
		})),
		next: last ? `${last.active_at.toISOString()}_${last.id}` : null,
	};
}

function readKey(text: string | undefined): { at: string; id: string } | undefined {
	const [at = "", id] = text?.split("_") ?? [];
	const instant = new Date(at);
	return isId(id) && !Number.isNaN(instant.getTime()) && isNear(instant)
		? { at: instant.toISOString(), id }
		: undefined;
}

export type ProposalView = {
	id: string;
	tool: string;
	words: string;
	state: ProposalState;
	reason: string | null;
	/** What came of it once it was confirmed, in words: a message may be held. */
	outcome: string | null;
	href: string | null;
};

export type MessageView = {
	id: string;
	role: "member" | "assistant";
	state: (typeof MESSAGE_STATES)[number];
	body: string;
	sources: Source[];
	source: "model" | "rules" | null;
	provider: string | null;
	model: string | null;
	latencyMs: number | null;
	verdict: "good" | "bad" | null;
	at: string;
	proposals: ProposalView[];
};

export type ThreadView = {
	id: string;
	title: string;
	isTrashed: boolean;
	messages: MessageView[];
	older: string | null;
};

const MESSAGES = 60;

/**
 * One's own conversation with its latest messages, oldest first; `before` pages back. What stood in documents that the
 * member may not read now is left out. One query. 404 when it is not one's own.
 */
export async function getThread(ctx: Ctx, id: string, before?: string): Promise<ThreadView> {
	authorize(ctx, "assistant.use");
	const memberId = await memberOf(ctx);
	const { rows } = isId(id) ? await threadStatement(ctx, id, memberId, before).execute(ctx.db) : { rows: [] };
	const [row] = rows;
	if (!row) throw notFound("conversation");
	const messages = row.messages.slice(0, MESSAGES).reverse();
	return {
		id: row.id,
		title: row.title,
		isTrashed: row.deleted_at !== null,
		messages: messages.map(shownMessage),
		older: row.messages.length > MESSAGES ? (messages[0]?.id ?? null) : null,
	};
}

type MessageJson = MessageView & { sources: unknown; withheld: string[] };
type ThreadJson = { id: string; title: string; deleted_at: Date | null; messages: MessageJson[] };

function shownMessage({ withheld, ...message }: MessageJson): MessageView {
	const at = new Date(message.at).toISOString();
	const shown = withholdWords({ ...message, at, sources: Sources.parse(message.sources) }, withheld);
	// What a model proposed in words of its own may be words of the document too.
	if (withheld.length === 0 || message.source === "rules") return shown;
	return { ...shown, proposals: shown.proposals.map((one) => ({ ...one, words: "A change made from that document" })) };
}

function threadStatement(ctx: Ctx, id: string, memberId: string, before: string | undefined) {
	const edge = isId(before) ? sql`and m.id < ${before}` : sql``;
	return sql<ThreadJson>`select t.id, t.title, t.deleted_at, (
			select coalesce(json_agg(json_build_object('id', m.id, 'role', m.role, 'state', m.state, 'body', m.body,
				'sources', m.sources, 'withheld', ${withheldDocuments(ctx)}, 'source', m.source, 'provider', m.provider, 'model', m.model, 'latencyMs', m.latency_ms,
				'verdict', m.verdict, 'at', m.created_at, 'proposals', (
					select coalesce(json_agg(json_build_object('id', p.id, 'tool', p.tool, 'words', p.words, 'state', p.state,
						'reason', p.reason, 'outcome', p.result->>'message', 'href', p.result->>'href') order by p.id), '[]')
					from assistant_proposals p where p.org_id = m.org_id and p.message_id = m.id)) order by m.id desc), '[]')
			from (select * from assistant_messages m where m.org_id = t.org_id and m.thread_id = t.id ${edge}
				order by m.id desc limit ${MESSAGES + 1}) m) as messages
		from assistant_threads t where t.id = ${id} and t.member_id = ${memberId}`;
}
