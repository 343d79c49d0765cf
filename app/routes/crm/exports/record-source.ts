import { fileCell } from "#app/domain/crm/exports/export-cells.ts";
import { exportChunk } from "#app/domain/crm/exports/export-chunk.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { columnsOf } from "#app/domain/crm/lists/columns.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import { shownColumns } from "#app/domain/crm/lists/shown-columns.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import type { ExportSource } from "./export-source.ts";

type Ctx = Parameters<typeof exportChunk>[0];

/** A list of records as its address has it, with the columns it shows; all that it offers with `all=1`. */
export async function recordSource(
	ctx: Ctx,
	type: RecordType,
	address: URLSearchParams,
	zone: string,
): Promise<ExportSource> {
	const columns = columnsOf(type, await listFields(ctx, type));
	const query = readListQuery(address, columns);
	const shown = address.get("all") === "1" ? columns : shownColumns(columns, query);
	const wanted = { type, query, columns, shown, zone };
	return {
		name: `${type}s`,
		columns: [{ id: "id", label: "Id" }, { id: "name", label: "Name" }, ...shown],
		asked: { q: query.q, filters: query.filters },
		async chunk(chunkCtx, after) {
			const { rows, next } = await exportChunk(chunkCtx, wanted, after);
			return {
				rows: rows.map(([id, name, ...cells]) => [
					...[id, name],
					...shown.map((column, at) => fileCell(column, cells[at] ?? null)),
				]),
				next,
			};
		},
	};
}
