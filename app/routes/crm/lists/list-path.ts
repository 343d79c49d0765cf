import { type ListQuery, writeListQuery } from "#app/domain/crm/lists/list-query.ts";
import { type ListKind, type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";

/** The address of a list: its question as its own words of an address (`writeListQuery`), and what else is to be in it. */
export function listPath(type: ListKind, query: string, more: Record<string, string | undefined | null> = {}): string {
	const address = new URLSearchParams(query);
	for (const [name, value] of Object.entries(more)) if (value) address.set(name, value);
	const text = address.toString();
	return text ? `${recordPath(type)}?${text}` : recordPath(type);
}

/** Where the list goes when something of its question changes: back to its first page, its view kept. */
export function changedPath(type: RecordType, query: ListQuery, change: Partial<ListQuery>): string {
	return listPath(type, writeListQuery({ ...query, ...change }), { view: query.view });
}
