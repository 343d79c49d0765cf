import { type ListQuery, writeListQuery } from "#app/domain/crm/lists/list-query.ts";

/** What of the address a form by GET carries along. */
export function Kept({ query }: { query: ListQuery }) {
	return <KeptFields asked={writeListQuery(query)} view={query.view} />;
}

/** The same of any list: what it asks, as the words of its address, and the view it began from. */
export function KeptFields({ asked, view }: { asked: string; view: string | undefined }) {
	const kept = new URLSearchParams(asked);
	if (view) kept.set("view", view);
	return (
		<>
			{[...kept].map(([name, value]) => (
				<input key={name + value} type="hidden" name={name} value={value} />
			))}
		</>
	);
}
