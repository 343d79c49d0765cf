import type { LoaderFunctionArgs } from "@remix-run/node";
import { readAuditFilters } from "#app/domain/events/audit-filters.ts";
import { listEvents } from "#app/domain/events/event-queries.ts";
import { CSV_HEAD, csvLine } from "#app/domain/events/event-texts.ts";
import { sayEvent, textOf } from "#app/domain/events/say-event.ts";
import { nameSubjects } from "#app/domain/events/subject-names.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { streamFile } from "#app/doors/files/export.ts";
import { allowedMember, guarded, originOf } from "#app/doors/page.ts";

const CHUNK = 500;

/**
 * The audit log under the page's filters, as CSV or JSON: machine names, and the sentence as the page has it. Taking
 * it along is written to the security log, so that the log of changes does not fill with its own copies.
 */
export async function loader(args: LoaderFunctionArgs) {
	const member = await allowedMember(args, "audit.export");
	const params = new URL(args.request.url).searchParams;
	const filters = readAuditFilters(params);
	const asJson = params.get("format") === "json";
	const who = { orgId: member.org.id, userId: member.userId, email: member.email };
	const data = { ...filters, format: asJson ? "json" : "csv" };
	await guarded(args, async () => {
		await recordSecurityEvent({ name: "audit.exported", ...who, origin: originOf(args), data });
	});
	const reader = { zone: member.timeZone, currency: member.org.currency };
	let isFirst = true;
	return streamFile(args, member, {
		name: `audit.${asJson ? "json" : "csv"}`,
		type: asJson ? "application/json" : "text/csv; charset=utf-8",
		head: asJson ? "[\n" : `${CSV_HEAD.join(",")}\r\n`,
		foot: asJson ? "\n]\n" : "",
		async chunk(ctx, after) {
			const page = { ...filters, ...(after ? { after } : {}) };
			const { data: events, next } = await listEvents(ctx, page, CHUNK, member.timeZone);
			const names = await nameSubjects(ctx, events);
			const lines = events.map((event) => {
				const sentence = textOf(sayEvent(event, { ...reader, names }));
				return asJson ? JSON.stringify({ ...event, sentence }) : `${csvLine(event, sentence)}\r\n`;
			});
			const text = asJson ? `${isFirst || lines.length === 0 ? "" : ",\n"}${lines.join(",\n")}` : lines.join("");
			isFirst = false;
			return { text, next };
		},
	});
}
