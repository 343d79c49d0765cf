import { isId } from "#app/base/ids.ts";
import type { KeptJson } from "#app/domain/workflows/reading/get-run.ts";

/** A value that a person can read, and what it is called. */
export type Readable = { label: string; text: string };

const MOST = 20;
const DEEPEST = 3;
/** What tells how a step worked and not what came of it. */
const INNER = new Set([
	"provider",
	"model",
	"source",
	"confidence",
	"direction",
	"event",
	"state",
	"type",
	"votes",
	"headers",
	"status",
]);
/** They say nothing of their own: what they hold does. */
const WRAPPINGS = new Set(["body", "query", "fields", "values", "data"]);

/**
 * The words and numbers within what was kept, by their names: what a form said, what a model wrote, what a message reads.
 * Ids and inner workings are left out. Nothing of what was cut or is no JSON.
 */
export function readableOf({ text, isWhole }: KeptJson): Readable[] {
	if (!isWhole) return [];
	const found: Readable[] = [];
	collect(JSON.parse(text), [], found);
	return found.slice(0, MOST);
}

function collect(value: unknown, path: readonly string[], found: Readable[]): void {
	if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
		const text = typeof value === "boolean" ? (value ? "Yes" : "No") : String(value).trim();
		if (text !== "" && !isId(text)) found.push({ label: labelOf(path), text });
		return;
	}
	if (Array.isArray(value) && value.every((one) => typeof one === "string" && !isId(one))) {
		if (value.length > 0) found.push({ label: labelOf(path), text: value.join(", ") });
		return;
	}
	if (value === null || typeof value !== "object" || Array.isArray(value) || path.length === DEEPEST) return;
	for (const [key, one] of Object.entries(value))
		if (path[0] === "body" || !INNER.has(key)) collect(one, [...path, key], found);
}

/** `body.order_no` is "Order no". */
function labelOf(path: readonly string[]): string {
	const words = path
		.filter((key) => !WRAPPINGS.has(key))
		.join(" ")
		.replace(/([a-z])([A-Z])/g, "$1 $2")
		.replaceAll("_", " ")
		.toLowerCase();
	return words === "" ? "Text" : words.charAt(0).toUpperCase() + words.slice(1);
}
