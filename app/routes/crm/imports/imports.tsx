import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listImports } from "#app/domain/crm/imports/import-queries.ts";
import { IMPORT_NOUNS } from "#app/domain/crm/imports/schema.ts";
import { page } from "#app/doors/page.ts";
import { CrmTabs } from "#app/routes/crm/crm-tabs.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { formatCount } from "#app/ui/lists/count.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { STATE_LABELS, STATE_TONES } from "./import-words.ts";

export const meta = () => [{ title: "Imports · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "records.import", async (ctx) => {
		const before = new URL(args.request.url).searchParams.get("before") ?? undefined;
		const { data, next } = await listImports(ctx, before);
		return {
			next,
			isLater: before !== undefined,
			imports: data.map(({ id, rows, title, state, counts, memberName, createdAt }) => ({
				...{ id, rows, title, state, counts, memberName, createdAt },
			})),
		};
	});

type Row = ReturnType<typeof useLoaderData<typeof loader>>["imports"][number];

const COLUMNS: Column<Row>[] = [
	{
		id: "state",
		label: "State",
		cell: ({ state }) => <Status tone={STATE_TONES[state]}>{STATE_LABELS[state]}</Status>,
	},
	{ id: "rows", label: "Records", phone: false, cell: ({ rows }) => IMPORT_NOUNS[rows].many },
	...(["created", "updated", "skipped", "refused"] as const).map((verdict) => ({
		id: verdict,
		label: verdict[0]!.toUpperCase() + verdict.slice(1),
		end: true,
		phone: false,
		cell: ({ counts }: Row) => formatCount(counts[verdict]),
	})),
	{ id: "by", label: "By", phone: false, cell: ({ memberName }) => memberName },
	{ id: "when", label: "Begun", end: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
];

export default function Imports() {
	const { imports, next, isLater } = useLoaderData<typeof loader>();
	useLiveRefresh(["batchs"]);
	return (
		<Page
			title="Imports"
			crumbs={[{ label: "Contacts", href: "/contacts" }]}
			width="edge"
			above={<CrmTabs current="contact" />}
			actions={
				<ButtonLink to="/imports/new" tone="primary" icon="upload">
					Import a file
				</ButtonLink>
			}
		>
			{imports.length > 0 ? (
				<Table
					caption="Imports, newest first"
					rows={imports}
					rowKey={(row) => row.id}
					name={{ label: "File", name: (row) => row.title, href: (row) => `/imports/${row.id}` }}
					columns={COLUMNS}
				/>
			) : (
				<EmptyState
					icon="upload"
					title="No imports yet"
					text="Bring contacts, accounts, deals, projects, contracts and stakeholders from a spreadsheet or another system. You see what would happen before anything does, and a whole import can be undone."
				>
					<ButtonLink to="/imports/new" tone="primary">
						Import a file
					</ButtonLink>
				</EmptyState>
			)}
			<Pager newer={isLater ? "/imports" : null} older={next && `/imports?before=${next}`} />
		</Page>
	);
}
