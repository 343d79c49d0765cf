import { Form, Link } from "@remix-run/react";
import type { MessageView, ProposalView } from "#app/domain/assistant/member/threads/thread-queries.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { AnswerText } from "./answer-text.tsx";
import { ReadAloud } from "./voice.tsx";

type LineProps = {
	message: MessageView;
	threadId: string;
	isLast: boolean;
	/** What has come of it by now, where it is followed as it is written. */
	written?: string | null;
};

/** One message of a conversation with the assistant. */
export function Line({ message, threadId, isLast, written }: LineProps) {
	if (message.role === "member") {
		return (
			<article className="asked" id={`m-${message.id}`}>
				<h2 className="hidden-text">You asked</h2>
				<p className="asked-text">{message.body}</p>
				<Time at={message.at} />
			</article>
		);
	}
	const isWriting = message.state === "writing";
	const body = (isWriting && written) || message.body;
	return (
		<article className="answer" id={`m-${message.id}`} aria-busy={isWriting || undefined}>
			<h2 className="hidden-text">The assistant answered</h2>
			<div className="answer-text">
				{body === "" && isWriting ? (
					<p className="muted">Looking it up…</p>
				) : (
					<AnswerText text={body} sources={message.sources} />
				)}
			</div>
			{!isWriting && <Proposals proposals={message.proposals} threadId={threadId} />}
			{!isWriting && message.sources.length > 0 && <SourceList message={message} />}
			<AnswerFoot message={message} threadId={threadId} isLast={isLast} />
		</article>
	);
}

const STATE_WORDS: Record<Exclude<ProposalView["state"], "proposed">, string> = {
	confirmed: "Confirmed",
	declined: "Declined",
	failed: "Not possible",
	expired: "Too old",
};

/** Changes that wait for a yes. Nothing of them has happened. */
function Proposals({ proposals, threadId }: { proposals: readonly ProposalView[]; threadId: string }) {
	return (
		<>
			{proposals.map(({ id, words, state, href, reason, outcome }) => (
				<section key={id} className="proposal" aria-label="Proposed change">
					<p className="proposal-words">{words}</p>
					{state === "proposed" ? (
						<Form
							discover="none"
							method="post"
							action={`/assistant/proposals/${id}?thread=${threadId}`}
							className="proposal-acts"
						>
							<SubmitButton tone="primary" small name="act" value="confirm" icon="check">
								Confirm
							</SubmitButton>
							<SubmitButton tone="plain" small name="act" value="decline">
								Decline
							</SubmitButton>
						</Form>
					) : (
						<p>
							<Status tone={state === "confirmed" ? "good" : "neutral"}>{STATE_WORDS[state]}</Status>{" "}
							{reason ?? outcome}{" "}
							{!reason && href && (
								<Link to={href} discover="none">
									Open it
								</Link>
							)}
						</p>
					)}
				</section>
			))}
		</>
	);
}

function SourceList({ message }: { message: MessageView }) {
	return (
		<details className="sources">
			<summary>{message.sources.length === 1 ? "1 source" : `${message.sources.length} sources`}</summary>
			<ol>
				{message.sources.map(({ mark, title, note, href, quote }) => (
					<li key={mark} value={mark}>
						<Link to={href} discover="none">
							{title}
						</Link>
						{note && <span className="muted">, {note}</span>}
						{quote && <blockquote>{quote}</blockquote>}
					</li>
				))}
			</ol>
		</details>
	);
}

function AnswerFoot({ message, threadId, isLast }: { message: MessageView; threadId: string; isLast: boolean }) {
	const { state, source, model, verdict } = message;
	if (state === "writing") return null;
	const said =
		source === "model"
			? `AI answer${model ? `, ${model}` : ""}`
			: source === "rules"
				? "Automatic answer, by rules"
				: "";
	return (
		<footer className="answer-foot">
			<span className="muted">{[said, state === "stopped" ? "stopped" : ""].filter(Boolean).join(", ")}</span>
			<Form discover="none" method="post" action={`/assistant/${threadId}/answer`} className="answer-acts">
				<input type="hidden" name="message" value={message.id} />
				<SubmitButton
					tone="quiet"
					small
					name="act"
					value={verdict === "good" ? "unjudge" : "good"}
					aria-pressed={verdict === "good"}
				>
					Helpful
				</SubmitButton>
				<SubmitButton
					tone="quiet"
					small
					name="act"
					value={verdict === "bad" ? "unjudge" : "bad"}
					aria-pressed={verdict === "bad"}
				>
					Not helpful
				</SubmitButton>
				{isLast && (
					<SubmitButton tone="quiet" small name="act" value="retry" icon="undo">
						Try again
					</SubmitButton>
				)}
			</Form>
			<ReadAloud text={message.body} />
		</footer>
	);
}
