import { columnsNamed } from "#app/domain/crm/lists/shown-columns.ts";
import { LeadFilter } from "../schema.ts";
import { LEAD_COLUMNS } from "./lead-columns.ts";

/** What an address asks of the list of leads. `columns`: those chosen, in the list's order; empty: the usual ones. */
export type LeadQuery = { filter: LeadFilter; columns: string[] };

/** Reads an address. What cannot be read is left aside, so that an old link still opens. */
export function readLeadQuery(address: URLSearchParams): LeadQuery {
	const of = (name: string) => address.get(name)?.replaceAll("\0", "") || undefined;
	const filter = LeadFilter.parse({
		...{ state: of("state"), locationId: of("location"), ownerId: of("owner"), source: of("source"), q: of("q") },
	});
	return { filter, columns: columnsNamed(LEAD_COLUMNS, address) };
}

/** A query as the address's own: `readLeadQuery` reads it again. */
export function writeLeadQuery({ filter, columns }: { filter: LeadFilter; columns?: readonly string[] }): string {
	const { state, locationId, ownerId, source, q } = filter;
	const all = { state, location: locationId, owner: ownerId, source, q, columns: columns?.join(",") };
	const query = new URLSearchParams();
	for (const [name, value] of Object.entries(all)) if (value) query.set(name, value);
	return query.toString();
}

/** Whether a filter narrows anything. */
export function isNarrowed(filter: LeadFilter): boolean {
	return Object.values(filter).some((value) => value !== undefined);
}
