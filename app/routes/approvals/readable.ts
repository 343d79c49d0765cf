import { isId } from "#app/base/ids.ts";
import { EVENT_NAMES } from "#app/domain/events/names.ts";
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
/** What stands in these is named by people. */
const OUTER = new Set(["body", "changed"]);
/** They say nothing of their own: what they hold does. */
const WRAPPINGS = new Set(["body", "query", "fields", "values", "data"]);

/**
 * The words and numbers within what was kept, by their names: what a form said, what a model wrote, what a message reads.
 * Ids and inner workings are left out. Of what was cut, its beginning.
 */
export function readableOf({ text, isWhole }: KeptJson): Readable[] {
	const found: Readable[] = [];
	const value = isWhole ? JSON.parse(text) : beginningOf(text);
	collect(withEvent(value), [], found);
	return found.slice(0, MOST);
}

/** What happened is said by its name, what it changed by what was and is; the rest of an event is inner. */
function withEvent(value: unknown): unknown {
	const { event, ...more } = (value ?? {}) as { event?: { name?: unknown; changes?: unknown; data?: unknown } };
	if (typeof event?.name !== "string") return value;
	const happened = (EVENT_NAMES as Record<string, string>)[event.name];
	const changes = Object.entries((event.changes ?? {}) as Record<string, unknown>).map(([name, pair]) => {
		const [was, is] = (Array.isArray(pair) ? pair : []).map((one) => (isPlain(one) ? String(one ?? "nothing") : "…"));
		return [name, `${was} → ${is}`];
	});
	return { happened, changed: Object.fromEntries(changes), data: event.data, ...more };
}

const isPlain = (value: unknown) => value === null || ["string", "number", "boolean"].includes(typeof value);

/** As much of a JSON text that was cut as can be read: its texts end where it does. */
function beginningOf(text: string): unknown {
	for (const end of endsOf(text)) {
		try {
			return JSON.parse(end);
		} catch {
			// Cut within a name, a number or an escape: less of it is tried.
		}
	}
	return null;
}

/** The text with its open parts closed: all of it, and without what follows its last comma. */
function endsOf(text: string): string[] {
	const open: string[] = [];
	let isWithin = false;
	let atComma = "";
	for (let at = 0; at < text.length; at++) {
		const sign = text[at]!;
		if (isWithin) {
			if (sign === "\\") at++;
			else if (sign === '"') isWithin = false;
		} else if (sign === '"') isWithin = true;
		else if (sign === "{" || sign === "[") open.unshift(sign === "{" ? "}" : "]");
		else if (sign === "}" || sign === "]") open.shift();
		else if (sign === ",") atComma = text.slice(0, at) + open.join("");
	}
	const whole = text.replace(/\\(?:u[\da-f]{0,3})?$/i, "");
	return [whole + (isWithin ? '…"' : "") + open.join(""), atComma];
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
		if (OUTER.has(path[0] ?? "") || !INNER.has(key)) collect(one, [...path, key], found);
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
