import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "#app/base/errors.ts";
import { csvLines } from "#app/domain/crm/exports/csv-lines.ts";
import { csvValue } from "#app/domain/crm/exports/export-cells.ts";
import { recordExport } from "#app/domain/crm/exports/export-chunk.ts";
import { isRecordType } from "#app/domain/crm/records/schema.ts";
import { streamFile } from "#app/doors/files/export.ts";
import { allowedMember, guarded, inOwnOrg } from "#app/doors/page.ts";
import type { ExportSource, FileValue } from "./export-source.ts";
import { PLAIN_LISTS } from "./plain-lists.ts";
import { recordSource } from "./record-source.ts";

/**
 * A list as a file: `/exports/contact?format=json`, `/exports/tasks`, and the query of the list's own address, with its
 * columns and order. All columns of records with `all=1`. Read a chunk at a time, however long it is.
 */
export async function loader(args: LoaderFunctionArgs) {
	const member = await allowedMember(args, "records.export");
	const { type = "" } = args.params;
	const plain = Object.hasOwn(PLAIN_LISTS, type) ? PLAIN_LISTS[type as keyof typeof PLAIN_LISTS] : undefined;
	if (!plain && !isRecordType(type)) throw await guarded(args, () => Promise.reject(notFound("list")));
	const address = new URL(args.request.url).searchParams;
	const format = address.get("format") === "json" ? "json" : "csv";
	const reader = { zone: member.timeZone, me: member.org.memberId };
	const source = await guarded(args, () =>
		inOwnOrg(args, member, async (ctx): Promise<ExportSource> => {
			const found = plain
				? plain(address, reader)
				: await recordSource(ctx, type as Parameters<typeof recordSource>[1], address, reader.zone);
			await recordExport(ctx, { records: found.name, ...found.asked }, format);
			return found;
		}),
	);
	const { name, columns } = source;
	let isFirst = true;
	return streamFile(args, member, {
		name: `${name}.${format}`,
		type: format === "json" ? "application/json" : "text/csv; charset=utf-8",
		head: format === "json" ? "[\n" : `\ufeff${csvLines([columns.map(({ label }) => label)])}`,
		foot: format === "json" ? "\n]\n" : "",
		async chunk(ctx, after) {
			const { rows, next } = await source.chunk(ctx, after);
			const text =
				format === "json" ? jsonLines(source, rows, isFirst) : csvLines(rows.map((row) => row.map(csvValue)));
			isFirst = isFirst && rows.length === 0;
			return { text, next };
		},
	});
}

function jsonLines({ columns }: ExportSource, rows: readonly FileValue[][], isFirst: boolean): string {
	const lines = rows.map((row) =>
		JSON.stringify(Object.fromEntries(columns.map(({ id }, at) => [id, row[at] ?? null]))),
	);
	return `${isFirst || lines.length === 0 ? "" : ",\n"}${lines.join(",\n")}`;
}
