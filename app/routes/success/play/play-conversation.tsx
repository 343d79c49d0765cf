import type { Conversation, PastMessage } from "#app/domain/success/queue/play-past.ts";
import { ChatMessage, ChatThread } from "#app/ui/chat/chat.tsx";

const SOURCES: Readonly<Record<string, string>> = {
	fixed: "fixed",
	model: "model",
	rules: "by rules",
	action: "not sent",
};

/** What was said within a step, the oldest first. */
export function PlayMessages({ messages, label }: { messages: readonly PastMessage[]; label: string }) {
	return (
		<ChatThread label={label}>
			{messages.map((message) => (
				<ChatMessage
					key={message.id}
					author={message.name}
					at={message.at}
					own={message.author === "member"}
					text={message.body}
					{...(message.author === "assistant" ? { source: SOURCES[message.source] ?? message.source } : {})}
				/>
			))}
		</ChatThread>
	);
}

/** The conversation of a step that is over: it stays readable, folded. */
export function PastConversation({ title, messages }: Pick<Conversation, "title" | "messages">) {
	const asked = messages.filter(({ author }) => author === "member").length;
	return (
		<details className="play-said">
			<summary>
				{asked === 0
					? "What was typed and not sent"
					: `What was asked: ${asked === 1 ? "one question" : `${asked} questions`}`}
			</summary>
			<PlayMessages messages={messages} label={`Conversation of “${title}”`} />
		</details>
	);
}
