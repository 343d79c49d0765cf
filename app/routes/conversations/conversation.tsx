import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { newId } from "#app/base/ids.ts";
import { type Answered, answerCustomer } from "#app/domain/assistant/conversations/answer-customer.ts";
import { listAnswerWays } from "#app/domain/assistant/conversations/answer-ways.ts";
import { type ChatLineView, type ChatView, getChat } from "#app/domain/assistant/conversations/chat-queries.ts";
import { MemberLine } from "#app/domain/assistant/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import type { FlashNote } from "#app/doors/flash.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { Thread } from "#app/routes/chat/thread.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { TypingIndicator } from "#app/ui/chat/chat.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { Compose } from "./compose.tsx";
import { tell } from "./tell.ts";

export const meta = () => [{ title: "Conversation · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "conversations.view", async (ctx) => {
		const before = new URL(args.request.url).searchParams.get("before") ?? undefined;
		const chat = await getChat(ctx, args.params.id ?? "", before);
		const own = ctx.actor.kind === "member" ? ctx.actor.id : null;
		const isMine = chat.mode === "member" && chat.member?.id === own;
		return {
			chat,
			before: before !== undefined,
			mayTakeOver: can(ctx.actor, "conversations.take-over"),
			isMine,
			answer: isMine && before === undefined ? await listAnswerWays(ctx, chat.id) : null,
			key: newId(),
			now: ctx.now.getTime(),
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "conversations.take-over", schema: MemberLine }, async (ctx, line) => {
		const conversationId = args.params.id ?? "";
		const answered = await answerCustomer(ctx, { conversationId, ...line });
		const flash = noteOf(answered);
		return { to: `/conversations/${conversationId}#m-${answered.id}`, ...(flash ? { flash } : {}) };
	});

/** What has not gone out yet says so, and where it is kept. */
function noteOf({ id, state, reason }: Answered): FlashNote | undefined {
	if (state !== "held" && state !== "scheduled") return undefined;
	const what = state === "held" ? "Your answer is kept in the outbox" : "Your answer is planned";
	return { message: `${what}. ${reason ?? ""}`, tone: "info", link: { to: `/outbox/${id}`, label: "See message" } };
}

export default function Conversation() {
	const { chat, before, mayTakeOver, isMine, answer, key, now } = useLoaderData<typeof loader>();
	const path = `/conversations/${chat.id}`;
	useLiveRefresh([`conversation:${chat.id}`, `conversation:${chat.id}:customer`]);
	useSeen(path, chat.lines.at(-1)?.id);
	const isTyping = chat.customerTypingAt !== null && now - Date.parse(chat.customerTypingAt) < 8_000;
	return (
		<Page
			title={chat.contact.name || chat.contact.email || chat.contact.phone || "Conversation"}
			crumbs={[{ label: "Conversations", href: "/conversations" }]}
			search={null}
			actions={mayTakeOver ? <Handover path={path} isMine={isMine} mode={chat.mode} /> : undefined}
			side={<Facts chat={chat} mayTakeOver={mayTakeOver} />}
		>
			<div className="stack">
				<WhoAnswers chat={chat} isMine={isMine} />
				{chat.older && <Link to={`${path}?before=${chat.older}`}>Earlier messages</Link>}
				<Thread lines={chat.lines} side="member" zone={chat.zone} seenAt={chat.customerSeenAt} sourceOf={sourceOf} />
				{chat.lines.some((line) => line.isWriting) && <TypingIndicator who="The assistant" />}
				{isTyping && <TypingIndicator who={chat.contact.name || "The customer"} />}
				{before && <Link to={path}>Back to the newest messages</Link>}
				{answer && <Compose freshKey={key} path={path} answer={answer} />}
			</div>
		</Page>
	);
}

function Handover({ path, isMine, mode }: { path: string; isMine: boolean; mode: ChatView["mode"] }) {
	return (
		<>
			{mode === "member" && (
				<Form method="post" action={`${path}/handover`}>
					<SubmitButton tone="plain" name="to" value="assistant">
						Hand back to the assistant
					</SubmitButton>
				</Form>
			)}
			{!isMine && (
				<Form method="post" action={`${path}/handover`}>
					<SubmitButton name="to" value="me">
						Take over conversation
					</SubmitButton>
				</Form>
			)}
		</>
	);
}

function WhoAnswers({ chat, isMine }: { chat: ChatView; isMine: boolean }) {
	if (isMine && chat.awaitsAnswer) {
		return <Notice tone="warn">You answer here. The customer wrote and has no answer yet.</Notice>;
	}
	if (isMine) return <Notice>You answer here; the assistant is silent.</Notice>;
	if (chat.mode === "member")
		return <Notice>{chat.member?.name ?? "A member"} answers here; the assistant is silent.</Notice>;
	if (chat.awaitsPerson) return <Notice tone="warn">The customer asked for a person. Take over to answer.</Notice>;
	if (chat.awaitsAnswer) {
		return <Notice tone="warn">The customer wrote by SMS or email and has no answer yet. Take over to answer.</Notice>;
	}
	return null;
}

function Facts({ chat, mayTakeOver }: { chat: ChatView; mayTakeOver: boolean }) {
	const { contact, location, leadId, customerSeenAt } = chat;
	return (
		<DescriptionList
			facts={[
				{ label: "About", value: chat.subject },
				{ label: "Lead", value: leadId && <Link to={`/leads/${leadId}`}>Open lead</Link> },
				{ label: "Email", value: contact.email },
				{ label: "Phone", value: contact.phone },
				{ label: "Location", value: location?.name },
				{
					label: "Chat link",
					value: mayTakeOver && <Link to={`/conversations/${chat.id}/links`}>Revoke or make new</Link>,
				},
				{ label: "Customer last read", value: customerSeenAt && <Time at={customerSeenAt} /> },
			]}
		/>
	);
}

/** "claude-sonnet-4-5 by anthropic, 312 tokens, $0.0021, 1.2 s": how an answer was made (LEAD-6). */
function sourceOf(line: ChatLineView): string | undefined {
	if (line.channel !== "chat") {
		const label = CHANNEL_LABELS[line.channel] ?? line.channel;
		return line.to ? `${label} to ${line.to}` : label;
	}
	if (line.source === "rules") return line.latencyMs === null ? "Rules" : `Rules, ${line.latencyMs} ms`;
	if (line.source !== "model") return undefined;
	const cost = line.costMicros === null ? "cost unknown" : `$${(line.costMicros / 1_000_000).toFixed(4)}`;
	const time = `${((line.latencyMs ?? 0) / 1_000).toFixed(1)} s`;
	return `${line.model ?? "model"} by ${line.provider}, ${line.tokens ?? 0} tokens, ${cost}, ${time}`;
}

/** Tells that the newest line was looked at, once for each, by a page in sight. */
function useSeen(path: string, last: string | undefined): void {
	useEffect(() => {
		if (last && document.visibilityState === "visible") tell(path, "seen");
	}, [path, last]);
}
