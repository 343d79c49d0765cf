import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { shownColumns } from "#app/domain/crm/lists/shown-columns.ts";
import { can } from "#app/domain/identity/policy.ts";
import { type BoardColumnData, listBoardColumns, listChoices } from "#app/domain/leads/lists/board-queries.ts";
import { LEAD_COLUMNS } from "#app/domain/leads/lists/lead-columns.ts";
import { readLeadQuery, writeLeadQuery } from "#app/domain/leads/lists/lead-query.ts";
import { readKey } from "#app/domain/leads/lists/lead-rows.ts";
import { listLeadPage } from "#app/domain/leads/lists/lead-table-queries.ts";
import { readingPage } from "#app/doors/page.ts";
import { ExportLinks } from "#app/routes/crm/exports/export-links.tsx";
import { ColumnChoice } from "#app/routes/crm/lists/column-choice.tsx";
import { listPath } from "#app/routes/crm/lists/list-path.ts";
import { ViewTabs } from "#app/routes/crm/lists/view-tabs.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { LeadBoard } from "./lead-board.tsx";
import { keptOf, LeadFilters, leadsPath } from "./lead-filters.tsx";
import { LeadList, type ListShown } from "./lead-list.tsx";

export const meta = () => [{ title: "Leads · Perigee" }];

/** The table in one query; the board in three. */
export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "leads.view", async (ctx) => {
		const address = new URL(args.request.url).searchParams;
		address.delete("_data");
		const query = readLeadQuery(address);
		const view = address.get("view")?.slice(0, 40) || null;
		const may = { mayExport: can(ctx.actor, "records.export"), mayEdit: can(ctx.actor, "leads.edit") };
		if (view === "board") {
			const columns = await listBoardColumns(ctx, query.filter);
			return { query, view, ...may, ...(await listChoices(ctx)), columns, shown: null };
		}
		const shown = shownColumns(LEAD_COLUMNS, query);
		const { locations, members, ...read } = await listLeadPage(ctx, {
			...{ filter: query.filter, shown, key: readKey(address) },
		});
		// A list without a question opens with the member's own default.
		const opens = [...address].length === 0 && read.views.find(({ id }) => id === read.opensWith);
		if (opens) throw redirect(listPath("lead", opens.query, { view: opens.id }));
		return { query, view, ...may, locations, members, columns: null, shown: read };
	});

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

export default function LeadsPage() {
	const data = useLoaderData<typeof loader>();
	const { query, view, columns, shown, mayExport, mayEdit } = data;
	useLiveRefresh(["leads"]);
	const { filter } = query;
	return (
		<Page
			title="Leads"
			{...(shown ? { count: shown.list.count } : {})}
			width="edge"
			search={{
				...{ action: "/leads", label: "Search leads" },
				...(filter.q ? { value: filter.q } : {}),
				keep: keptOf({ ...query, filter: { ...filter, q: undefined } }, view),
			}}
			actions={<Actions mayExport={mayExport} mayEdit={mayEdit} asked={writeLeadQuery(query)} />}
			above={<Views data={data} />}
		>
			<Narrowing data={data} />
			{columns ? (
				<LeadBoard columns={columns as BoardColumnData[]} />
			) : (
				<LeadList list={shown?.list as ListShown} {...{ query, view, mayEdit, mayExport }} />
			)}
		</Page>
	);
}

/** The table or the board, and over the table the views that are kept of it. */
function Views({ data: { query, view, columns, shown } }: { data: Data }) {
	const board = { ...query.filter, state: undefined };
	return (
		<>
			<Tabs
				label="View"
				tabs={[
					{ label: "Table", href: leadsPath(query), current: !columns },
					{ label: "Board", href: leadsPath({ filter: board }, { view: "board" }), current: !!columns },
				]}
			/>
			{shown && (
				<ViewTabs
					type="lead"
					asked={writeLeadQuery(query)}
					view={view ?? undefined}
					views={shown.views}
					opensWith={shown.opensWith}
				/>
			)}
		</>
	);
}

/** The filters, and beside them what the table alone has. */
function Narrowing({ data: { query, view, locations, members, shown, mayEdit } }: { data: Data }) {
	return (
		<LeadFilters {...{ query, locations, members, view }}>
			{shown && (
				<ColumnChoice
					type="lead"
					columns={LEAD_COLUMNS}
					chosen={query.columns}
					asked={writeLeadQuery({ filter: query.filter })}
					view={view ?? undefined}
				/>
			)}
			{shown && mayEdit && (
				<Link to="/batches" discover="none" className="btn btn-small btn-quiet">
					Batches
				</Link>
			)}
		</LeadFilters>
	);
}

function Actions({ mayExport, mayEdit, asked }: { mayExport: boolean; mayEdit: boolean; asked: string }) {
	return (
		<>
			{mayExport && <ExportLinks list="leads" query={asked} />}
			<ButtonLink to="/leads/figures" icon="chart">
				Figures
			</ButtonLink>
			{mayEdit && (
				<ButtonLink to="/leads/new" tone="primary" icon="plus">
					New lead
				</ButtonLink>
			)}
		</>
	);
}
