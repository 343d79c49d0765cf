import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import type { CustomField } from "#app/domain/crm/fields/schema.ts";
import { RECORD_COLUMNS } from "#app/domain/crm/records/columns.ts";
import { VIEW_PERMISSION } from "#app/domain/crm/records/permissions.ts";
import { isRecordType, oneRecord, type RecordType } from "#app/domain/crm/records/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { CUSTOM } from "#app/domain/workflows/nodes/records/record-commands.ts";
import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import { readingsOf } from "#app/domain/workflows/rules/references.ts";
import type { Ctx } from "#db/context.ts";
import { expressionsIn } from "./expressions-in.ts";

type OwnFields = Pick<CustomField, "key" | "label">[];

/**
 * Fields that steps write or read by a name that no field of such a record has, the organisation's own fields included
 * (FLOW-2), with the name that is likely meant. What is written is an error: the step would fail.
 */
export async function fieldProblems(ctx: Ctx, graph: Graph): Promise<GraphProblem[]> {
	const kept = new Map<RecordType, OwnFields | undefined>();
	const ownOf = async (type: RecordType) => {
		if (!kept.has(type))
			kept.set(type, can(ctx.actor, VIEW_PERMISSION[type]) ? await listFields(ctx, type) : undefined);
		return kept.get(type);
	};
	const problems: GraphProblem[] = [];
	for (const node of graph.nodes) {
		const { record } = node.settings;
		const field = typeOf(node)?.fields.find(({ references }) => references === "fields")?.name;
		const rows = field ? node.settings[field] : undefined;
		if (!Array.isArray(rows) || typeof record !== "string" || !isRecordType(record)) continue;
		for (const [at, row] of rows.entries()) {
			const words = await unknownWords(record, String(row?.name ?? ""), ownOf);
			if (words)
				problems.push({
					...{ level: "error" as const, message: `“${node.name}”: ${words}` },
					...{ node: node.id, setting: `${field}.${at}.name` },
				});
		}
	}
	return [...problems, ...(await readProblems(graph, ownOf))];
}

type OwnOf = (type: RecordType) => Promise<OwnFields | undefined>;

/** In words why a name is no field of a kind of record; undefined for one that is. */
async function unknownWords(type: RecordType, name: string, ownOf: OwnOf): Promise<string | undefined> {
	if (name.trim() === "" || name.includes("{{") || Object.hasOwn(RECORD_COLUMNS[type], name)) return undefined;
	const own = await ownOf(type);
	// Whoever may not see such records is told nothing of their fields.
	if (!own) return undefined;
	const key = CUSTOM.exec(name)?.[1];
	if (own.some((one) => one.key === key)) return undefined;
	const names = [
		...Object.keys(RECORD_COLUMNS[type]).map((one) => ({ name: one, like: [one, one.replace(/(Id|On|Cents)$/, "")] })),
		...own.map((one) => ({ name: `fields.${one.key}`, like: [one.key, one.label, `fields.${one.key}`] })),
	];
	const meant = nearest(key ?? name, names);
	const said = `there is no field “${name}” of ${oneRecord(type)}.`;
	return meant ? `${said} Did you mean ${meant}?` : `${said} Choose one from the list.`;
}

/** Own fields that expressions read of a record that was looked up. */
async function readProblems(graph: Graph, ownOf: OwnOf): Promise<GraphProblem[]> {
	const problems: GraphProblem[] = [];
	for (const node of graph.nodes)
		for (const { setting, expression } of expressionsIn(node))
			for (const { root, path, isSure } of readingsOf(expression)) {
				const [step, fields, custom, key] = path;
				if (root !== "steps" || !isSure || fields !== "fields" || custom !== "custom" || key === undefined) continue;
				const found = graph.nodes.find(({ id, type }) => id === step && type === "find_record")?.settings.record;
				if (typeof found !== "string" || !isRecordType(found)) continue;
				const own = await ownOf(found);
				if (!own || own.some((one) => one.key === key)) continue;
				const meant = nearest(
					key,
					own.map((one) => ({ name: one.key, like: [one.key, one.label] })),
				);
				const message = `“${node.name}”: there is no own field “${key}” of ${oneRecord(found)}.${meant ? ` Did you mean ${meant}?` : ""}`;
				problems.push({ ...{ level: "warning" as const, message }, ...{ node: node.id, setting } });
			}
	return problems;
}

/** The name that is nearest to what was written, where it is near. */
function nearest(written: string, names: readonly { name: string; like: readonly string[] }[]): string | undefined {
	const plain = (text: string) => text.toLowerCase().replace(/[\s_.-]/g, "");
	const rated = names.map(({ name, like }) => ({
		name,
		far: Math.min(...like.map((one) => distance(plain(written), plain(one)))),
	}));
	const [best] = rated.sort((a, b) => a.far - b.far);
	return best && best.far <= Math.max(1, Math.floor(written.length / 3)) ? best.name : undefined;
}

/** How many letters have to be changed, added or left out to make one word of another. */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++)
			next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
		row = next;
	}
	return row[b.length]!;
}
