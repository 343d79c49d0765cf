import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listGuidedSteps } from "#app/domain/workflows/guided/guided-queries.ts";
import { nameRunSubjects, runSubject } from "#app/domain/workflows/reading/run-list.ts";
import { readingPage } from "#app/doors/page.ts";
import { AreaTabs } from "#app/routes/runs/area-tabs.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { ListBar } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Guided steps · Perigee" }];

const MOST = 100;

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "approvals.view", async (ctx, member) => {
		const steps = await listGuidedSteps(ctx, { memberId: member.org.memberId, limit: MOST });
		const names = await nameRunSubjects(
			ctx,
			steps.flatMap(({ subject }) => subject?.id ?? []),
		);
		return {
			isFull: steps.length === MOST,
			steps: steps.map(({ stepId, title, workflow, subject, member: whose, since }) => ({
				...{ id: stepId, title, workflow: workflow.name, isOwn: whose !== "", since },
				subject: subject && runSubject({ subject_type: subject.type, subject_id: subject.id }, names),
			})),
		};
	});

type Step = ReturnType<typeof useLoaderData<typeof loader>>["steps"][number];

export default function GuidedListPage() {
	const { steps, isFull } = useLoaderData<typeof loader>();
	useLiveRefresh(["workflow-runs"]);
	return (
		<Page title="Guided steps" width="edge" search={null} above={<AreaTabs current="guided" />}>
			{isFull && <ListBar>The {MOST} that have waited longest are shown.</ListBar>}
			{steps.length > 0 ? (
				<Table
					caption="Guided steps that wait for you or for anybody, the longest first"
					rows={steps}
					rowKey={({ id }) => id}
					name={{
						label: "What is to be done",
						name: ({ title }) => title,
						href: ({ id }) => `/guided/${id}`,
						note: ({ workflow, subject }) => (subject?.name ? `${workflow}, ${subject.name}` : workflow),
					}}
					columns={COLUMNS}
				/>
			) : (
				<EmptyState
					icon="check"
					title="Nothing waits for you"
					text="Where a workflow asks a person to do something by its instructions, the step stands here until it is done."
				/>
			)}
		</Page>
	);
}

const COLUMNS: Column<Step>[] = [
	{ id: "for", label: "For", phone: false, cell: ({ isOwn }) => (isOwn ? "You" : "Anybody") },
	{ id: "since", label: "Waits since", end: true, cell: ({ since }) => <Time at={since} /> },
];
