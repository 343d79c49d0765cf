import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { boundWork, withinBounds } from "./bounded-work.ts";
import { ExpressionError } from "./expression-error.ts";
import { plain } from "./plain-value.ts";

export { ExpressionError } from "./expression-error.ts";

/** What an expression sees. Values are JSON; `now` is the instant of the step. */
export type ExpressionData = {
	/** What the run began with. */
	trigger: Record<string, unknown>;
	/** Outputs of the steps that are done, by the step's id; where it was done several times, the last one. */
	steps: Record<string, unknown>;
	/** Within a for-each: its item and the item's number from 0. */
	item?: unknown;
	index?: number;
	/** The event, where an expression judges one. */
	event?: unknown;
	now: Date;
};

const MOST_CHARACTERS = 2_000;

const environment = new Environment({
	enableOptionalTypes: true,
	homogeneousAggregateLiterals: false,
	limits: { maxAstNodes: 500, maxDepth: 40, maxListElements: 200, maxMapEntries: 200 },
})
	.registerVariable("trigger", "map")
	.registerVariable("steps", "map")
	.registerVariable("item", "dyn")
	.registerVariable("index", "dyn")
	.registerVariable("event", "dyn")
	.registerVariable("now", "dyn");

// JSON has one kind of number, and so has whoever writes `trigger.amount * 2`: CEL's own rule would refuse it.
for (const [left, right] of [
	["int", "double"],
	["double", "int"],
] as const) {
	environment
		.registerOperator(`${left} + ${right}`, (a: Numeric, b: Numeric) => Number(a) + Number(b))
		.registerOperator(`${left} - ${right}`, (a: Numeric, b: Numeric) => Number(a) - Number(b))
		.registerOperator(`${left} * ${right}`, (a: Numeric, b: Numeric) => Number(a) * Number(b))
		.registerOperator(`${left} / ${right}`, (a: Numeric, b: Numeric) => Number(a) / Number(b));
}
type Numeric = number | bigint;

type Parsed = { run(data: object): unknown; ast: ASTNode };
const parsed = new Map<string, Parsed>();
const MOST_KEPT = 2_000;

/**
 * Works out an expression in CEL (Common Expression Language, https://github.com/google/cel-spec). Integers are
 * answered as numbers, instants as ISO texts. Throws `ExpressionError`.
 */
export function evaluate(expression: string, data: ExpressionData): unknown {
	const { run } = parse(expression);
	try {
		return plain(withinBounds(() => run(data)));
	} catch (error) {
		throw error instanceof ExpressionError ? error : new ExpressionError(explain(error, expression));
	}
}

/** As `evaluate`, for conditions: anything but true or false is an error. */
export function isTrue(expression: string, data: ExpressionData): boolean {
	const value = evaluate(expression, data);
	if (typeof value !== "boolean") {
		throw new ExpressionError(`“${expression}” must be true or false, and is ${describe(value)}.`);
	}
	return value;
}

/** What is wrong with an expression before it has met any data; null when it can be read. */
export function expressionProblem(expression: string): string | null {
	try {
		parse(expression);
		return null;
	} catch (error) {
		return (error as Error).message;
	}
}

/** An expression as it was taken apart; null for one that cannot be read. */
export function astOf(expression: string): ASTNode | null {
	try {
		return parse(expression).ast;
	} catch {
		return null;
	}
}

/** The expressions in the holes of the texts within a value, by path. */
export function* holesOf(value: unknown, path = ""): Generator<{ path: string; expression: string }> {
	if (typeof value === "string") {
		for (const [, expression] of value.matchAll(HOLE)) yield { path, expression: expression!.trim() };
	} else if (value !== null && typeof value === "object") {
		for (const [key, one] of Object.entries(value)) yield* holesOf(one, path ? `${path}.${key}` : key);
	}
}

/** The steps whose outputs an expression or a text with `{{ }}` in it reads. */
export function stepsRead(text: string): readonly string[] {
	return [...text.matchAll(/\bsteps\s*\.\??\s*([a-z][a-z0-9_]*)|\bsteps\s*\[\??\s*["']([^"']+)["']/g)].map(
		(found) => (found[1] ?? found[2])!,
	);
}

const HOLE = /\{\{([\s\S]*?)\}\}/g;

/**
 * Fills the `{{ expression }}` holes of a text. A text that is one hole and nothing else keeps the value's own type;
 * in a longer one values become text, nothing an empty one. Throws `ExpressionError`.
 */
export function fill(text: string, data: ExpressionData): unknown {
	const whole = /^\s*\{\{((?:(?!\}\})[\s\S])*)\}\}\s*$/.exec(text);
	if (whole) return evaluate(whole[1]!.trim(), data);
	return text.replace(HOLE, (_hole, expression: string) => asText(evaluate(expression.trim(), data)));
}

/** Fills the holes of every text within a value; other values stay. */
export function fillAll(value: unknown, data: ExpressionData): unknown {
	if (typeof value === "string") return value.includes("{{") ? fill(value, data) : value;
	if (Array.isArray(value)) return value.map((one) => fillAll(one, data));
	if (value !== null && typeof value === "object") {
		return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillAll(one, data)]));
	}
	return value;
}

/** What is wrong with the holes of the texts within a value, by path; empty when all can be read. */
export function* holeProblems(value: unknown, path = ""): Generator<{ path: string; message: string }> {
	for (const hole of holesOf(value, path)) {
		const message = expressionProblem(hole.expression);
		if (message) yield { path: hole.path, message };
	}
}

function parse(expression: string): Parsed {
	const known = parsed.get(expression);
	if (known) return known;
	if (expression.trim() === "") throw new ExpressionError("An expression is empty.");
	if (expression.length > MOST_CHARACTERS) {
		throw new ExpressionError(`An expression may have ${MOST_CHARACTERS} characters.`);
	}
	let run: ReturnType<typeof environment.parse>;
	try {
		run = environment.parse(expression);
		const checked = run.check();
		if (!checked.valid) throw checked.error;
	} catch (error) {
		throw new ExpressionError(explain(error, expression));
	}
	refusePatterns(run.ast);
	boundWork(run.ast);
	const made = { run, ast: run.ast };
	if (parsed.size >= MOST_KEPT) parsed.clear();
	parsed.set(expression, made);
	return made;
}

/** Refuses patterns: a stranger's pattern can take for ever, and nothing stops it on the way. */
function refusePatterns(node: ASTNode): void {
	const name = node.op === "call" || node.op === "rcall" ? node.args[0] : undefined;
	if (name === "matches") {
		throw new ExpressionError("Patterns are not offered. Use contains, startsWith or endsWith.");
	}
	const look = (part: unknown): void => {
		if (Array.isArray(part)) part.forEach(look);
		else if (part !== null && typeof part === "object" && "op" in part) refusePatterns(part as ASTNode);
	};
	look(node.args);
}

function asText(value: unknown): string {
	if (value === null || value === undefined) return "";
	return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function describe(value: unknown): string {
	return value === null ? "nothing" : Array.isArray(value) ? "a list" : `a ${typeof value}`;
}

function explain(error: unknown, expression: string): string {
	const { summary, code, message } = error as { summary?: string; code?: string; message: string };
	const short = expression.length > 80 ? `${expression.slice(0, 80)}…` : expression;
	if (code === "no_such_key") {
		const key = (summary ?? "").replace(/^No such key: /, "");
		return `“${short}”: there is no “${key}” here. If it may be absent, write .?${key}.orValue("").`;
	}
	return `“${short}”: ${(summary ?? message).split("\n")[0]}.`;
}
