import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { RECORD_TABLES } from "#app/domain/crm/records/columns.ts";
import { isRecordType } from "#app/domain/crm/records/schema.ts";
import { type Reference, referenceOf } from "#app/domain/workflows/nodes/records/references.ts";
import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";
import type { Ctx } from "#db/context.ts";

type Kind = Reference | "lead" | "workflow";

/** Where each kind is kept, and what it is called where it is missing. */
const PLACES: Readonly<Record<Kind, { table: string; noun: string; living: ReturnType<typeof sql> }>> = {
	member: { table: "memberships", noun: "member", living: sql`true` },
	stage: { table: "pipeline_stages", noun: "stage", living: sql`deleted_at is null` },
	lead: { table: "leads", noun: "lead", living: sql`true` },
	workflow: { table: "workflows", noun: "workflow", living: sql`deleted_at is null` },
	...{ contact: record("contact"), account: record("account"), deal: record("deal"), project: record("project") },
};

function record(noun: keyof typeof RECORD_TABLES) {
	return { table: RECORD_TABLES[noun], noun, living: sql`deleted_at is null` };
}

type Named = { node: FlowNode; setting: string; kind: Kind; id: string };

/**
 * What steps name by id and is not of this organisation, or is gone (FLOW-2): of a workflow that was brought from
 * elsewhere, or whose member left. As warnings, at the setting: one query for each kind that is named.
 */
export async function strangerProblems(ctx: Ctx, { nodes }: Graph): Promise<GraphProblem[]> {
	const named = nodes.flatMap((node) => namedBy(node));
	const missing: Named[] = [];
	for (const [kind, all] of Map.groupBy(named, (one) => one.kind)) {
		const { table, living } = PLACES[kind];
		const ids = [...new Set(all.map(({ id }) => id))];
		const { rows } = await sql<{ id: string }>`
			select id from ${sql.table(table)} where org_id = ${ctx.org} and id = any(${ids}::uuid[]) and ${living}`.execute(
			ctx.db,
		);
		const here = new Set(rows.map(({ id }) => id));
		missing.push(...all.filter(({ id }) => !here.has(id)));
	}
	return missing.map(({ node, setting, kind }) => ({
		level: "warning",
		message: `“${node.name}”: the ${PLACES[kind].noun} that is named here is not of this organisation, or is gone. Choose another.`,
		...{ node: node.id, setting },
	}));
}

function namedBy(node: FlowNode): Named[] {
	const found: Named[] = [];
	const note = (setting: string, kind: Kind | undefined, value: unknown) => {
		// Several members stand with commas between them.
		for (const id of typeof value === "string" && kind ? value.split(/[\s,;]+/) : [])
			if (isId(id)) found.push({ node, setting, kind: kind!, id: id.toLowerCase() });
	};
	for (const { name, kind, references } of typeOf(node)?.fields ?? []) {
		const value = node.settings[name];
		if (references === "fields" && Array.isArray(value))
			for (const [at, row] of value.entries()) note(`${name}.${at}.value`, referenceOf(row?.name), row?.value);
		else note(name, kind === "member" ? "member" : kindOf(node, name), value);
	}
	return found;
}

/** Of which kind the id in a setting is, by what it is called or by what stands beside it. */
function kindOf({ settings }: FlowNode, name: string): Kind | undefined {
	if (name === "contact" || name === "lead" || name === "workflow") return name;
	if (name === "aboutId") return settings.about === "lead" ? "lead" : recordType(settings.about);
	const isItself = name === "id" || (name === "value" && (settings.by ?? "id") === "id");
	return isItself ? recordType(settings.record) : undefined;
}

const recordType = (type: unknown) => (typeof type === "string" && isRecordType(type) ? type : undefined);
