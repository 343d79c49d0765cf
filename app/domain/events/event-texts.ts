import type { EventLine } from "./event-queries.ts";

/** "lead.state-changed" as words: "lead state changed". */
export function sayEvent(name: string): string {
	return name.replaceAll(/[.-]/g, " ");
}

/** One value of a change as a person reads it. */
export function sayValue(value: unknown): string {
	if (value === null || value === undefined || value === "") return "empty";
	if (typeof value === "boolean") return value ? "yes" : "no";
	if (typeof value === "object") return JSON.stringify(value);
	return String(value);
}

/** "role: user → admin", one line for each field. */
export function sayChanges(changes: EventLine["changes"]): string[] {
	return Object.entries(changes).map(
		([field, [before, after]]) => `${field.replaceAll(/[_-]/g, " ")}: ${sayValue(before)} → ${sayValue(after)}`,
	);
}

/**
 * One cell of a CSV file (RFC 4180). A cell that a spreadsheet would run as a formula gets a leading quote
 * (OWASP, "CSV Injection"): one that begins with = + - @ tab or CR.
 */
export function csvCell(value: unknown): string {
	const text = value === null || value === undefined ? "" : String(value);
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const CSV_HEAD = [
	"at",
	"name",
	"actor kind",
	"actor",
	"subject type",
	"subject id",
	"changes",
	"data",
	"ip",
	"user agent",
	"request id",
];

/** One event as a line of CSV. */
export function csvLine(event: EventLine): string {
	const { actor, subject } = event;
	return [
		event.at.toISOString(),
		event.name,
		actor.kind,
		actor.name,
		subject.type,
		subject.id,
		JSON.stringify(event.changes),
		JSON.stringify(event.data),
		event.ip,
		event.userAgent,
		event.requestId,
	]
		.map(csvCell)
		.join(",");
}
