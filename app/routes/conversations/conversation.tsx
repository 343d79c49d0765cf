import { getFormProps, getTextareaProps, useForm } from "@conform-to/react";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useLocation } from "@remix-run/react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { newId } from "#app/base/ids.ts";
import { type ChatLineView, type ChatView, getChat } from "#app/domain/assistant/conversations/chat-queries.ts";
import { writeInChat } from "#app/domain/assistant/conversations/write-in-chat.ts";
import { MemberLine } from "#app/domain/assistant/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { Thread } from "#app/routes/chat/thread.tsx";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { TypingIndicator } from "#app/ui/chat/chat.tsx";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { DescriptionList } from "#app/ui/records/record.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Conversation · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "conversations.view", async (ctx) => {
		const before = new URL(args.request.url).searchParams.get("before") ?? undefined;
		const chat = await getChat(ctx, args.params.id ?? "", before);
		const own = ctx.actor.kind === "member" ? ctx.actor.id : null;
		return {
			chat,
			before: before !== undefined,
			mayTakeOver: can(ctx.actor, "conversations.take-over"),
			isMine: chat.mode === "member" && chat.member?.id === own,
			key: newId(),
			now: ctx.now.getTime(),
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "conversations.take-over", schema: MemberLine }, async (ctx, { text, key }) => {
		const conversationId = args.params.id ?? "";
		const { id } = await writeInChat(ctx, { conversationId, text, key });
		return { to: `/conversations/${conversationId}#m-${id}` };
	});

export default function Conversation() {
	const { chat, before, mayTakeOver, isMine, key, now } = useLoaderData<typeof loader>();
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
			side={<Facts chat={chat} />}
		>
			<div className="stack">
				<WhoAnswers chat={chat} isMine={isMine} />
				{chat.older && <Link to={`${path}?before=${chat.older}`}>Earlier messages</Link>}
				<Thread lines={chat.lines} side="member" zone={chat.zone} seenAt={chat.customerSeenAt} sourceOf={sourceOf} />
				{chat.lines.some((line) => line.isWriting) && <TypingIndicator who="The assistant" />}
				{isTyping && <TypingIndicator who={chat.contact.name || "The customer"} />}
				{before && <Link to={path}>Back to the newest messages</Link>}
				{isMine && !before && <Compose freshKey={key} path={path} />}
			</div>
		</Page>
	);
}

function Compose({ freshKey, path }: { freshKey: string; path: string }) {
	const [fields, { text }] = useForm<MemberLine>({ lastResult: useActionData<typeof action>()?.result });
	const form = useRef<HTMLFormElement>(null);
	const key = useLineKey(form, freshKey);
	const last = useRef(0);
	const tellTyping = () => {
		if (Date.now() - last.current < 4_000) return;
		last.current = Date.now();
		tell(path, "typing");
	};
	return (
		<Form method="post" className="form" {...getFormProps(fields)} ref={form} onInput={tellTyping}>
			<ErrorSummary allErrors={fields.allErrors} ids={{ text: text.id }} />
			<input type="hidden" name="key" value={key} />
			<TextArea label="Your answer" errors={text.errors} inputProps={{ ...getTextareaProps(text), rows: 3 }} />
			<div>
				<SubmitButton icon="send">Send answer</SubmitButton>
			</div>
		</Form>
	);
}

/**
 * The key of the line that is being written: the same until it was sent, however often the page loads meanwhile. The
 * field stays the element it is, so that focus, selection and text stay too; what was sent leaves it once it has
 * arrived (the redirect names the line), and what was typed meanwhile is the beginning of the next.
 */
function useLineKey(form: RefObject<HTMLFormElement>, freshKey: string): string {
	const { hash } = useLocation();
	const [kept, keep] = useState({ hash, key: freshKey });
	const sent = useRef("");
	useEffect(() => {
		const element = form.current;
		const note = () => {
			sent.current = writtenIn(element)?.value ?? "";
		};
		element?.addEventListener("submit", note);
		return () => element?.removeEventListener("submit", note);
	}, [form]);
	useEffect(() => {
		const field = writtenIn(form.current);
		if (hash === "" || !field || sent.current === "") return;
		if (field.value.startsWith(sent.current)) field.value = field.value.slice(sent.current.length).trimStart();
		sent.current = "";
	}, [form, hash]);
	if (kept.hash === hash) return kept.key;
	keep({ hash, key: freshKey });
	return freshKey;
}

function writtenIn(form: HTMLFormElement | null): HTMLTextAreaElement | null {
	return form?.querySelector("textarea") ?? null;
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
	if (isMine) return <Notice>You answer here; the assistant is silent.</Notice>;
	if (chat.mode === "member")
		return <Notice>{chat.member?.name ?? "A member"} answers here; the assistant is silent.</Notice>;
	if (chat.awaitsPerson) return <Notice tone="warn">The customer asked for a person. Take over to answer.</Notice>;
	return null;
}

function Facts({ chat }: { chat: ChatView }) {
	const { contact, location, leadId, customerSeenAt } = chat;
	return (
		<DescriptionList
			facts={[
				{ label: "About", value: chat.subject },
				{ label: "Lead", value: leadId && <Link to={`/leads/${leadId}`}>Open lead</Link> },
				{ label: "Email", value: contact.email },
				{ label: "Phone", value: contact.phone },
				{ label: "Location", value: location?.name },
				{ label: "Customer last read", value: customerSeenAt && <Time at={customerSeenAt} /> },
			]}
		/>
	);
}

/** "claude-sonnet-4-5 by anthropic, 312 tokens, $0.0021, 1.2 s": how an answer was made (LEAD-6). */
function sourceOf(line: ChatLineView): string | undefined {
	if (line.channel !== "chat") return CHANNEL_LABELS[line.channel];
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

function tell(path: string, sign: "seen" | "typing"): void {
	void fetch(`${path}/signs`, { method: "POST", body: new URLSearchParams({ sign }) }).catch(() => undefined);
}
