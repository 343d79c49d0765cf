import type { EventLine } from "./event-queries.ts";

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
	"sentence",
];

/** One event as a line of CSV: machine names, then the sentence that people read. */
export function csvLine(event: EventLine, sentence: string): string {
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
		sentence,
	]
		.map(csvCell)
		.join(",");
}
