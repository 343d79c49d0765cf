import type { recordExport } from "#app/domain/crm/exports/export-chunk.ts";

type Ctx = Parameters<typeof recordExport>[0];

/** A value of a file: JSON has it as it is, CSV as a text. */
export type FileValue = string | number | boolean | null | readonly string[];

/** A list that can be taken along: its columns, and its rows a chunk at a time, each value under its column. */
export type ExportSource = {
	/** The file's name, and what the log calls the list: `contacts`, `tasks`. */
	name: string;
	columns: readonly { id: string; label: string }[];
	/** What the list was narrowed by, for the log. */
	asked: Record<string, unknown>;
	/** The rows behind `after`, and where those after them begin; null: that was all. */
	chunk(ctx: Ctx, after: string | undefined): Promise<{ rows: FileValue[][]; next: string | null }>;
};
