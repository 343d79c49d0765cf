import { shownColumns } from "#app/domain/crm/lists/shown-columns.ts";
import { CUSTOMER, LEAD_COLUMNS } from "#app/domain/leads/lists/lead-columns.ts";
import { isNarrowed, type LeadQuery, writeLeadQuery } from "#app/domain/leads/lists/lead-query.ts";
import type { LeadPage } from "#app/domain/leads/lists/lead-table-queries.ts";
import { ListTable } from "#app/routes/crm/lists/list-table.tsx";
import { LIST_WORDS } from "#app/routes/crm/lists/list-words.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { BulkBar, Pager, Selection } from "#app/ui/lists/list-parts.tsx";
import { leadsPath } from "./lead-filters.tsx";

export type ListShown = LeadPage;
type Props = { list: LeadPage; query: LeadQuery; view: string | null; mayEdit: boolean; mayExport: boolean };

/** The table of leads, with what can be done with those ticked. */
export function LeadList({ list, query, view, mayEdit, mayExport }: Props) {
	const { filter } = query;
	const words = LIST_WORDS.lead;
	if (list.rows.length === 0 && isNarrowed(filter)) {
		return <EmptySearch {...(filter.q ? { asked: filter.q } : {})} clear={leadsPath({ ...query, filter: {} })} />;
	}
	if (list.rows.length === 0) {
		return (
			<EmptyState icon={words.icon} title={words.emptyTitle} text={words.empty}>
				{mayEdit && (
					<ButtonLink to="/leads/new" tone="primary">
						{words.create}
					</ButtonLink>
				)}
			</EmptyState>
		);
	}
	const form = mayEdit || mayExport ? "bulk" : undefined;
	return (
		<Selection>
			<ListTable
				type="lead"
				caption="Leads, newest first"
				name={CUSTOMER}
				rows={list.rows}
				columns={shownColumns(LEAD_COLUMNS, query)}
				isChosen={query.columns.length > 0}
				form={form}
			/>
			{form && <LeadActs list={list} query={query} mayEdit={mayEdit} mayExport={mayExport} />}
			<Pager
				newer={list.newer && leadsPath(query, { view, after: list.newer })}
				older={list.older && leadsPath(query, { view, before: list.older })}
			/>
		</Selection>
	);
}

/** What can be done with the ticked leads, or with all that match. The next page names act and count. */
function LeadActs({ list, query, mayEdit, mayExport }: Omit<Props, "view">) {
	const isAll = list.older !== null || list.newer !== null;
	const columns = query.columns.join(",");
	const all = isAll ? { ...list.count, token: `all?${writeLeadQuery({ filter: query.filter })}` } : undefined;
	return (
		<BulkBar form="bulk" action="/leads/batches/new" {...(all ? { all } : {})}>
			{columns && <input type="hidden" name="columns" value={columns} />}
			{mayEdit && (
				<>
					<SubmitButton tone="plain" small name="act" value="assign">
						Assign
					</SubmitButton>
					<SubmitButton tone="plain" small name="act" value="move">
						Move to state
					</SubmitButton>
					<SubmitButton tone="plain" small name="act" value="pause">
						Pause touches
					</SubmitButton>
					<SubmitButton tone="plain" small name="act" value="resume">
						Resume touches
					</SubmitButton>
				</>
			)}
			{mayExport && (
				<SubmitButton tone="plain" small name="act" value="export">
					Export
				</SubmitButton>
			)}
		</BulkBar>
	);
}
