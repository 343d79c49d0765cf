import { createHash } from "node:crypto";
import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** The address of a workflow that begins by posts. `mark` tells one address from the next, and nothing else of it. */
export type PostAddress = { name: string; mark: string };

/**
 * Which address a workflow has; what it is, is kept as a hash alone. 404 for one that is published with no webhook or form
 * as its trigger.
 */
export async function getAddress(ctx: Ctx, workflowId: string): Promise<PostAddress> {
	authorize(ctx, "workflows.edit");
	const { name, token_hash } = await readAddress(ctx, workflowId);
	return { name, mark: markOf(token_hash) };
}

/**
 * Gives a workflow a new address, and answers its token once; from then on the old one is nobody's (FLOW-1). 404; 409
 * where somebody made a new one since the `mark` was looked at, whose address would be lost.
 */
export async function renewAddress(ctx: Ctx, workflowId: string, mark: string): Promise<{ token: string }> {
	authorize(ctx, "workflows.edit");
	const { token_hash } = await readAddress(ctx, workflowId, { locks: true });
	if (markOf(token_hash) !== mark) {
		throw conflict("Somebody made a new address since you looked. Look at the page again before you make another.");
	}
	const token = newToken();
	await ctx.db
		.updateTable("workflow_triggers")
		.set({ token_hash: hashToken(token) })
		.where("workflow_id", "=", workflowId)
		.execute();
	await ctx.record({ name: "workflow.address-renewed", subject: { type: "workflow", id: workflowId }, data: {} });
	return { token };
}

async function readAddress(ctx: Ctx, workflowId: string, { locks = false } = {}) {
	const row = isId(workflowId)
		? await ctx.db
				.selectFrom("workflow_triggers as t")
				.innerJoin("workflows as w", (on) => on.onRef("w.org_id", "=", "t.org_id").onRef("w.id", "=", "t.workflow_id"))
				.select(["w.name", "t.token_hash"])
				.where("t.workflow_id", "=", workflowId)
				.where("t.kind", "=", "webhook")
				.where("w.deleted_at", "is", null)
				.$if(locks, (query) => query.forUpdate())
				.executeTakeFirst()
		: undefined;
	if (!row?.token_hash) throw notFound("address of this workflow");
	return { name: row.name, token_hash: row.token_hash };
}

const markOf = (hash: Buffer): string => createHash("sha256").update(hash).digest("base64url").slice(0, 16);
