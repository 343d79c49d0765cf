import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound } from "#app/base/errors.ts";
import { csvLines } from "#app/domain/crm/exports/csv-lines.ts";
import { csvCellOf, fileCell } from "#app/domain/crm/exports/export-cells.ts";
import { type Export, type ExportRow, exportChunk, recordExport } from "#app/domain/crm/exports/export-chunk.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { columnsOf } from "#app/domain/crm/lists/columns.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import { isRecordType } from "#app/domain/crm/records/schema.ts";
import { streamFile } from "#app/doors/export.ts";
import { allowedMember, guarded, inOwnOrg } from "#app/doors/page.ts";
import { shownColumns } from "#app/routes/crm/lists/shown-columns.ts";

/**
 * A list as a file: `/exports/contact?format=json` and the query of the list's own address, its columns and order. All
 * columns with `all=1`. Read a chunk at a time, however long it is.
 */
export async function loader(args: LoaderFunctionArgs) {
	const member = await allowedMember(args, "records.export");
	const { type = "" } = args.params;
	if (!isRecordType(type)) throw await guarded(args, () => Promise.reject(notFound("list")));
	const address = new URL(args.request.url).searchParams;
	const format = address.get("format") === "json" ? "json" : "csv";
	const wanted = await guarded(args, () =>
		inOwnOrg(args, member, async (ctx): Promise<Export> => {
			const columns = columnsOf(type, await listFields(ctx, type));
			const query = readListQuery(address, columns);
			const shown = address.get("all") === "1" ? columns : shownColumns(columns, query);
			const found = { type, query, columns, shown, zone: member.timeZone };
			await recordExport(ctx, found, format);
			return found;
		}),
	);
	let isFirst = true;
	return streamFile(args, member, {
		name: `${type}s.${format}`,
		type: format === "json" ? "application/json" : "text/csv; charset=utf-8",
		head: format === "json" ? "[\n" : `\ufeff${csvLines([["Id", "Name", ...wanted.shown.map(({ label }) => label)]])}`,
		foot: format === "json" ? "\n]\n" : "",
		async chunk(ctx, after) {
			const { rows, next } = await exportChunk(ctx, wanted, after);
			const text = format === "json" ? jsonLines(wanted, rows, isFirst) : csvRows(wanted, rows);
			isFirst = false;
			return { text, next };
		},
	});
}

function csvRows({ shown }: Export, rows: readonly ExportRow[]): string {
	return csvLines(
		rows.map(([id, name, ...cells]) => [id, name, ...shown.map((column, at) => csvCellOf(column, cells[at] ?? null))]),
	);
}

function jsonLines({ shown }: Export, rows: readonly ExportRow[], isFirst: boolean): string {
	const lines = rows.map(([id, name, ...cells]) =>
		JSON.stringify({
			id,
			name,
			...Object.fromEntries(shown.map((column, at) => [column.id, fileCell(column, cells[at] ?? null)])),
		}),
	);
	return `${isFirst || lines.length === 0 ? "" : ",\n"}${lines.join(",\n")}`;
}
