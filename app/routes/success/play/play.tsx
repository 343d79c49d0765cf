import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { can } from "#app/domain/identity/policy.ts";
import { listPlayChoices } from "#app/domain/success/actions/choice-queries.ts";
import { getKnown } from "#app/domain/success/intelligence/known-queries.ts";
import { getPlayWithPast } from "#app/domain/success/queue/play-queries.ts";
import { PLAY_STAGE_LABELS, PLAY_STATE_LABELS, PLAY_TYPE_LABELS } from "#app/domain/success/schema.ts";
import { readingPage } from "#app/doors/page.ts";
import { workForm } from "#app/doors/success.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { doPlayAct } from "./do-play-act.ts";
import { LeftOver, useLeftOver } from "./left-over.tsx";
import { PLAY_FORM } from "./one-form.ts";
import { PlayActs } from "./play-acts.tsx";
import { PlayBrief } from "./play-brief.tsx";
import { PlayComplete } from "./play-complete.tsx";
import { PlayContext } from "./play-context.tsx";
import { PlayDoingPart } from "./play-doing.tsx";
import { PlayForm } from "./play-forms.ts";
import { PlayHistory } from "./play-history.tsx";
import { PlayProgress } from "./play-progress.tsx";
import { PlayStepPart } from "./play-step.tsx";

export const meta = () => [{ title: "Play · Perigee" }];

/** The play with its steps and conversations, the customer beside it, and what its forms offer: three queries. */
export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "success.view", async (ctx, member) => {
		const { past, ...play } = await getPlayWithPast(ctx, args.params.id ?? "");
		const isTrashed = (error: { status?: number }) => {
			if (error.status === 404) return null;
			throw error;
		};
		return {
			play,
			past,
			account: await getKnown(ctx, play.accountId).catch(isTrashed),
			choices: await listPlayChoices(ctx),
			mayWork: can(ctx.actor, "success.work"),
			own: member.org.name,
		};
	});

export const action = (args: ActionFunctionArgs) =>
	workForm(args, { permission: "success.work", schema: PlayForm }, (scope, input, member) => {
		const zone = member.timeZone || member.org.timeZone;
		return doPlayAct({ scope, playId: args.params.id ?? "", zone, signal: args.request.signal }, input);
	});

export default function PlayPage() {
	const { play, past, account, choices, mayWork, own } = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	const errors = listedErrors(reply?.result.error);
	const typed = (reply?.result.initialValue ?? {}) as Record<string, unknown>;
	useLiveRefresh(["plays", `play:${play.id}`, ...(play.runId ? [`workflow-run:${play.runId}`] : [])]);
	const isOpen = play.closedAt === null;
	const isBegun = play.runState !== null && play.runState !== "cancelled" && play.runState !== "failed";
	const isDone = isBegun && play.runState === "succeeded";
	const now = isOpen && play.state === "open" ? play.now : null;
	const { left, note } = useLeftOver(now?.stepId, typed);
	const said = past.conversations.find(({ stepId }) => stepId === now?.stepId);
	return (
		<Page
			title={account?.name ?? "An account in the trash"}
			crumbs={[{ label: "Success", href: "/success" }]}
			side={<PlayContext account={account} play={play as never} />}
			actions={
				account && (
					<>
						<ButtonLink to={`/accounts/${account.id}/artifacts?play=${play.id}`}>Artifacts</ButtonLink>
						<ButtonLink to={`/accounts/${account.id}/success`}>Account's figures</ButtonLink>
					</>
				)
			}
		>
			<ErrorSummary allErrors={errors} />
			<LeftOver text={left} />
			<p className="play-gist">
				<strong>
					{PLAY_TYPE_LABELS[play.type]}, {PLAY_STAGE_LABELS[play.stage].toLowerCase()}
				</strong>
				{play.member ? ` · ${play.member}'s` : " · Nobody's yet"}
				{play.escalatedTo && " · escalated"}
			</p>
			<PlayBrief account={account} play={play as never} />
			<StateNotice play={play} />
			{isOpen && play.runState === "failed" && (
				<Notice tone="bad" title="Its run failed.">
					{play.runError} What was noted stays with the account; the play can be begun anew.
				</Notice>
			)}
			{isOpen && (!isBegun || play.state !== "open") && mayWork && (
				<Form discover="none" method="post" className="form play-begin">
					<input type="hidden" name="act" value="open" />
					<FormActions>
						<SubmitButton>{isBegun ? "Go on with the play" : "Begin the play"}</SubmitButton>
					</FormActions>
				</Form>
			)}
			{play.steps.length > 0 && (
				<PlayProgress
					steps={play.steps}
					made={play.made}
					names={{ account: account?.name ?? null, own }}
					conversations={past.conversations.filter((one) => one !== said)}
				/>
			)}
			{now && (
				<PlayStepPart
					canMake={account !== null}
					onTyping={note}
					now={now}
					messages={said?.messages ?? []}
					{...{ mayWork, errors, typed }}
				/>
			)}
			{isOpen && isBegun && !play.now && !isDone && play.state === "open" && (
				<PlayDoingPart doing={play.doing} mayWork={mayWork} />
			)}
			{isOpen && mayWork && (
				<>
					{!now && <Form discover="none" method="post" id={PLAY_FORM} />}
					<PlayComplete isDone={isDone} {...{ errors, typed }} />
					<PlayActs choices={choices} play={play as never} {...{ errors, typed }} />
				</>
			)}
			<Section title="What was done">
				<PlayHistory entries={past.entries} openedAt={play.openedAt} />
			</Section>
		</Page>
	);
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>["play"];

function StateNotice({ play }: { play: Shown }) {
	if (play.closedAt)
		return (
			<Notice tone="info" title={`${PLAY_STATE_LABELS[play.state]} `}>
				<Time at={play.closedAt} />. {play.closeReason} {play.note}
				{play.successorId && <> {<a href={`/success/${play.successorId}`}>Go to the play that follows it</a>}</>}
			</Notice>
		);
	if (play.dueAt)
		return (
			<Notice tone="info" title={`${PLAY_STATE_LABELS[play.state]}. `}>
				It comes back <Time at={play.dueAt} as="exact" />.
			</Notice>
		);
	return null;
}
