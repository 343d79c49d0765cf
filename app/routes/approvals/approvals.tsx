import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { APPROVAL_STATE_LABELS } from "#app/domain/workflows/approvals/schema.ts";
import { listApprovals } from "#app/domain/workflows/reading/approval-queries.ts";
import { readingPage } from "#app/doors/page.ts";
import { AreaTabs } from "#app/routes/runs/area-tabs.tsx";
import { APPROVAL_TONES } from "#app/routes/runs/run-tones.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Tabs } from "#app/ui/frame/tabs.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Approvals · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "approvals.view", async (ctx) => {
		const query = new URL(args.request.url).searchParams;
		const state = query.get("state") === "decided" ? ("decided" as const) : ("open" as const);
		const after = query.get("after") ?? undefined;
		return { ...(await listApprovals(ctx, { state, after })), state, isLater: after !== undefined };
	});

type Approval = ReturnType<typeof useLoaderData<typeof loader>>["data"][number];

export default function ApprovalsPage() {
	const { data, next, state, isLater } = useLoaderData<typeof loader>();
	useLiveRefresh(["approvals", "workflow-runs"]);
	const here = state === "open" ? "/approvals" : "/approvals?state=decided";
	const older = next && `/approvals?${new URLSearchParams({ state, after: next })}`;
	return (
		<Page
			title="Approvals"
			width="edge"
			search={null}
			above={
				<>
					<AreaTabs current="approvals" />
					<StateTabs state={state} />
				</>
			}
		>
			{data.length > 0 ? (
				<Table
					caption={
						state === "open" ? "Open approvals, those that wait for you first" : "Decided approvals, newest first"
					}
					rows={data}
					rowKey={({ id }) => id}
					name={{
						label: "What is asked",
						name: ({ title }) => title,
						href: ({ id }) => `/approvals/${id}`,
						note: ({ workflow }) => workflow.name,
					}}
					columns={state === "open" ? OPEN : DECIDED}
				/>
			) : (
				<EmptyState
					icon="check"
					title={state === "open" ? "Nothing waits for a yes or a no" : "Nothing was decided yet"}
					text="Where a workflow asks people whether it goes on, the question stands here with the data beside it."
				/>
			)}
			<Pager
				newer={isLater ? here : null}
				older={older}
				labels={state === "open" ? ["First", "More"] : ["Newer", "Older"]}
			/>
		</Page>
	);
}

function StateTabs({ state }: { state: "open" | "decided" }) {
	return (
		<Tabs
			label="State"
			tabs={[
				{ label: "Open", href: "/approvals", current: state === "open" },
				{ label: "Decided", href: "/approvals?state=decided", current: state === "decided" },
			]}
		/>
	);
}

const VOTES: Column<Approval> = {
	id: "votes",
	label: "Yes so far",
	end: true,
	named: true,
	cell: ({ given, needed }) => `${given} of ${needed}`,
};

const OPEN: Column<Approval>[] = [
	{
		id: "whose",
		label: "Waits for",
		cell: ({ isMine }) => (isMine ? <Status tone="warn">You</Status> : <span className="muted">Somebody else</span>),
	},
	VOTES,
	{
		id: "due",
		label: "Until",
		phone: false,
		cell: ({ dueAt }) => (dueAt ? <Time at={dueAt} /> : <span className="muted">Without end</span>),
	},
	{ id: "at", label: "Asked", end: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
];

const DECIDED: Column<Approval>[] = [
	{
		id: "state",
		label: "Outcome",
		cell: ({ state }) => <Status tone={APPROVAL_TONES[state]}>{APPROVAL_STATE_LABELS[state]}</Status>,
	},
	VOTES,
	{ id: "at", label: "Decided", end: true, cell: ({ decidedAt }) => decidedAt && <Time at={decidedAt} /> },
];
