import { z } from "zod";
import { isNear } from "#app/base/time.ts";

/** Longest line that a customer or member may write, in characters. */
export const LINE_LIMIT = 2_000;

const startsAt = z.iso.datetime().refine((text) => isNear(Date.parse(text)));

/** What a button of the chat asks for. Each stands for itself: an old page's button means what it says. */
export const ChatAct = z.union([
	z.object({ do: z.literal("pick-slot"), serviceId: z.uuid(), startsAt }),
	z.object({ do: z.literal("book"), serviceId: z.uuid(), startsAt }),
	z.object({ do: z.literal("pick-move"), appointmentId: z.uuid(), startsAt }),
	z.object({ do: z.literal("move"), appointmentId: z.uuid(), startsAt }),
	z.object({ do: z.literal("ask-move"), appointmentId: z.uuid() }),
	z.object({ do: z.literal("ask-cancel"), appointmentId: z.uuid() }),
	z.object({ do: z.literal("cancel"), appointmentId: z.uuid() }),
	z.object({ do: z.literal("ask-times"), serviceId: z.uuid() }),
	z.object({ do: z.literal("no") }),
]);
export type ChatAct = z.infer<typeof ChatAct>;

const Choice = z.object({ label: z.string(), act: ChatAct.optional() });

/** What stands below an answer. `startsAt` are ISO instants; a choice without an act says its label. */
export const ChatPart = z.discriminatedUnion("kind", [
	z.object({
		kind: z.literal("slots"),
		zone: z.string(),
		slots: z.array(z.object({ startsAt: z.iso.datetime(), act: ChatAct })),
	}),
	z.object({ kind: z.literal("confirm"), yes: Choice, no: Choice }),
	z.object({ kind: z.literal("choices"), choices: z.array(Choice) }),
	z.object({
		kind: z.literal("card"),
		title: z.string(),
		lines: z.array(z.string()),
		links: z.array(z.object({ label: z.string(), href: z.string() })),
		/** When it is about a time: for showing it on the reader's own clock too. */
		startsAt: z.iso.datetime().optional(),
	}),
]);
export type ChatPart = z.infer<typeof ChatPart>;

/** The column `messages.parts` of a chat line: the answer's parts, or the button that a customer pressed. */
export const ChatParts = z.looseObject({
	chat: z.array(ChatPart).optional().catch(undefined),
	act: ChatAct.optional().catch(undefined),
});

const Days = z.object({ from: z.iso.date(), to: z.iso.date() });
const Time = z.object({ from: z.number(), to: z.number(), exact: z.number().optional() });
const When = z.object({ days: Days.optional(), time: Time.optional(), earliest: z.boolean().optional() });

/** The column `conversations.chat_state`: what the chat is in the middle of. Anything unreadable is nothing. */
export const ChatState = z
	.object({
		/** The service last spoken of. */
		serviceId: z.uuid().optional(),
		/** Which service a wish for a time is for was asked last. */
		wantsService: z.object({ when: When.optional() }).optional(),
		/** Times on offer, epoch ms, and the act that taking one begins. */
		offer: z
			.object({ serviceId: z.uuid().optional(), appointmentId: z.uuid().optional(), slots: z.array(z.number()) })
			.optional(),
		/** What "yes" would do. */
		pending: ChatAct.optional(),
		/** The customer cancelled what was booked last: what the lead asked for is in nobody's mind any more. */
		hasCancelled: z.literal(true).optional(),
		/** Whether to tell the team was asked last: then "yes" does. */
		asksPerson: z.literal(true).optional(),
	})
	.catch({});
export type ChatState = z.infer<typeof ChatState>;

/** A post of the public page: a line, or a button. `key` is drawn with the form, so that sending twice is sending once. */
export const ChatPost = z
	.object({
		text: z
			.string()
			.trim()
			.max(
				LINE_LIMIT,
				`Write ${LINE_LIMIT.toLocaleString("en-US")} characters or fewer; send the rest as a second message.`,
			)
			.optional(),
		act: z
			.string()
			.max(500)
			.transform((text, context) => {
				const read = readAct(text);
				if (!read)
					context.addIssue({ code: "custom", message: "This button is out of date. Ask again for the times." });
				return read;
			})
			.optional(),
		key: z.uuid(),
		tz: z.string().max(60).optional(),
		live: z.literal("1").optional(),
	})
	.refine(({ text, act }) => act !== undefined || (text ?? "") !== "", {
		path: ["text"],
		message: "Write a message first.",
	});

/** The ways by which a member answers; `chat` is shown on the customer's own page. */
export const ANSWER_CHANNELS = ["chat", "sms", "email"] as const;
export type AnswerChannel = (typeof ANSWER_CHANNELS)[number];

/** A member's answer to a customer, and the way it goes. */
export const MemberLine = z.object({
	channel: z.enum(ANSWER_CHANNELS, "Choose how to answer.").default("chat"),
	text: z.string().trim().min(1, "Write a message first.").max(LINE_LIMIT, "Write 2,000 characters or fewer."),
	key: z.uuid(),
});

export type MemberLine = z.infer<typeof MemberLine>;

function readAct(text: string): ChatAct | undefined {
	try {
		return ChatAct.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined;
	}
}
