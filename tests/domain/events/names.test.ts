import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { IMPORT_NAMES } from "#app/domain/crm/imports/schema.ts";
import { RECORD_TYPES } from "#app/domain/crm/records/schema.ts";
import { EVENT_NAMES } from "#app/domain/events/names.ts";
import { TOUCH_STATUSES } from "#app/domain/leads/rules.ts";
import { MESSAGE_TRANSITIONS } from "#app/domain/messaging/rules/message-states.ts";
import { subscriptions } from "#jobs/subscriptions.ts";

const root = join(import.meta.dirname, "../../..");

/** Names put together from a state, with every state that may stand there. */
const FAMILIES: Record<string, readonly string[]> = {
	"message.${state}": [...Object.values(MESSAGE_TRANSITIONS).flat(), "received"].map((state) => `message.${state}`),
	"touch.${status}": TOUCH_STATUSES.map((status) => `touch.${status}`),
	"${type}.created": RECORD_TYPES.map((type) => `${type}.created`),
	'${type}.${isMove ? "moved" : "changed"}': [...RECORD_TYPES.map((type) => `${type}.changed`), "deal.moved"],
	"${batch.rows}s.imported": IMPORT_NAMES.map((type) => `${type}s.imported`),
	"${rows}s.import-undone": IMPORT_NAMES.map((type) => `${type}s.import-undone`),
	'${type}.${"stage_id" in before && type === "deal" ? "moved" : "changed"}': ["deal.moved"],
	"${type}.trashed": RECORD_TYPES.map((type) => `${type}.trashed`),
	"${type}.restored": RECORD_TYPES.map((type) => `${type}.restored`),
	'appointment.${outcome === "completed" ? "completed" : "missed"}': ["appointment.completed", "appointment.missed"],
};

describe("AUDIT-1 the names of events", () => {
	const recorded = readRecorded();

	it("AUDIT-1 every name that the sources record is listed with its meaning", () => {
		const unlisted = [...recorded].filter(([name]) => !(name in EVENT_NAMES));
		expect(unlisted).toEqual([]);
	});

	it("AUDIT-1 every listed name is recorded somewhere", () => {
		expect(Object.keys(EVENT_NAMES).filter((name) => !recorded.has(name))).toEqual([]);
	});

	it("AUDIT-1 nobody waits for an event that never comes", () => {
		expect(Object.keys(subscriptions).filter((name) => !recorded.has(name))).toEqual([]);
	});

	it("AUDIT-1 each meaning is one sentence", () => {
		expect(Object.values(EVENT_NAMES).filter((meaning) => !/^[A-Z][^.]*\.$/.test(meaning))).toEqual([]);
	});
});

/** Name -> the file that records it, from the text of every call that writes an event. */
function readRecorded(): Map<string, string> {
	const found = new Map<string, string>();
	const files = ["app/**/*.{ts,tsx}", "jobs/**/*.ts", "db/**/*.ts"].flatMap((cwd) => globSync(cwd, { cwd: root }));
	expect(files.length).toBeGreaterThan(300);
	for (const file of files) {
		const source = readFileSync(join(root, file), "utf8");
		for (const call of source.matchAll(/(?:\b\w+\.record(?:Many)?|await recordSecurityEvent)\(/g)) {
			const written = argumentOf(source, call.index + call[0].length);
			if (call[0].startsWith("z.") || written.startsWith("[event]")) continue;
			const names = namesIn(written, source);
			expect(names, `the name of the event recorded in ${file}`).not.toEqual([]);
			for (const name of names) found.set(name, file);
		}
	}
	return found;
}

/** The text up to the bracket that closes the call. */
function argumentOf(source: string, start: number): string {
	let depth = 1;
	let at = start;
	for (; depth > 0 && at < source.length; at += 1) {
		if ("([{".includes(source[at]!)) depth += 1;
		if (")]}".includes(source[at]!)) depth -= 1;
	}
	return source.slice(start, at - 1);
}

/** The names that the call may record: a text, one of two, a constant of the file, or a family. */
function namesIn(written: string, source: string): string[] {
	const shorthand = /^\{\s*name,/.test(written);
	const expression = shorthand ? /const name = ([^;]+);/.exec(source)?.[1] : /\bname: ([^,]+)/.exec(written)?.[1];
	const template = expression && /^`([^`]+)`/.exec(expression)?.[1];
	if (template) return [...(FAMILIES[template] ?? [])];
	return [...(expression ?? "").matchAll(/"([a-z-]+(?:\.[a-z-]+)?)"/g)].map((match) => match[1]!);
}
