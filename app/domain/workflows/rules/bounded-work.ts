import type { ASTNode } from "@marcbachmann/cel-js";
import { ExpressionError } from "./expression-error.ts";

/** So many parts of an expression are worked out, each item of a list anew, and items made of them. */
const MOST_WORK = 1_000_000;
/** Searching long texts or comparing lists takes longer than its one part tells. Nobody else is served meanwhile. */
const LONGEST_MS = 500;

let left = MOST_WORK;
let until = Number.POSITIVE_INFINITY;

/** Runs an expression whose parts were bound by `boundWork`. Throws `ExpressionError` once it has worked too much. */
export function withinBounds<T>(run: () => T): T {
	left = MOST_WORK;
	until = performance.now() + LONGEST_MS;
	try {
		const value = run();
		// `exists` and `all` go on past an item that failed, and would answer as if nothing had happened.
		if (left < 0) refuse();
		return value;
	} finally {
		until = Number.POSITIVE_INFINITY;
	}
}

/**
 * Makes every part of an expression count when it is worked out: the library bounds how long an expression is, and not what
 * it does with a hundred thousand items of a hundred thousand. Call when it was checked, which may put other parts in.
 */
export function boundWork(ast: ASTNode): void {
	for (const node of nodesOf(ast)) count(node);
}

type Working = { op: string; evaluate: (ev: unknown, ast: unknown, ctx: unknown) => unknown };
const LEAVES = new Set(["value", "id"]);
/** Parts that may put a new list together at one go. */
const MAKERS = new Set(["+", "call", "rcall"]);

function count(node: Working): void {
	if (LEAVES.has(node.op)) return;
	let inner = node.evaluate;
	const counted = function (this: unknown, ev: unknown, ast: unknown, ctx: unknown): unknown {
		left--;
		if (left < 0 || performance.now() > until) refuse();
		const value = inner.call(this, ev, ast, ctx);
		if (MAKERS.has(node.op) && Array.isArray(value)) left -= value.length;
		return value;
	};
	// A part chooses how it is worked out when it first is, by setting this.
	Object.defineProperty(node, "evaluate", { get: () => counted, set: (chosen) => (inner = chosen) });
}

function refuse(): never {
	left = -1;
	throw new ExpressionError("This takes too long: the lists are too long for what is done with each item.");
}

/** Every part that may be worked out, those that macros put in included. */
function nodesOf(ast: ASTNode): Set<Working> {
	const found = new Set<object>();
	const nodes = new Set<Working>();
	const look = (part: unknown): void => {
		if (part === null || typeof part !== "object" || found.has(part)) return;
		found.add(part);
		if (Array.isArray(part)) {
			part.forEach(look);
			return;
		}
		const { op, args, meta } = part as {
			op?: unknown;
			args?: unknown;
			meta?: { alternate?: unknown; macro?: unknown };
		};
		if (typeof op === "string" && meta) {
			nodes.add(part as unknown as Working);
			look(args);
			look(meta.alternate);
			look(meta.macro);
		} else if (isPlain(part)) for (const one of Object.values(part)) look(one);
	};
	look(ast);
	return nodes;
}

const isPlain = (value: object) => Object.getPrototypeOf(value) === Object.prototype;
