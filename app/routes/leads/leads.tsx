import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import {
	type BoardColumnData,
	type LeadPage,
	listBoardColumns,
	listChoices,
	listLeadPage,
} from "#app/domain/leads/lists/board-queries.ts";
import { LeadFilter } from "#app/domain/leads/schema.ts";
import { page } from "#app/doors/page.ts";
import { ExportLinks } from "#app/routes/crm/exports/export-links.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { LeadBoard } from "./lead-board.tsx";
import { filterFrom, LeadFilters, leadsPath } from "./lead-filters.tsx";
import { LeadsTable } from "./leads-table.tsx";

export const meta = () => [{ title: "Leads · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "leads.view", async (ctx) => {
		const query = new URL(args.request.url).searchParams;
		const filter = LeadFilter.parse(filterFrom(query));
		const canExport = can(ctx.actor, "records.export");
		if (query.get("view") === "board") {
			return {
				filter,
				canExport,
				...(await listChoices(ctx)),
				list: null,
				columns: await listBoardColumns(ctx, filter),
			};
		}
		const key = { before: query.get("before") ?? undefined, after: query.get("after") ?? undefined };
		return { filter, canExport, ...(await listLeadPage(ctx, filter, key)), columns: null };
	});

export default function LeadsPage() {
	const { filter, locations, members, list, columns, canExport } = useLoaderData<typeof loader>();
	useLiveRefresh(["leads"]);
	const view = columns ? "board" : null;
	return (
		<Page
			title="Leads"
			{...(list ? { count: list.count } : {})}
			width="edge"
			search={{
				action: "/leads",
				label: "Search leads",
				...(filter.q ? { value: filter.q } : {}),
				keep: kept(filter, view),
			}}
			actions={
				<>
					{canExport && <ExportLinks list="leads" query={leadsPath(filter).split("?")[1] ?? ""} />}
					<ButtonLink to="/leads/figures" icon="chart">
						Figures
					</ButtonLink>
					<ButtonLink to="/leads/new" tone="primary" icon="plus">
						New lead
					</ButtonLink>
				</>
			}
			above={
				<Tabs
					label="View"
					tabs={[
						{ label: "Table", href: leadsPath(filter), current: !columns },
						{ label: "Board", href: leadsPath({ ...filter, state: undefined }, { view: "board" }), current: !!columns },
					]}
				/>
			}
		>
			<LeadFilters {...{ filter, locations, members, view }} />
			{columns ? (
				<LeadBoard columns={columns as BoardColumnData[]} />
			) : (
				<TableView list={list as LeadPage} filter={filter} />
			)}
		</Page>
	);
}

function TableView({ list, filter }: { list: LeadPage; filter: LeadFilter }) {
	const isFiltered = Object.values(filter).some((value) => value !== undefined);
	if (list.rows.length === 0 && isFiltered) {
		return <EmptySearch {...(filter.q ? { asked: filter.q } : {})} clear="/leads" />;
	}
	if (list.rows.length === 0) {
		return (
			<EmptyState
				icon="people"
				title="No leads yet"
				text="A request from your shop system, a form or a chat becomes a lead here, and its first message goes out within a minute."
			>
				<ButtonLink to="/leads/new" tone="primary">
					New lead
				</ButtonLink>
			</EmptyState>
		);
	}
	return (
		<>
			<LeadsTable rows={list.rows} />
			<Pager
				newer={list.newer && leadsPath(filter, { after: list.newer })}
				older={list.older && leadsPath(filter, { before: list.older })}
			/>
		</>
	);
}

/** What a search keeps of the address. */
function kept({ state, locationId, ownerId, source }: LeadFilter, view: string | null): Record<string, string> {
	const all = { state, location: locationId, owner: ownerId, source, view };
	return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
