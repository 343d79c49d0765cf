import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { getArtifact } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { readBeside } from "#app/domain/artifacts/reading/beside-artifact.ts";
import { kindLabel } from "#app/domain/artifacts/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { form } from "#app/doors/form.ts";
import { readingPage } from "#app/doors/page.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { ArtifactApproval } from "./artifact-approval.tsx";
import { ArtifactTabs, crumbsOf, numberIn } from "./artifact-head.tsx";
import { ArtifactAct, doArtifactAct } from "./do-artifact-act.ts";
import { viewOf } from "./kinds/views.ts";

export const meta = () => [{ title: "Artifact · Perigee" }];

/** An artifact's newest version, or the one that `number` names: two queries at most, after the session's. */
export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "success.view", async (ctx) => {
		const artifact = await getArtifact(ctx, args.params.id ?? "", numberIn(args.request, "number"));
		return {
			artifact,
			beside: await readBeside(ctx, artifact),
			mayWork: can(ctx.actor, "success.work"),
			mayApprove: can(ctx.actor, "artifacts.approve"),
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "success.work", schema: ArtifactAct }, (ctx, input) =>
		doArtifactAct(ctx, args.params.id ?? "", input),
	);

/** The play, or its step, that it was made in: the way back there. */
const MadeIn = ({ playId, step }: { playId: string; step: string | null }) =>
	step ? <a href={`/success/${playId}`}>the play's step “{step}”</a> : <a href={`/success/${playId}`}>a play</a>;

export default function ArtifactPage() {
	const { artifact, beside, mayWork, mayApprove } = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	const errors = listedErrors(reply?.result.error);
	const { reading } = artifact;
	useLiveRefresh([`artifact:${artifact.id}`, ...(reading ? [`contract:${reading.contractId}`] : [])]);
	const { View } = viewOf(artifact.kind);
	const isNewest = artifact.number === artifact.version;
	const here = `/success/artifacts/${artifact.id}`;
	return (
		<Page
			title={artifact.title}
			crumbs={crumbsOf(artifact)}
			above={<ArtifactTabs id={artifact.id} current="artifact" />}
			actions={
				<>
					<ButtonLink to={`${here}/print${isNewest ? "" : `?number=${artifact.number}`}`}>Print</ButtonLink>
					{mayWork && isNewest && (
						<ButtonLink to={`${here}/edit`} tone="primary">
							Edit
						</ButtonLink>
					)}
				</>
			}
		>
			<ErrorSummary allErrors={errors} />
			<p className="artifact-gist muted">
				{kindLabel(artifact.kind)}, version {artifact.number}, saved by {artifact.savedBy}{" "}
				<Time at={artifact.savedAt} as="whole" />
				{artifact.note && `: ${artifact.note}`}
				{artifact.playId && (
					<>
						<br />
						Made in <MadeIn playId={artifact.playId} step={artifact.step} />
					</>
				)}
			</p>
			{!isNewest && (
				<Notice title={`This is version ${artifact.number} of ${artifact.version}.`}>
					<a href={here}>Look at the newest</a>, or restore this one from its versions.
				</Notice>
			)}
			<ArtifactApproval {...{ artifact, beside, errors, mayApprove }} mayWork={mayWork && isNewest} />
			<View artifact={artifact} members={beside.members} content={artifact.content} mayWork={mayWork && isNewest} />
			{mayWork && (
				<Form discover="none" method="post" action={`${here}/state`} className="artifact-remove">
					<SubmitButton tone="quiet" small name="act" value="remove">
						Remove artifact
					</SubmitButton>
				</Form>
			)}
		</Page>
	);
}
