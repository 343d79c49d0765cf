import { sql } from "kysely";
import { PROPOSAL_LIVES_MS, type ProposalState } from "#app/domain/assistant/member/schema.ts";
import { memberOf } from "#app/domain/assistant/member/threads/lock-thread.ts";
import { withheldDocuments } from "#app/domain/assistant/member/threads/withhold-words.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** A proposed change of the member's own. One that nobody decided within a day is told as `expired`. */
export type ProposalRow = {
	id: string;
	conversationId: string;
	messageId: string;
	tool: string;
	words: string;
	state: ProposalState;
	createdAt: Date;
};

type Filter = {
	state?: ProposalState | undefined;
	conversationId?: string | undefined;
	/** Those that are older than this one. */
	before?: string | undefined;
	limit: number;
};

/** The proposals of one's own conversations that are not in the trash, newest first. One query, by the member's threads. */
export async function listProposals(
	ctx: Ctx,
	{ state, conversationId, before, limit }: Filter,
): Promise<{ data: ProposalRow[]; next: string | null }> {
	authorize(ctx, "assistant.use");
	const memberId = await memberOf(ctx);
	const old = new Date(ctx.now.getTime() - PROPOSAL_LIVES_MS);
	const { rows } = await sql<ProposalRow>`select * from (
			select p.id, t.id as "conversationId", p.message_id as "messageId", p.tool,
				case when m.source = 'model' and cardinality(${withheldDocuments(ctx)}) > 0 then 'A change made from that document' else p.words end as words, p.created_at as "createdAt",
				case when p.state = 'proposed' and p.created_at <= ${old} then 'expired' else p.state end as state
			from assistant_threads t
			join assistant_messages m on m.org_id = t.org_id and m.thread_id = t.id
			join assistant_proposals p on p.org_id = m.org_id and p.message_id = m.id
			where t.org_id = ${ctx.org} and t.member_id = ${memberId} and t.deleted_at is null
				and (${conversationId ?? null}::uuid is null or t.id = ${conversationId ?? null}::uuid)
				and (${before ?? null}::uuid is null or p.id < ${before ?? null}::uuid)) p
		where ${state ?? null}::text is null or p.state = ${state ?? null}::text
		order by p.id desc limit ${limit + 1}`.execute(ctx.db);
	const data = rows.slice(0, limit);
	return { data, next: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}
