import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData, useLocation, useRouteError } from "@remix-run/react";
import { newId } from "#app/base/ids.ts";
import { isZone } from "#app/base/time.ts";
import { type ChatLineView, type ChatView, getChat } from "#app/domain/assistant/conversations/chat-queries.ts";
import { ChatPost } from "#app/domain/assistant/schema.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded } from "#app/doors/page.ts";
import { postChatLine } from "#app/doors/public/chat-line.ts";
import { asLinkHolder } from "#app/doors/public/link-holder.ts";
import { openPublicLink } from "#app/doors/public/public-link.ts";
import { describeError } from "#app/root.tsx";
import { TypingIndicator } from "#app/ui/chat/chat.tsx";
import { ErrorPage } from "#app/ui/frame/error-page.tsx";
import { PlainPage } from "#app/ui/frame/plain-page.tsx";
import { PublicFrame } from "#app/ui/frame/public-frame.tsx";
import { Thread } from "./thread.tsx";

export const handle = { plain: true, script: "/chat.js" };
export const meta = ({ error, location }: { error?: unknown; location: { pathname: string } }) => [
	{ title: error ? describeError(error, location.pathname).title : "Chat" },
	{ name: "robots", content: "noindex" },
];

/** Shows only: a link scanner that opens the link marks nothing as read. */
export const loader = (args: LoaderFunctionArgs) =>
	guarded(args, async () => {
		const { searchParams } = new URL(args.request.url);
		const before = searchParams.get("before") ?? undefined;
		const [chat, org] = await asLinkHolder(args, "chat", async (ctx, link) => [
			await getChat(ctx, link.subjectId, before),
			link.org,
		]);
		const asked = searchParams.get("tz");
		const path = `/chat/${args.params.token}`;
		return {
			chat,
			before: before !== undefined,
			org: { name: chat.location?.name ?? org.name, color: org.colour },
			path,
			tz: isZone(asked) ? asked : undefined,
			key: newId(),
			now: Date.now(),
			part: searchParams.get("part"),
		};
	});

export const action = (args: ActionFunctionArgs) =>
	answerForm(args, ChatPost, async (post) => {
		const link = await openPublicLink(args, "chat", args.params.token);
		const id = await postChatLine(args, link, post);
		return { to: `${pathOf(`/chat/${args.params.token}`, post.tz)}#m-${id}` };
	});

function pathOf(path: string, tz: string | undefined): string {
	return isZone(tz) ? `${path}?tz=${encodeURIComponent(tz)}` : path;
}

export default function ChatPage() {
	const { chat, org, path, tz, key, before, now, part } = useLoaderData<typeof loader>();
	const posting = before ? undefined : { action: pathOf(path, tz), key };
	const thread = (
		<div id="thread" className="stack" data-last={chat.lines.at(-1)?.id}>
			{chat.older && <a href={`${path}?before=${chat.older}`}>Earlier messages</a>}
			{chat.lines.length === 0 && <Welcome chat={chat} />}
			<Thread
				lines={chat.lines}
				side="customer"
				zone={chat.zone}
				ownZone={tz}
				posting={posting}
				seenAt={answeredAt(chat)}
				sourceOf={sourceOf}
			/>
			<Writing chat={chat} now={now} />
			{chat.awaitsPerson && !isBeingAnswered(chat) && (
				<p className="muted">The team has been told and will answer here.</p>
			)}
		</div>
	);
	if (part === "thread") return thread;
	return (
		<PublicFrame org={org} title={`Chat with ${org.name}`} foot={<Foot chat={chat} />}>
			<div className="stack" data-chat={path} data-zone={chat.zone}>
				{thread}
				{isBeingAnswered(chat) && <LookAgain path={pathOf(path, tz)} />}
				{before ? (
					<a href={pathOf(path, tz)}>Back to the newest messages</a>
				) : (
					<Compose postTo={pathOf(path, tz)} keyed={key} tz={tz} />
				)}
			</div>
		</PublicFrame>
	);
}

/** The line to write. Its key is drawn with the page, so that sending it twice is sending it once. */
function Compose({ postTo, keyed, tz }: { postTo: string; keyed: string; tz: string | undefined }) {
	const result = useActionData<typeof action>()?.result;
	const errors = [...(result?.error?.text ?? []), ...(result?.error?.act ?? []), ...(result?.error?.[""] ?? [])];
	const typed = result?.initialValue?.text;
	return (
		<form method="post" action={postTo} id="write" className="form">
			<input type="hidden" name="key" value={keyed} />
			{tz && <input type="hidden" name="tz" value={tz} />}
			<div id="write-errors" role="alert">
				{errors.map((text) => (
					<p key={text} id="write-error" className="field-error">
						{text}
					</p>
				))}
			</div>
			<div className="compose">
				<div className="field">
					<label htmlFor="text" className="field-label">
						Your message
					</label>
					<textarea
						id="text"
						name="text"
						className="input"
						rows={2}
						defaultValue={typeof typed === "string" ? typed : ""}
						aria-invalid={errors.length > 0 || undefined}
						aria-describedby={errors.length > 0 ? "write-error" : undefined}
						autoComplete="off"
						enterKeyHint="send"
					/>
				</div>
				<button type="submit" className="btn btn-primary">
					Send message
				</button>
			</div>
		</form>
	);
}

function Welcome({ chat }: { chat: ChatView }) {
	const who = chat.location?.name ?? "us";
	return (
		<p>
			Ask {who} about prices, opening hours or a free time, such as “Thursday afternoon”. Answers come at once from an
			automatic assistant; ask for a person and the team answers here.
		</p>
	);
}

/** Who is writing now. */
function Writing({ chat, now }: { chat: ChatView; now: number }) {
	const isFresh = chat.memberTypingAt !== null && now - Date.parse(chat.memberTypingAt) < 8_000;
	if (isFresh && chat.member) return <TypingIndicator who={chat.member.name} />;
	return isBeingAnswered(chat) ? <TypingIndicator who="The assistant" /> : null;
}

/** Without a script the page looks again by itself while an answer is being written; a script follows it instead. */
function LookAgain({ path }: { path: string }) {
	return (
		<p id="look-again">
			<meta httpEquiv="refresh" content={`3;url=${path}`} />
			The answer is still being written. <a href={path}>Look again</a>
		</p>
	);
}

function isBeingAnswered({ lines }: ChatView): boolean {
	return lines.some((line) => line.isWriting);
}

function Foot({ chat }: { chat: ChatView }) {
	const phone = chat.location?.phone;
	return (
		<p>
			This link is yours alone; whoever has it can read this conversation.
			{phone && (
				<>
					{" "}
					You can also call <a href={`tel:${phone}`}>{phone}</a>.
				</>
			)}
		</p>
	);
}

function sourceOf(line: ChatLineView): string | undefined {
	if (line.isWriting || line.isFromCustomer) return undefined;
	return line.source === "rules" ? "Automatic answer" : line.source === "model" ? "AI answer" : undefined;
}

/** A line has been read once a member looked, or once it was answered. */
function answeredAt(chat: ChatView): string | null {
	const answer = chat.lines.findLast(
		(line) => !line.isFromCustomer && line.author.kind !== "system" && !line.isWriting,
	);
	const seen = [chat.memberSeenAt, answer?.at].filter((at) => at !== null && at !== undefined).sort();
	return seen.at(-1) ?? null;
}

export function ErrorBoundary() {
	const { title, ...words } = describeError(useRouteError(), useLocation().pathname);
	return (
		<PlainPage title={title}>
			<ErrorPage {...words} />
		</PlainPage>
	);
}
