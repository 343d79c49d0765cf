import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";

/** Figures of the runs of the last 30 days (FLOW-5), of the newest `MOST_COUNTED` of them; dry runs are none. */
export type RunFigures = {
	runs: number;
	succeeded: number;
	failed: number;
	/** Whether there were more runs than were counted. */
	isOver: boolean;
	lastFailure: { runId: string; at: string; error: string | null; node: string | null } | null;
};

export type WorkflowRow = {
	id: string;
	name: string;
	description: string;
	isOn: boolean;
	published: number | null;
	/** The step that begins it: of the published version, or of the draft where there is none. */
	trigger: Pick<FlowNode, "type" | "name" | "settings"> | null;
	figures: RunFigures;
};

export const MOST_COUNTED = 1_000;
const PAGE = 30;
const DAYS = 30;

/**
 * The workflows of the organisation by name, a page by key, with their figures: one query, whose every part goes by an
 * index. `after` is the key of the page, `older` that of the next.
 */
export async function listWorkflows(
	ctx: Ctx,
	{ q = "", after }: { q?: string; after?: string | undefined } = {},
): Promise<{ rows: WorkflowRow[]; next: string | null }> {
	authorize(ctx, "workflows.view");
	const rows = await listStatement(ctx, { q, after }).execute(ctx.db);
	const page = rows.rows.slice(0, PAGE);
	const last = page.at(-1);
	return {
		rows: page.map(rowOf),
		next: rows.rows.length > PAGE && last ? JSON.stringify([last.name, last.id]) : null,
	};
}

type Stored = {
	id: string;
	name: string;
	description: string;
	is_on: boolean;
	published: number | null;
	trigger: FlowNode | null;
	runs: number;
	succeeded: number;
	failed: number;
	last_run: string | null;
	last_at: Date | null;
	last_error: string | null;
	last_node: string | null;
};

/** The statement of the list, for whoever runs or explains it. */
export function listStatement(ctx: Ctx, { q = "", after }: { q?: string; after?: string | undefined }) {
	const from = new Date(ctx.now.getTime() - DAYS * 86_400_000);
	const key = keyOf(after);
	const pattern = `%${q
		.trim()
		.toLowerCase()
		.replace(/[\\%_]/g, "\\$&")}%`;
	return sql<Stored>`
		select w.id, w.name, w.description, w.is_on, w.published,
			jsonb_path_query_first(coalesce(v.graph, w.draft),
				'$.nodes[*] ? (@.type == "manual" || @.type starts with "on_")') as trigger,
			f.runs, f.succeeded, f.failed, l.id as last_run, l.created_at as last_at, l.error as last_error,
			l.error_node as last_node
		from (
			select * from workflows
			where org_id = ${ctx.org} and deleted_at is null
				${q.trim() ? sql`and lower(name) like ${pattern}` : sql``}
				${key ? sql`and (name, id) > (${key.name}, ${key.id}::uuid)` : sql``}
			order by name, id limit ${PAGE + 1}
		) w
		left join workflow_versions v on v.org_id = w.org_id and v.workflow_id = w.id and v.number = w.published
		left join lateral (
			select count(*)::integer as runs, (count(*) filter (where r.state = 'succeeded'))::integer as succeeded,
				(count(*) filter (where r.state = 'failed'))::integer as failed
			from (
				select state from workflow_runs
				where org_id = w.org_id and workflow_id = w.id and id >= ${firstIdAt(from)}::uuid and not is_dry
				order by id desc limit ${MOST_COUNTED + 1}
			) r
		) f on true
		left join lateral (
			select id, created_at, error, error_node from workflow_runs
			where org_id = w.org_id and workflow_id = w.id and state = 'failed' and id >= ${firstIdAt(from)}::uuid
				and not is_dry
			order by id desc limit 1
		) l on true
		order by w.name, w.id`;
}

/** The least UUIDv7 of an instant: ids sort by the millisecond they were made in. */
export function firstIdAt(at: Date): string {
	const hex = at.getTime().toString(16).padStart(12, "0");
	return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

function keyOf(after: string | undefined): { name: string; id: string } | undefined {
	try {
		const [name, id] = JSON.parse(after ?? "null") as [unknown, unknown];
		return typeof name === "string" && isId(id) ? { name, id } : undefined;
	} catch {
		return undefined;
	}
}

function rowOf(row: Stored): WorkflowRow {
	const { id, name, description, published, trigger } = row;
	return {
		...{ id, name, description, published },
		isOn: row.is_on,
		trigger: trigger && { type: trigger.type, name: trigger.name, settings: trigger.settings },
		figures: {
			runs: Math.min(row.runs, MOST_COUNTED),
			succeeded: row.succeeded,
			failed: row.failed,
			isOver: row.runs > MOST_COUNTED,
			lastFailure:
				row.last_run && row.last_at
					? { runId: row.last_run, at: row.last_at.toISOString(), error: row.last_error, node: row.last_node }
					: null,
		},
	};
}

/** Workflows in the trash, the last deleted first, 200 at most. */
export async function listTrashedWorkflows(ctx: Ctx): Promise<{ id: string; name: string; deletedAt: string }[]> {
	authorize(ctx, "workflows.view");
	const rows = await ctx.db
		.selectFrom("workflows")
		.select(["id", "name", "deleted_at"])
		.where("deleted_at", "is not", null)
		.orderBy("deleted_at", "desc")
		.limit(200)
		.execute();
	return rows.map(({ id, name, deleted_at }) => ({ id, name, deletedAt: deleted_at!.toISOString() }));
}

export type Workflow = {
	id: string;
	name: string;
	description: string;
	isOn: boolean;
	published: number | null;
	version: number;
	draft: Graph;
	/** Whether the draft is other than what is published; where nothing is, it always is. */
	hasChanged: boolean;
	limits: {
		mostRunning: number | null;
		keyExpression: string;
		mostPerKey: number | null;
		mostPerMinute: number | null;
		whenFull: "wait" | "skip";
	};
};

/** One workflow with its draft, secrets included: mask it before it is shown (`maskedGraph`). 404. */
export async function getWorkflow(ctx: Ctx, id: string): Promise<Workflow> {
	authorize(ctx, "workflows.view");
	const row = isId(id)
		? await ctx.db
				.selectFrom("workflows as w")
				.leftJoin("workflow_versions as v", (on) =>
					on
						.onRef("v.org_id", "=", "w.org_id")
						.onRef("v.workflow_id", "=", "w.id")
						.onRef("v.number", "=", "w.published"),
				)
				.selectAll("w")
				.select(sql<boolean>`w.draft is distinct from v.graph`.as("has_changed"))
				.where("w.id", "=", id)
				.where("w.deleted_at", "is", null)
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("workflow");
	return {
		...{ id: row.id, name: row.name, description: row.description, published: row.published, version: row.version },
		isOn: row.is_on,
		draft: row.draft as unknown as Graph,
		hasChanged: row.has_changed,
		limits: {
			mostRunning: row.most_running,
			keyExpression: row.key_expression,
			mostPerKey: row.most_per_key,
			mostPerMinute: row.most_per_minute,
			whenFull: row.when_full as "wait" | "skip",
		},
	};
}
