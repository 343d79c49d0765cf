import { Link } from "@remix-run/react";
import { FILE_KINDS, KIND_LABELS } from "#app/domain/knowledge/schema.ts";
import { Select } from "#app/ui/forms/select.tsx";
import { FilterChips, FilterForm, ListBar } from "#app/ui/lists/list-parts.tsx";
import { filtersOf, type KnowledgeAddress, pathOf } from "./knowledge-address.ts";

type Named = { id: string; name: string };

/** What narrows the list or the search: a collection and a kind of file. Works by address alone. */
export function KnowledgeFilters({
	address,
	collections,
	chosen,
	canRestore,
}: {
	address: KnowledgeAddress;
	collections: readonly Named[];
	chosen: Named | null;
	canRestore: boolean;
}) {
	const { q, kind, isRemoved } = address;
	const kept = filtersOf(address);
	const chips = [
		...(isRemoved ? [{ label: "Removed", without: pathOf({ ...kept, isRemoved: false }) }] : []),
		...(chosen ? [{ label: `In ${chosen.name}`, without: pathOf({ ...kept, collection: undefined }) }] : []),
		...(kind ? [{ label: KIND_LABELS[kind], without: pathOf({ ...kept, kind: undefined }) }] : []),
	];
	const keep = { ...(q ? { q } : {}), ...(isRemoved ? { view: "removed" } : {}) };
	return (
		<ListBar>
			<FilterChips chips={chips} clear={pathOf({ q })}>
				<FilterForm action="/knowledge" keep={keep}>
					<Select
						label="Collection"
						empty="Any collection"
						inputProps={{ id: "filter-collection", name: "collection", defaultValue: chosen?.id ?? "" }}
						options={collections.map(({ id, name }) => ({ value: id, label: name }))}
					/>
					<Select
						label="Kind of file"
						empty="Any kind"
						inputProps={{ id: "filter-kind", name: "kind", defaultValue: kind ?? "" }}
						options={FILE_KINDS.filter((each) => each !== "unknown").map((each) => ({
							value: each,
							label: KIND_LABELS[each],
						}))}
					/>
				</FilterForm>
			</FilterChips>
			{canRestore && !isRemoved && q === "" && (
				<Link to={pathOf({ ...kept, isRemoved: true })} discover="none" className="btn btn-quiet btn-small">
					Removed documents
				</Link>
			)}
		</ListBar>
	);
}
