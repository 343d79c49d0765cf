import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { maskedGraph } from "#app/domain/workflows/nodes/secrets.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";

/** A workflow as programs read it. */
export type WorkflowRecord = {
	id: string;
	name: string;
	description: string;
	/** Whether it begins by itself. */
	enabled: boolean;
	/** The version that new runs follow; null: never published. */
	publishedVersion: number | null;
	/** Of the draft: who saves it says which they saw. */
	version: number;
	createdAt: Date;
	updatedAt: Date;
};

const COLUMNS = sql`id, name, description, is_on as enabled, published as "publishedVersion", version,
	created_at as "createdAt", updated_at as "updatedAt"`;

/** Workflows that are not in the trash, newest first; `next` is the last one's id where there are more. */
export async function listWorkflowRecords(
	ctx: Ctx,
	{ limit, after }: { limit: number; after?: string | undefined },
): Promise<{ data: WorkflowRecord[]; next: string | null }> {
	authorize(ctx, "workflows.view");
	const { rows } = await sql<WorkflowRecord>`select ${COLUMNS} from workflows
		where org_id = ${ctx.org} and deleted_at is null ${after ? sql`and id < ${after}::uuid` : sql``}
		order by id desc limit ${limit + 1}`.execute(ctx.db);
	const data = rows.slice(0, limit);
	return { data, next: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
}

/** One workflow with its draft, secrets masked. 404, also for one in the trash. */
export async function getWorkflowRecord(ctx: Ctx, id: string): Promise<WorkflowRecord & { graph: Graph }> {
	authorize(ctx, "workflows.view");
	const { rows } = isId(id)
		? await sql<WorkflowRecord & { graph: Graph }>`select ${COLUMNS}, draft as graph from workflows
			where org_id = ${ctx.org} and id = ${id} and deleted_at is null`.execute(ctx.db)
		: { rows: [] };
	if (!rows[0]) throw notFound("workflow");
	return { ...rows[0], graph: maskedGraph(rows[0].graph) };
}
