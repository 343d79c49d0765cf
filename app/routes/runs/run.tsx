import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { getRun } from "#app/domain/workflows/reading/get-run.ts";
import { listRunSteps } from "#app/domain/workflows/reading/run-steps.ts";
import { RUN_STATE_LABELS } from "#app/domain/workflows/schema.ts";
import { readingPage } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { KeptValues } from "./kept-json.tsx";
import { namedNodes } from "./run-data.ts";
import { RunFacts } from "./run-facts.tsx";
import { RunStory } from "./run-story.tsx";
import { RUN_TONES } from "./run-tones.ts";
import { adviceFor } from "./step-words.ts";

export const meta = () => [{ title: "Run · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "workflows.view", async (ctx) => {
		const after = new URL(args.request.url).searchParams.get("after") ?? undefined;
		const { graph, ...run } = await getRun(ctx, args.params.id ?? "");
		return {
			run,
			nodes: namedNodes(graph),
			steps: await listRunSteps(ctx, run.id, { after }),
			isLater: after !== undefined,
			mayRun: can(ctx.actor, "workflows.run"),
			mayEdit: can(ctx.actor, "workflows.edit"),
			maySet: can(ctx.actor, "organisation.edit"),
			mayReadMail: can(ctx.actor, "messages.view"),
			mayAnswer: can(ctx.actor, "approvals.view"),
		};
	});

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

export default function RunPage() {
	const shown = useLoaderData<typeof loader>();
	const { run, nodes, steps, isLater, mayAnswer, mayReadMail } = shown;
	useLiveRefresh([`workflow-run:${run.id}`]);
	const here = `/runs/${run.id}`;
	return (
		<Page
			title={run.workflow.name}
			crumbs={[
				{ label: "Runs", href: "/runs" },
				{ label: "Runs of this workflow", href: `/runs?workflow=${run.workflow.id}` },
			]}
			search={null}
			actions={shown.mayRun && <Acts shown={shown} />}
			side={<RunFacts run={run} />}
		>
			<div className="decision">
				<p className="cluster">
					<Status tone={RUN_TONES[run.state]}>{RUN_STATE_LABELS[run.state]}</Status>
					{!run.endedAt && (
						<noscript>
							<a href={here}>See how far it is</a>
						</noscript>
					)}
				</p>
				{run.isDry && (
					<Notice title="On trial.">
						Nothing left and nothing was changed: each step says what it would have done.
					</Notice>
				)}
				{run.state === "failed" && <Failure shown={shown} />}
				{run.state === "cancelled" && run.error && <Notice title="Cancelled:">{run.error}</Notice>}
				{run.state === "held" && (
					<Notice tone="warn" title="It waits for a free place.">
						The workflow's limits let only so many runs go at once. It begins by itself when one of them ends.
					</Notice>
				)}
			</div>
			<Section title="What happened">
				<RunStory steps={steps.data} {...{ run, nodes, mayAnswer, mayReadMail }} />
				<KeptValues label="What it made in the end" json={run.output} isOpen />
				<Pager
					newer={isLater ? here : null}
					older={steps.next && `${here}?${new URLSearchParams({ after: steps.next })}`}
					labels={["First steps", "Later steps"]}
				/>
			</Section>
		</Page>
	);
}

function Acts({ shown: { run } }: { shown: Shown }) {
	const here = `/runs/${run.id}`;
	const act = (name: string, words: string) => (
		<Form discover="none" method="post" action={`${here}/state`}>
			<SubmitButton tone="plain" name="act" value={name}>
				{words}
			</SubmitButton>
		</Form>
	);
	if (run.endedAt) return <ButtonLink to={`${here}/replay`}>Replay from a step</ButtonLink>;
	return (
		<>
			<ButtonLink to={`${here}/replay`}>Replay on trial</ButtonLink>
			{run.state === "paused" ? act("resume", "Let it go on") : act("pause", "Pause run")}
			<ButtonLink to={`${here}/cancel`} tone="danger">
				Cancel run
			</ButtonLink>
		</>
	);
}

/** Why it failed, in words, and what to do. */
function Failure({ shown: { run, nodes, mayRun, mayEdit, maySet } }: { shown: Shown }) {
	const node = nodes.find(({ id }) => id === run.errorNode);
	const error = run.error ?? "It failed without saying why.";
	const mayReplay = mayRun && node && !node.isTrigger;
	return (
		<Notice tone="bad" title={node ? `“${node.name}” could not be done.` : "It could not go on."}>
			{error}
			<p>{adviceFor(node?.group ?? null, error)}</p>
			<p className="cluster">
				{mayReplay && (
					<ButtonLink to={`/runs/${run.id}/replay?from=${node.id}`} small>
						Replay from “{node.name}”
					</ButtonLink>
				)}
				{node?.group === "ai" && maySet && (
					<Link to="/settings/ai" discover="none">
						Settings, Models
					</Link>
				)}
				{node && mayEdit && !run.workflow.isTrashed && (
					<Link to={`/studio/${run.workflow.id}/nodes/${node.id}`} discover="none">
						Correct the step
					</Link>
				)}
			</p>
		</Notice>
	);
}
