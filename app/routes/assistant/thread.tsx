import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { newId } from "#app/base/ids.ts";
import { Question } from "#app/domain/assistant/member/schema.ts";
import { getThread } from "#app/domain/assistant/member/threads/thread-queries.ts";
import { postQuestion } from "#app/doors/assistant-line.ts";
import { answerForm } from "#app/doors/form.ts";
import { allowedMember, page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Line } from "./answer-parts.tsx";
import { AskForm } from "./thread-form.tsx";
import { useAnswerStream } from "./use-answer-stream.ts";

export const meta = ({ data }: { data?: { thread: { title: string } } }) => [
	{ title: `${data?.thread.title ?? "Assistant"} · Perigee` },
];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "assistant.use", async (ctx) => {
		const before = new URL(args.request.url).searchParams.get("before") ?? undefined;
		return {
			thread: await getThread(ctx, args.params.id ?? "", before),
			isEarlier: before !== undefined,
			key: newId(),
		};
	});

export const action = async (args: ActionFunctionArgs) => {
	const member = await allowedMember(args, "assistant.use");
	return answerForm(args, Question, async (posted) => {
		const { threadId, questionId } = await postQuestion(args, member, { ...posted, threadId: args.params.id ?? "" });
		return redirect(`/assistant/${threadId}#m-${questionId}`, 303);
	});
};

export default function ThreadPage() {
	const { thread, isEarlier, key } = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>())?.result;
	const typed = reply?.initialValue?.text;
	const path = `/assistant/${thread.id}`;
	const writing = thread.messages.find(({ state }) => state === "writing");
	const written = useAnswerStream(writing ? `${path}/answers/${writing.id}/stream` : null);
	// While the words come by themselves, loading the page for each half second of them would only be slower.
	useLiveRefresh(written === null ? [`assistant-thread:${thread.id}`] : []);
	return (
		<Page
			title={thread.title}
			width="narrow"
			crumbs={[{ label: "Assistant", href: "/assistant" }]}
			search={null}
			actions={<ThreadActs thread={thread} />}
		>
			{thread.isTrashed && <Notice tone="warn">This conversation is in the trash.</Notice>}
			{thread.older && (
				<Link to={`${path}?before=${thread.older}`} discover="none">
					Earlier messages
				</Link>
			)}
			<div className="asked-and-answered" role="log" aria-label="Conversation with the assistant">
				{thread.messages.map((message, at) => (
					<Line
						key={message.id}
						message={message as never}
						threadId={thread.id}
						isLast={at === thread.messages.length - 1 && !isEarlier}
						written={message === writing ? written : null}
					/>
				))}
			</div>
			{writing && <StillWriting path={path} />}
			{isEarlier ? (
				<Link to={path} discover="none">
					Back to the newest messages
				</Link>
			) : (
				!thread.isTrashed && (
					<AskForm
						action={path}
						keyed={key}
						after={thread.messages.findLast(({ role }) => role === "member")?.id}
						seen={thread.messages.flatMap(({ proposals }) => proposals.filter(({ state }) => state === "proposed"))}
						typed={typeof typed === "string" ? typed : ""}
						errors={[...(reply?.error?.text ?? []), ...(reply?.error?.[""] ?? [])]}
					/>
				)
			)}
		</Page>
	);
}

/** Without a script the page looks again by itself; with one it is refreshed as the answer is written. */
function StillWriting({ path }: { path: string }) {
	return (
		<Form discover="none" method="post" action={`${path}/answer`} className="still-writing">
			<noscript>
				<meta httpEquiv="refresh" content={`3;url=${path}`} />
			</noscript>
			<span role="status">Still writing.</span>
			<Link to={path} discover="none">
				Look again
			</Link>
			<SubmitButton small name="act" value="stop">
				Stop
			</SubmitButton>
		</Form>
	);
}

function ThreadActs({ thread }: { thread: { id: string; title: string; isTrashed: boolean } }) {
	return (
		<details className="thread-acts">
			<summary className="btn">Rename or delete</summary>
			<div className="thread-acts-form">
				<Form discover="none" method="post" action={`/assistant/${thread.id}/title`} className="form">
					<label className="field">
						<span className="field-label">Name</span>
						<input className="input" name="title" defaultValue={thread.title} maxLength={120} required />
					</label>
					<SubmitButton>Rename conversation</SubmitButton>
				</Form>
				<Form discover="none" method="post" action={`/assistant/${thread.id}/trash`}>
					<SubmitButton
						tone={thread.isTrashed ? "plain" : "danger"}
						name="act"
						value={thread.isTrashed ? "restore" : "trash"}
					>
						{thread.isTrashed ? "Restore conversation" : "Delete conversation"}
					</SubmitButton>
				</Form>
			</div>
		</details>
	);
}
