import type { Choice } from "#app/domain/leads/lists/board-queries.ts";
import { LEAD_STATES } from "#app/domain/leads/rules.ts";
import { LEAD_SOURCE_LABELS, LEAD_SOURCES, LEAD_STATE_LABELS, type LeadFilter } from "#app/domain/leads/schema.ts";
import { Select } from "#app/ui/forms/select.tsx";
import { FilterChips, FilterForm, ListBar } from "#app/ui/lists/list-parts.tsx";

/** The names under which a filter stands in the address. */
export function filterFrom(query: URLSearchParams): Record<keyof LeadFilter, string | undefined> {
	const of = (name: string) => query.get(name) || undefined;
	return { state: of("state"), locationId: of("location"), ownerId: of("owner"), source: of("source"), q: of("q") };
}

/** The address of a list with these filters. */
export function leadsPath(filter: LeadFilter, more: Record<string, string | null> = {}): string {
	const query = new URLSearchParams();
	const { state, locationId, ownerId, source, q } = filter;
	const all = { state, location: locationId, owner: ownerId, source, q, ...more };
	for (const [name, value] of Object.entries(all)) if (value) query.set(name, value);
	const text = query.toString();
	return text ? `/leads?${text}` : "/leads";
}

type FiltersProps = {
	filter: LeadFilter;
	locations: readonly Choice[];
	members: readonly Choice[];
	view: string | null;
};

/** The filters that apply, and the form that adds one; all of it lives in the address. */
export function LeadFilters({ filter, locations, members, view }: FiltersProps) {
	const nameIn = (list: readonly Choice[], id: string) => list.find((one) => one.id === id)?.name ?? "Unknown";
	const { state, locationId, ownerId, source, q } = filter;
	const chip = (label: string, name: keyof LeadFilter) => ({
		label,
		without: leadsPath({ ...filter, [name]: undefined }, { view }),
	});
	const chips = [
		...(q ? [chip(`Search: ${q}`, "q")] : []),
		...(state ? [chip(`State: ${LEAD_STATE_LABELS[state]}`, "state")] : []),
		...(locationId ? [chip(`Location: ${nameIn(locations, locationId)}`, "locationId")] : []),
		...(ownerId ? [chip(`Owner: ${ownerId === "none" ? "nobody" : nameIn(members, ownerId)}`, "ownerId")] : []),
		...(source ? [chip(`Source: ${LEAD_SOURCE_LABELS[source]}`, "source")] : []),
	];
	const options = (list: readonly Choice[]) => list.map(({ id, name }) => ({ value: id, label: name }));
	return (
		<ListBar>
			<FilterChips chips={chips} clear={leadsPath({}, { view })}>
				<FilterForm action="/leads" keep={{ ...(view ? { view } : {}), ...(q ? { q } : {}) }}>
					<Select
						label="State"
						empty="Any state"
						inputProps={{ name: "state", defaultValue: state }}
						options={LEAD_STATES.map((value) => ({ value, label: LEAD_STATE_LABELS[value] }))}
					/>
					<Select
						label="Location"
						empty="Any location"
						inputProps={{ name: "location", defaultValue: locationId }}
						options={options(locations)}
					/>
					<Select
						label="Owner"
						empty="Anybody"
						inputProps={{ name: "owner", defaultValue: ownerId }}
						options={[{ value: "none", label: "Nobody" }, ...options(members)]}
					/>
					<Select
						label="Source"
						empty="Any source"
						inputProps={{ name: "source", defaultValue: source }}
						options={LEAD_SOURCES.map((value) => ({ value, label: LEAD_SOURCE_LABELS[value] }))}
					/>
				</FilterForm>
			</FilterChips>
		</ListBar>
	);
}
