import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import type { ListQuery } from "#app/domain/crm/lists/list-query.ts";

/** The columns that a list shows after the name: those chosen, else those that are usual. */
export function shownColumns(columns: readonly ListColumn[], query: Pick<ListQuery, "columns">): ListColumn[] {
	return columns.filter(({ id, shown }) => (query.columns.length > 0 ? query.columns.includes(id) : shown));
}
