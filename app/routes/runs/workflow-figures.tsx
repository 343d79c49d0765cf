import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { FIGURE_DAYS, getWorkflowFigures, MOST_COUNTED } from "#app/domain/workflows/reading/workflow-figures.ts";
import { readingPage } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { countOf, formatCount } from "#app/ui/lists/count.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { shortLength } from "./step-words.ts";

export const meta = () => [{ title: "Workflow figures · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "workflows.view", async (ctx) => ({
		figures: await getWorkflowFigures(ctx, args.params.id ?? ""),
		days: FIGURE_DAYS,
		most: MOST_COUNTED,
	}));

type Figures = ReturnType<typeof useLoaderData<typeof loader>>["figures"];

export default function WorkflowFiguresPage() {
	const { figures, days, most } = useLoaderData<typeof loader>();
	const { workflow, runs, isMore, failing, nodes, timedRuns } = figures;
	useLiveRefresh([`workflow:${workflow.id}`]);
	return (
		<Page
			title={`Figures of ${workflow.name}`}
			crumbs={[{ label: workflow.name, href: `/studio/${workflow.id}` }]}
			search={null}
			actions={<ButtonLink to={`/runs?workflow=${workflow.id}`}>Its runs</ButtonLink>}
		>
			<div className="decision">
				<p className="muted">
					The last {days} days, without runs on trial.
					{isMore && ` There were more than ${formatCount(most)} runs; the newest ${formatCount(most)} are counted.`}
				</p>
				{failing && <Failing failing={failing} workflowId={workflow.id} />}
			</div>
			{runs === 0 ? (
				<EmptyState
					icon="chart"
					title="No runs in the last 30 days"
					text="How often it ran, how many succeeded and how long each step took stands here once it has run."
				/>
			) : (
				<>
					<Section title={rateFinding(figures)}>
						<Totals figures={figures} />
					</Section>
					{nodes.length > 0 && (
						<Section title={slowestFinding(figures)}>
							<Nodes nodes={nodes} />
							<p className="muted">
								From the {timedRuns === 1 ? "one run" : `newest ${formatCount(timedRuns)} runs`} that ended. The time of
								a step is from its beginning to its end, waits included.
							</p>
						</Section>
					)}
				</>
			)}
		</Page>
	);
}

function rateFinding({ successRate, succeeded, failed }: Figures): string {
	if (successRate === null) return "No run has succeeded or failed yet";
	return `${percent(successRate)} of ${countOf(succeeded + failed, "run")} succeeded`;
}

/** Rounded down, so that 100 % means all. */
const percent = (rate: number) => `${Math.floor(rate * 100)} %`;

function slowestFinding({ nodes }: Figures): string {
	const slowest = [...nodes].sort((one, other) => other.medianMs - one.medianMs)[0];
	return slowest && slowest.medianMs >= 1_000
		? `“${slowest.name}” takes longest: ${shortLength(slowest.medianMs)} in the middle`
		: "No step takes a second in the middle";
}

function Failing({ failing, workflowId }: { failing: NonNullable<Figures["failing"]>; workflowId: string }) {
	return (
		<Notice tone="bad" title={`${countOf(failing.runs, "run")} failed at “${failing.name}”.`}>
			The last one, <Time at={failing.at} />: {failing.error || "it did not say why."}{" "}
			<span className="cluster">
				<Link to={`/runs/${failing.runId}`} discover="none">
					Open that run
				</Link>
				<Link to={`/runs?workflow=${workflowId}&state=failed`} discover="none">
					All failed runs
				</Link>
			</span>
		</Notice>
	);
}

function Totals({ figures }: { figures: Figures }) {
	const { runs, isMore, succeeded, failed, cancelled, going, medianMs, p95Ms } = figures;
	return (
		<DescriptionList
			facts={[
				{ label: "Runs", value: formatCount(runs, isMore) },
				{ label: "Succeeded", value: formatCount(succeeded) },
				{ label: "Failed", value: formatCount(failed) },
				{ label: "Cancelled", value: formatCount(cancelled) },
				{ label: "Still going", value: formatCount(going) },
				{ label: "Half take at most", value: medianMs === null ? null : shortLength(medianMs) },
				{ label: "95 of 100 take at most", value: p95Ms === null ? null : shortLength(p95Ms) },
			]}
		/>
	);
}

function Nodes({ nodes }: { nodes: Figures["nodes"] }) {
	return (
		<table className="table">
			<caption className="hidden-text">By step, in the order in which they were drawn</caption>
			<thead>
				<tr>
					<th scope="col">Step</th>
					<th scope="col" className="end">
						Done
					</th>
					<th scope="col" className="end">
						Failed
					</th>
					<th scope="col" className="end">
						Median
					</th>
					<th scope="col" className="end phone-off">
						95th percentile
					</th>
				</tr>
			</thead>
			<tbody>
				{nodes.map(({ node, name, done, failed, medianMs, p95Ms, lastError }) => (
					<tr key={node}>
						<th scope="row">
							{name}
							{lastError && <small>{lastError}</small>}
						</th>
						<td className="end" data-label="Done">
							{formatCount(done)}
						</td>
						<td className="end" data-label="Failed">
							{formatCount(failed)}
						</td>
						<td className="end" data-label="Median">
							{shortLength(medianMs)}
						</td>
						<td className="end phone-off">{shortLength(p95Ms)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
