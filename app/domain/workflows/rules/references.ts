import type { ASTNode } from "@marcbachmann/cel-js";
import { astOf } from "./expressions.ts";

/**
 * Something that an expression reads: `trigger.body.email` is the root `trigger` with the path `body`, `email`. `isSure`:
 * the expression fails where it is absent. `like`: what it is set beside, as far as that tells what it is.
 */
export type Reading = { root: string; path: string[]; isSure: boolean; like: "number" | "yes/no" | "text" | null };

const ROOTS = new Set(["trigger", "steps", "item", "index", "event"]);
const WALKS = new Set(["map", "filter", "all", "exists", "exists_one"]);
const COMPARED = new Set(["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/"]);

/** What an expression reads; nothing of one that cannot be read itself. */
export function readingsOf(expression: string): Reading[] {
	const ast = astOf(expression);
	if (!ast) return [];
	const found: Reading[] = [];
	// Whoever asks whether something is there has thought of its absence.
	const asks = { sure: true };
	look(ast, new Set(), null, found, asks);
	return asks.sure ? found : found.map((reading) => ({ ...reading, isSure: false }));
}

type Asks = { sure: boolean };

function look(node: ASTNode, bound: ReadonlySet<string>, like: Reading["like"], found: Reading[], asks: Asks): void {
	const path = pathOf(node);
	if (path) {
		if (ROOTS.has(path.root) && !bound.has(path.root)) found.push({ ...path, like });
		return;
	}
	const args = (Array.isArray(node.args) ? node.args : [node.args]) as unknown[];
	if (node.op === "in" || (node.op === "call" && args[0] === "has")) asks.sure = false;
	if (node.op === "rcall" && WALKS.has(String(args[0]))) {
		const [, list, [variable, ...rest]] = args as [string, ASTNode, ASTNode[]];
		look(list, bound, null, found, asks);
		const inner = new Set([...bound, String(variable?.args)]);
		for (const one of rest) look(one, inner, null, found, asks);
		return;
	}
	const values = COMPARED.has(node.op) ? (args as ASTNode[]).map(likeOf) : [];
	const beside = values.find((one) => one !== null) ?? null;
	const each = (part: unknown): void => {
		if (Array.isArray(part)) part.forEach(each);
		else if (part !== null && typeof part === "object" && "op" in part)
			look(part as ASTNode, bound, beside, found, asks);
	};
	args.forEach(each);
}

/** `a.b["c"]` as a root and a path, as far as the path stands there word for word; null for what is no such path. */
function pathOf(node: ASTNode): Omit<Reading, "like"> | null {
	if (node.op === "id") return { root: String(node.args), path: [], isSure: true };
	const [of, key] = (Array.isArray(node.args) ? node.args : []) as unknown as [ASTNode, string | ASTNode];
	if (node.op === "." || node.op === ".?") return step(of, String(key), node.op === ".");
	if (node.op !== "[]" && node.op !== "[?]") return null;
	const value = (key as ASTNode).op === "value" ? ((key as ASTNode).args as unknown) : undefined;
	return typeof value === "string" ? step(of, value, node.op === "[]") : null;
}

function step(of: ASTNode, key: string, isSure: boolean): Omit<Reading, "like"> | null {
	const before = pathOf(of);
	// After what may be absent everything may be.
	return before && { ...before, path: [...before.path, key], isSure: before.isSure && isSure };
}

function likeOf({ op, args }: ASTNode): Reading["like"] {
	if (op !== "value") return null;
	const value = args as unknown;
	if (typeof value === "number" || typeof value === "bigint") return "number";
	return typeof value === "boolean" ? "yes/no" : typeof value === "string" ? "text" : null;
}
