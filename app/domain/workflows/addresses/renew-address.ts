import { createHash } from "node:crypto";
import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";

/** The address of a workflow that begins by posts. `mark` tells one address from the next, and nothing else of it. */
export type PostAddress = { name: string; mark: string };

/** A workflow without an address. `isDrafted`: a webhook or form begins its draft, and not what is published. */
export type NoAddress = { name: string; mark: null; isDrafted: boolean };

/**
 * Which address a workflow has; what it is, is kept as a hash alone. One whose published version does not begin by posts
 * has none. 404.
 */
export async function getAddress(ctx: Ctx, workflowId: string): Promise<PostAddress | NoAddress> {
	authorize(ctx, "workflows.edit");
	const { name, token_hash, draft } = await readAddress(ctx, workflowId);
	if (token_hash) return { name, mark: markOf(token_hash) };
	const { nodes } = draft as unknown as Graph;
	return { name, mark: null, isDrafted: nodes.some(({ type }) => type === "on_webhook") };
}

/**
 * Gives a workflow a new address, and answers its token once; from then on the old one is nobody's (FLOW-1). 404; 409
 * for one that has none, and where somebody made a new one since the `mark` was looked at, whose address would be lost.
 */
export async function renewAddress(ctx: Ctx, workflowId: string, mark: string): Promise<{ token: string }> {
	authorize(ctx, "workflows.edit");
	const { token_hash } = await readAddress(ctx, workflowId, { locks: true });
	if (!token_hash) throw conflict("This workflow has no address yet. It is made when a form or webhook is published.");
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

/** Locked before it is read, so that of two who make one the second finds the first's. */
async function readAddress(ctx: Ctx, workflowId: string, { locks = false } = {}) {
	if (locks && isId(workflowId))
		await ctx.db.selectFrom("workflows").select("id").where("id", "=", workflowId).forUpdate().execute();
	const row = isId(workflowId)
		? await ctx.db
				.selectFrom("workflows as w")
				.leftJoin("workflow_triggers as t", (on) =>
					on.onRef("t.org_id", "=", "w.org_id").onRef("t.workflow_id", "=", "w.id").on("t.kind", "=", "webhook"),
				)
				.select(["w.name", "w.draft", "t.token_hash"])
				.where("w.id", "=", workflowId)
				.where("w.deleted_at", "is", null)
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("workflow");
	return row;
}

const markOf = (hash: Buffer): string => createHash("sha256").update(hash).digest("base64url").slice(0, 16);
