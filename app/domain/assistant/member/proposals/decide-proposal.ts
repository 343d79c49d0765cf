import { AppError, conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { PROPOSAL_LIVES_MS } from "#app/domain/assistant/member/schema.ts";
import { memberOf } from "#app/domain/assistant/member/threads/lock-thread.ts";
import { CHANGE_TOOLS } from "#app/domain/assistant/member/tools/registry.ts";
import type { ChangeTool } from "#app/domain/assistant/member/tools/tool.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

export type Decided = { state: "confirmed" | "declined"; message: string; href: string | null };

/**
 * Carries out what a proposal says, once, as the member who confirms it and with no more rights than theirs. Confirming
 * twice is confirming once. 404 for no such proposal of one's own; 403 for what one's role forbids; 409 when it was
 * declined, is older than a day, or the facts have moved. What the command refuses is refused here in its words.
 */
export async function confirmProposal(ctx: Ctx, id: string): Promise<Decided> {
	authorize(ctx, "assistant.use");
	const proposal = await lockProposal(ctx, id);
	if (proposal.state === "confirmed") return decidedBefore(proposal.result);
	if (proposal.state !== "proposed") throw conflict("This was decided before. Ask again if you want it after all.");
	if (ctx.now.getTime() - proposal.created_at.getTime() > PROPOSAL_LIVES_MS)
		throw conflict("This proposal is older than a day. Ask again, so that it is made from today's facts.");
	const tool = CHANGE_TOOLS.find(({ name }) => name === proposal.tool) as ChangeTool<unknown> | undefined;
	const parsed = tool?.input.safeParse(proposal.input);
	if (!tool || !parsed?.success) throw new AppError(409, "conflict", "This can no longer be done. Ask again.");
	authorize(ctx, tool.permission);
	const result = await tool.carryOut(ctx, parsed.data);
	await settle(ctx, id, { state: "confirmed", result });
	await ctx.record({
		name: "assistant.confirmed",
		subject: { type: "assistant-thread", id: proposal.thread_id },
		data: { tool: proposal.tool, words: proposal.words.slice(0, 300) },
	});
	return { state: "confirmed", ...result };
}

/** Leaves undone what a proposal says. 404 for no such proposal of one's own, 409 once it was carried out. */
export async function declineProposal(ctx: Ctx, id: string): Promise<Decided> {
	authorize(ctx, "assistant.use");
	const proposal = await lockProposal(ctx, id);
	if (proposal.state === "confirmed") throw conflict("This was carried out already.");
	if (proposal.state === "proposed") {
		await settle(ctx, id, { state: "declined" });
		await ctx.record({
			name: "assistant.declined",
			subject: { type: "assistant-thread", id: proposal.thread_id },
			data: { tool: proposal.tool, words: proposal.words.slice(0, 300) },
		});
	}
	return { state: "declined", message: "Nothing was changed.", href: null };
}

async function lockProposal(ctx: Ctx, id: string) {
	const memberId = await memberOf(ctx);
	const proposal = isId(id)
		? await ctx.db
				.selectFrom("assistant_proposals as p")
				.innerJoin("assistant_messages as m", (join) =>
					join.onRef("m.org_id", "=", "p.org_id").onRef("m.id", "=", "p.message_id"),
				)
				.innerJoin("assistant_threads as t", (join) =>
					join.onRef("t.org_id", "=", "m.org_id").onRef("t.id", "=", "m.thread_id"),
				)
				.select(["p.id", "p.tool", "p.input", "p.words", "p.state", "p.result", "p.created_at", "m.thread_id"])
				.where("p.id", "=", id)
				.where("t.member_id", "=", memberId)
				.where("t.deleted_at", "is", null)
				.forUpdate("p")
				.executeTakeFirst()
		: undefined;
	if (!proposal) throw notFound("proposal");
	return proposal;
}

function decidedBefore(result: unknown): Decided {
	const { message = "This was done.", href = null } = (result ?? {}) as { message?: string; href?: string | null };
	return { state: "confirmed", message, href };
}

async function settle(ctx: Ctx, id: string, set: { state: "confirmed" | "declined"; result?: unknown }): Promise<void> {
	await ctx.db
		.updateTable("assistant_proposals")
		.set({ state: set.state, decided_at: ctx.now, ...(set.result ? { result: jsonb(set.result) } : {}) })
		.where("id", "=", id)
		.execute();
}
