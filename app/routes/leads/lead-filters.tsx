import type { ReactNode } from "react";
import type { Choice } from "#app/domain/leads/lists/board-queries.ts";
import { type LeadQuery, writeLeadQuery } from "#app/domain/leads/lists/lead-query.ts";
import { LEAD_STATES } from "#app/domain/leads/rules.ts";
import { LEAD_SOURCE_LABELS, LEAD_SOURCES, LEAD_STATE_LABELS, type LeadFilter } from "#app/domain/leads/schema.ts";
import { listPath } from "#app/routes/crm/lists/list-path.ts";
import { Select } from "#app/ui/forms/select.tsx";
import { FilterChips, FilterForm, ListBar } from "#app/ui/lists/list-parts.tsx";

/** The address of the list with this question, and what else is to be in it. */
export function leadsPath(
	query: Parameters<typeof writeLeadQuery>[0],
	more: Record<string, string | null> = {},
): string {
	return listPath("lead", writeLeadQuery(query), more);
}

type FiltersProps = {
	query: LeadQuery;
	locations: readonly Choice[];
	members: readonly Choice[];
	/** A saved view's id, or `board`. */
	view: string | null;
	/** What stands beside the filters: the choice of columns. */
	children?: ReactNode;
};

/** The filters that apply, and the form that adds one; all of it lives in the address. */
export function LeadFilters({ query: { filter, columns }, locations, members, view, children }: FiltersProps) {
	const nameIn = (list: readonly Choice[], id: string) => list.find((one) => one.id === id)?.name ?? "Unknown";
	const { state, locationId, ownerId, source, q } = filter;
	const chip = (label: string, name: keyof LeadFilter) => ({
		label,
		without: leadsPath({ filter: { ...filter, [name]: undefined }, columns }, { view }),
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
			<FilterChips chips={chips} clear={leadsPath({ filter: {}, columns }, { view })}>
				<FilterForm action="/leads" keep={keptOf({ filter: q ? { q } : {}, columns }, view)}>
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
				{children}
			</FilterChips>
		</ListBar>
	);
}

/** What of the address a form by GET carries along, by name. */
export function keptOf(query: Parameters<typeof writeLeadQuery>[0], view: string | null): Record<string, string> {
	return { ...Object.fromEntries(new URLSearchParams(writeLeadQuery(query))), ...(view ? { view } : {}) };
}
