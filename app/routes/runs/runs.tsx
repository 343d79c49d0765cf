import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { listRuns } from "#app/domain/workflows/reading/run-list.ts";
import { listWorkflowNames } from "#app/domain/workflows/reading/workflow-names.ts";
import { RUN_STATE_LABELS, RUN_STATES } from "#app/domain/workflows/schema.ts";
import { readingPage } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Select } from "#app/ui/forms/select.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { FilterChips, FilterForm, ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Badge, Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { AreaTabs } from "./area-tabs.tsx";
import { RUN_TONES } from "./run-tones.ts";
import { lengthBetween } from "./step-words.ts";

export const meta = () => [{ title: "Runs · Perigee" }];

// What cannot be asked for is not asked for: an address is typed or old.
const Asked = z.object({
	workflow: z.uuid().optional().catch(undefined),
	state: z.enum(RUN_STATES).optional().catch(undefined),
	subject: z.uuid().optional().catch(undefined),
	after: z.uuid().optional().catch(undefined),
});
type Asked = z.infer<typeof Asked>;

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "workflows.view", async (ctx) => {
		const asked = Asked.parse(Object.fromEntries(new URL(args.request.url).searchParams));
		const { workflow, subject, ...filter } = asked;
		return {
			asked,
			...(await listRuns(ctx, { ...filter, workflowId: workflow, subjectId: subject })),
			workflows: await listWorkflowNames(ctx, workflow ? [workflow] : []),
		};
	});

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;
type Run = Shown["data"][number];

export default function RunsPage() {
	const { data, next, asked, workflows } = useLoaderData<typeof loader>();
	useLiveRefresh(["workflow-runs"]);
	const { after, ...filter } = asked;
	return (
		<Page title="Runs" width="edge" search={null} above={<AreaTabs current="runs" />}>
			<Filters filter={filter} workflows={workflows} />
			{data.length > 0 ? (
				<Table
					caption="Runs, newest first"
					rows={data}
					rowKey={({ id }) => id}
					name={{
						label: "Workflow",
						name: ({ workflow }) => workflow.name,
						href: ({ id }) => `/runs/${id}`,
						note: ({ error, subject }) =>
							error ?? (subject ? (subject.name ?? `A ${subject.type} that is gone`) : null),
					}}
					columns={COLUMNS}
				/>
			) : (
				<NoRuns isNarrowed={Object.values(asked).some((value) => value !== undefined)} />
			)}
			<Pager newer={after ? runsPath(filter) : null} older={next && runsPath({ ...filter, after: next })} />
		</Page>
	);
}

function NoRuns({ isNarrowed }: { isNarrowed: boolean }) {
	if (isNarrowed) return <EmptySearch clear="/runs" />;
	return (
		<EmptyState
			icon="workflow"
			title="No runs yet"
			text="Each time a workflow is begun, by hand or by what happens, its run stands here with every step and how it ended."
		/>
	);
}

const COLUMNS: Column<Run>[] = [
	{
		id: "state",
		label: "State",
		cell: ({ state, isDry }) => (
			<>
				<Status tone={RUN_TONES[state]}>{RUN_STATE_LABELS[state]}</Status> {isDry && <Badge>trial</Badge>}
			</>
		),
	},
	{ id: "by", label: "Started by", phone: false, cell: ({ startedBy }) => startedBy },
	{ id: "version", label: "Version", phone: false, end: true, cell: ({ version }) => version },
	{
		id: "took",
		label: "Took",
		phone: false,
		end: true,
		cell: ({ createdAt, endedAt }) =>
			endedAt ? lengthBetween(createdAt, endedAt) : <span className="muted">Still going</span>,
	},
	{ id: "at", label: "Started", end: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
];

function Filters({ filter, workflows }: { filter: Omit<Asked, "after">; workflows: Shown["workflows"] }) {
	const { workflow, state, subject } = filter;
	const name = workflows.list.find(({ id }) => id === workflow)?.name;
	const without = (part: keyof Asked) => runsPath({ ...filter, [part]: undefined });
	const chips = [
		...(workflow ? [{ label: `Workflow: ${name ?? "one that is gone"}`, without: without("workflow") }] : []),
		...(state ? [{ label: RUN_STATE_LABELS[state], without: without("state") }] : []),
		...(subject ? [{ label: "About one record", without: without("subject") }] : []),
	];
	return (
		<ListBar>
			<FilterChips chips={chips} clear="/runs">
				<FilterForm action="/runs" keep={subject ? { subject } : {}}>
					<Select
						label="Workflow"
						empty="Every workflow"
						inputProps={{ name: "workflow", defaultValue: workflow }}
						options={workflows.list.map(({ id, name: label }) => ({ value: id, label }))}
						{...(workflows.isWhole
							? {}
							: { help: "There are more than can be listed; a workflow's own page leads to its runs." })}
					/>
					<Select
						label="State"
						empty="Any state"
						inputProps={{ name: "state", defaultValue: state }}
						options={RUN_STATES.map((value) => ({ value, label: RUN_STATE_LABELS[value] }))}
					/>
				</FilterForm>
			</FilterChips>
		</ListBar>
	);
}

/** The address of the list with these filters. */
function runsPath(filter: Asked): string {
	const entries = Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1]));
	const query = new URLSearchParams(entries).toString();
	return query ? `/runs?${query}` : "/runs";
}
