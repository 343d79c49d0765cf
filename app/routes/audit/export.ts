import type { LoaderFunctionArgs } from "@remix-run/node";
import { readAuditFilters } from "#app/domain/events/audit-filters.ts";
import { listEvents } from "#app/domain/events/event-queries.ts";
import { CSV_HEAD, csvLine } from "#app/domain/events/event-texts.ts";
import { streamFile } from "#app/doors/export.ts";
import { allowedMember, guarded, inOwnOrg } from "#app/doors/page.ts";

const CHUNK = 500;

/** The audit log under the page's filters, as CSV or JSON. Taking it along is itself an event. */
export async function loader(args: LoaderFunctionArgs) {
	const member = await allowedMember(args, "audit.export");
	const params = new URL(args.request.url).searchParams;
	const filters = readAuditFilters(params);
	const asJson = params.get("format") === "json";
	await guarded(args, () =>
		inOwnOrg(args, member, (ctx) =>
			ctx.record({
				name: "audit.exported",
				subject: { type: "organisation", id: ctx.org },
				data: { ...filters, format: asJson ? "json" : "csv" },
			}),
		),
	);
	let isFirst = true;
	return streamFile(args, member, {
		name: `audit.${asJson ? "json" : "csv"}`,
		type: asJson ? "application/json" : "text/csv; charset=utf-8",
		head: asJson ? "[\n" : `${CSV_HEAD.join(",")}\r\n`,
		foot: asJson ? "\n]\n" : "",
		async chunk(ctx, after) {
			const { data, next } = await listEvents(ctx, { ...filters, ...(after ? { after } : {}) }, CHUNK);
			const lines = data.map((event) => (asJson ? JSON.stringify(event) : `${csvLine(event)}\r\n`));
			const text = asJson ? `${isFirst || lines.length === 0 ? "" : ",\n"}${lines.join(",\n")}` : lines.join("");
			isFirst = false;
			return { text, next };
		},
	});
}
