import { type ListQuery, writeListQuery } from "#app/domain/crm/lists/list-query.ts";

/** What of the address a form by GET carries along. */
export function Kept({ query, columns = true }: { query: ListQuery; columns?: boolean }) {
	const kept = new URLSearchParams(writeListQuery(columns ? query : { ...query, columns: [] }));
	if (query.view) kept.set("view", query.view);
	return (
		<>
			{[...kept].map(([name, value]) => (
				<input key={name + value} type="hidden" name={name} value={value} />
			))}
		</>
	);
}
