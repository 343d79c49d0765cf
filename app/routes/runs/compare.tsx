import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "#app/domain/identity/policy.ts";
import { compareDraft } from "#app/domain/workflows/comparing/compare-draft.ts";
import { getLatestComparison } from "#app/domain/workflows/comparing/latest-comparison.ts";
import { RUN_STATE_LABELS, type RunState } from "#app/domain/workflows/schema.ts";
import { form } from "#app/doors/form.ts";
import { readingPage } from "#app/doors/page.ts";
import { useProgress } from "#app/routes/crm/imports/use-progress.ts";
import { errorsOf } from "#app/routes/crm/records/typed.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { countOf, formatCount } from "#app/ui/lists/count.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Progress } from "#app/ui/signs/progress.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Try a draft on earlier runs · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "workflows.view", async (ctx) => ({
		...(await getLatestComparison(ctx, args.params.id ?? "")),
		mayEdit: can(ctx.actor, "workflows.edit"),
	}));

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.edit", schema: z.object({}) }, async (ctx) => {
		const id = args.params.id ?? "";
		await compareDraft(ctx, id);
		return { to: `/studio/${id}/compare` };
	});

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;
type Comparison = NonNullable<Shown["comparison"]>;

export default function ComparePage() {
	const { workflow, comparison, mayEdit } = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	const isGoing = comparison?.state === "running";
	useProgress(isGoing);
	useLiveRefresh([`workflow:${workflow.id}`]);
	const here = `/studio/${workflow.id}/compare`;
	return (
		<Page
			title="Try the draft on earlier runs"
			crumbs={[{ label: workflow.name, href: `/studio/${workflow.id}` }]}
			search={null}
			actions={
				mayEdit &&
				!isGoing && (
					<Form discover="none" method="post" action={here}>
						<SubmitButton>{comparison ? "Try draft again" : "Try draft"}</SubmitButton>
					</Form>
				)
			}
		>
			<ErrorSummary allErrors={{ "": Object.values(errorsOf(reply)).flat() }} />
			{comparison ? (
				<Result {...{ comparison, here }} draftVersion={workflow.draftVersion} />
			) : (
				<EmptyState
					icon="activity"
					title="The draft was not tried yet"
					text="The draft goes through what the runs of the last month began with, and you see which of them would have gone otherwise. Nothing leaves and nothing changes: what was done outside is taken from the record."
				/>
			)}
		</Page>
	);
}

function Result({ comparison, draftVersion, here }: { comparison: Comparison; draftVersion: number; here: string }) {
	const { state, looked, total, differing, results, error, createdAt } = comparison;
	const isGoing = state === "running";
	return (
		<>
			<p className="muted">
				Asked for <Time at={createdAt} />. Nothing left and nothing was changed.
			</p>
			{comparison.draftVersion !== draftVersion && (
				<Notice tone="warn" title="The draft was saved since.">
					This is how it was before. Try it again to see what it does now.
				</Notice>
			)}
			{error && <Notice tone="bad">{error}</Notice>}
			{total === 0 ? (
				<p>No run of the last month has ended yet, so there is nothing to try the draft on.</p>
			) : (
				<Progress label="Runs looked at" done={looked} total={isGoing ? total : looked} />
			)}
			{isGoing && (
				<noscript>
					<p>
						<a href={here}>See how far it is</a>
					</p>
				</noscript>
			)}
			{looked > 0 && (
				<Section title={findingOf(comparison)}>
					<Differences results={results} />
					{differing > results.length && (
						<p className="muted">The first {formatCount(results.length)} of them are shown.</p>
					)}
				</Section>
			)}
		</>
	);
}

function findingOf({ looked, differing }: Comparison): string {
	if (differing === 0) return `All ${countOf(looked, "run")} would have gone the same way`;
	return `${formatCount(differing)} of ${countOf(looked, "run")} would have gone otherwise`;
}

function Differences({ results }: { results: Comparison["results"] }) {
	if (results.length === 0) return null;
	return (
		<ul className="stack">
			{results.map(({ run, at, outcome, changes }) => (
				<li key={run}>
					<Link to={`/runs/${run}`} discover="none">
						The run of <Time at={at} as="exact" />
					</Link>
					{outcome && <p>{`It ${outcomeWords(outcome[0])}; it would be: ${outcomeWords(outcome[1])}.`}</p>}
					<ul>
						{changes.map((change) => (
							<li key={change}>{change}</li>
						))}
					</ul>
				</li>
			))}
		</ul>
	);
}

const outcomeWords = (state: string) =>
	state === "endless" ? "going round without an end" : (RUN_STATE_LABELS[state as RunState] ?? state).toLowerCase();
