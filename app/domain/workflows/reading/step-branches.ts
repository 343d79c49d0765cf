import { sql } from "kysely";
import { invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import { GuidedField, type GuidedKind, kindOf } from "#app/domain/workflows/guided/schema.ts";
import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";

/** What a person can fill in at a step, and the ways that lead on from it. */
export type StepBranches = {
	stepId: string;
	title: string;
	type: string;
	fields: { name: string; kind: GuidedKind["kind"]; required: boolean; choices: string[] }[];
	/** Each way with the steps that it leads to; one that leads nowhere ends there. */
	branches: { id: string; label: string; next: { stepId: string; title: string }[] }[];
};

/**
 * The ways on from one step of a workflow's published version, or of its draft where nothing is published (SUCCESS-5).
 * 404 for no such workflow; 422 for no such step.
 */
export async function getStepBranches(ctx: Ctx, workflowId: string, stepId: string): Promise<StepBranches> {
	authorize(ctx, "workflows.view");
	const { rows } = isId(workflowId)
		? await sql<{ graph: Graph }>`select coalesce(v.graph, w.draft) as graph from workflows w
			left join workflow_versions v on v.org_id = w.org_id and v.workflow_id = w.id and v.number = w.published
			where w.org_id = ${ctx.org} and w.id = ${workflowId} and w.deleted_at is null`.execute(ctx.db)
		: { rows: [] };
	const graph = rows[0]?.graph;
	if (!graph) throw notFound("workflow");
	const node = graph.nodes.find(({ id }) => id === stepId);
	if (!node) throw invalid("This workflow has no such step.", { stepId: ["Name one of its steps by its id."] });
	const type = typeOf(node);
	const ports = [...(type?.ports(node.settings) ?? []), ...(type?.canFail && node.type !== "guided" ? ["error"] : [])];
	const titleOf = (id: string) => graph.nodes.find((one) => one.id === id)?.name ?? id;
	return {
		stepId,
		title: node.name,
		type: node.type,
		fields: fieldsOf(node.settings.fields),
		branches: ports.map((id) => ({
			id,
			label: portLabel(id),
			next: graph.edges
				.filter(({ from, port }) => from === stepId && port === id)
				.map(({ to }) => ({ stepId: to, title: titleOf(to) })),
		})),
	};
}

function fieldsOf(fields: unknown): StepBranches["fields"] {
	if (!Array.isArray(fields)) return [];
	return fields.flatMap((field) => {
		const parsed = GuidedField.safeParse(field);
		const kind = parsed.success ? kindOf(parsed.data.value) : null;
		if (!parsed.success || !kind) return [];
		const choices = kind.kind === "choice" ? kind.choices : [];
		return [{ name: parsed.data.name, kind: kind.kind, required: kind.isNeeded, choices }];
	});
}
