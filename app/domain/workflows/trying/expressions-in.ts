import { isRows, ROW_PARTS, rowsOf } from "#app/domain/workflows/drawing/setting-values.ts";
import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import { holesOf } from "#app/domain/workflows/rules/expressions.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";

/** An expression of a step's settings. `isHole`: it stands in a text between braces, and so never judges an event. */
export type ExpressionIn = { setting: string; expression: string; isHole: boolean };

/** Every expression in a step's settings, with the path of the setting that it stands in (`cases.0.when`). */
export function expressionsIn(node: FlowNode): ExpressionIn[] {
	const type = typeOf(node);
	return Object.entries(node.settings).flatMap(([name, value]): ExpressionIn[] => {
		if (!type?.expressions?.includes(name)) {
			return [...holesOf(value, name)].map(({ path, expression }) => ({ setting: path, expression, isHole: true }));
		}
		const kind = type.fields.find((field) => field.name === name)?.kind ?? "text";
		if (!isRows(kind)) return typeof value === "string" ? [{ setting: name, expression: value, isHole: false }] : [];
		const [, part] = ROW_PARTS[kind];
		return rowsOf(kind, value).map((row, at) => ({
			...{ setting: `${name}.${at}.${part}`, expression: row[part] ?? "", isHole: false },
		}));
	});
}
