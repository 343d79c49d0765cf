import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { TOUCHES, type Touch } from "#app/domain/crm/imports/schema.ts";
import { listTouched, type Touched } from "#app/domain/crm/imports/touched-queries.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { page } from "#app/doors/page.ts";
import { EventDetails } from "#app/routes/audit/event-sentence.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";

export const meta = () => [{ title: "Records of an import · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "records.import", async (ctx, { timeZone: zone, org: { currency } }) => {
		const id = args.params.id ?? "";
		const address = new URL(args.request.url).searchParams;
		const act = TOUCHES.find((one) => one === address.get("act")) ?? "created";
		const after = address.get("after") ?? undefined;
		return { id, act, after, ...(await listTouched(ctx, id, { act, after, zone, currency })) };
	});

const LABELS: Readonly<Record<Touch, string>> = {
	created: "Created",
	updated: "Updated",
	left: "Left as they were by undoing",
};

const EMPTY: Readonly<Record<Touch, string>> = {
	created: "This import created nothing.",
	updated: "This import changed nothing that was here.",
	left: "Undoing left nothing as it was, or was not asked for.",
};

/** What an import did, record by record, each with a link: created, updated, and left by its undoing. */
export default function ImportRecords() {
	const { id, act, after, title, rows, next } = useLoaderData<typeof loader>();
	const path = (more: Record<string, string>) => `/imports/${id}/records?${new URLSearchParams({ act, ...more })}`;
	return (
		<Page
			title="Records of an import"
			crumbs={[
				{ label: "Imports", href: "/imports" },
				{ label: title, href: `/imports/${id}` },
			]}
			width="edge"
			search={null}
			above={
				<Tabs
					label="What became of them"
					tabs={TOUCHES.map((each) => ({ label: LABELS[each], href: path({ act: each }), current: each === act }))}
				/>
			}
		>
			{rows.length === 0 ? <EmptyState title="Nothing here" text={EMPTY[act]} /> : <Rows act={act} rows={rows} />}
			<Pager labels={["To the first", "More"]} newer={after ? path({}) : null} older={next && path({ after: next })} />
		</Page>
	);
}

function Rows({ act, rows }: { act: Touch; rows: readonly Touched[] }) {
	return (
		<Table
			caption={LABELS[act]}
			rows={rows}
			rowKey={({ id }) => id}
			name={{ label: "Name", name: ({ name }) => name, href: ({ type, id }) => recordPath(type, id) }}
			columns={
				act === "created"
					? []
					: [
							{
								id: "what",
								label: act === "left" ? "What was left" : "What changed",
								cell: ({ details }) => <What act={act} details={details} />,
							},
						]
			}
		/>
	);
}

function What({ act, details }: { act: Touch } & Pick<Touched, "details">) {
	if (details.length > 0) return <EventDetails details={details} />;
	return act === "left" ? "Somebody changed it since, or something hangs on it by now." : "";
}
