import { RECORD_COLUMNS } from "../../records/columns.ts";
import { RECORD_TYPES, type RecordType } from "../../records/schema.ts";

const FIELDS = Object.fromEntries(
	RECORD_TYPES.map((type) => [
		type,
		new Map(Object.entries(RECORD_COLUMNS[type]).map(([field, column]) => [column, field])),
	]),
) as Record<RecordType, Map<string, string>>;

/** What events call a column; undefined for one that follows from others, such as since when a deal stands in its stage. */
export function fieldOf(type: RecordType, column: string): string | undefined {
	return FIELDS[type].get(column);
}
