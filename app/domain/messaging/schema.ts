import { z } from "zod";
import type { MessageState } from "./rules/message-states.ts";

export const OUTBOX_CHANNELS = ["email", "sms"] as const;
export type OutboxChannel = (typeof OUTBOX_CHANNELS)[number];

/** Why a message is written; consent, quiet hours and caps read it (see rules/gate.ts). */
export const PURPOSES = ["sequence", "confirmation", "reminder", "reply", "notice"] as const;
export type Purpose = (typeof PURPOSES)[number];

export const CHANNEL_LABELS: Readonly<Record<string, string>> = {
	email: "Email",
	sms: "SMS",
	chat: "Chat",
	push: "Push",
	webhook: "Webhook",
};

export const PURPOSE_LABELS: Readonly<Record<string, string>> = {
	sequence: "Sequence",
	confirmation: "Confirmation",
	reminder: "Reminder",
	reply: "Reply",
	notice: "Notice",
	chat: "Chat",
};

export const STATE_LABELS: Readonly<Record<MessageState | "received", string>> = {
	draft: "Draft",
	held: "Held",
	scheduled: "Scheduled",
	queued: "Queued",
	sending: "Sending",
	sent: "Sent",
	delivered: "Delivered",
	bounced: "Bounced",
	failed: "Failed",
	suppressed: "Suppressed",
	uncertain: "Uncertain",
	received: "Received",
};

/** A calendar file that an email carries; `method` as in RFC 5546. */
export const CalendarPart = z.object({
	filename: z.string().min(1).max(200),
	method: z.enum(["REQUEST", "CANCEL", "PUBLISH", "REPLY"]),
	content: z.string().max(200_000),
});
export type CalendarPart = z.infer<typeof CalendarPart>;

/** The text part and headers of an email, as it goes out. The HTML part is `body_html`; the words are `body_text`. */
export const EmailPart = z.object({
	text: z.string(),
	unsubscribeUrl: z.string().optional(),
	replyTo: z.string().optional(),
	inReplyTo: z.string().optional(),
	references: z.array(z.string()).optional(),
});
export type EmailPart = z.infer<typeof EmailPart>;

/** What hangs on a message beside its words. Chat lines carry parts of their own, which their room reads. */
export const MessageParts = z.looseObject({
	email: EmailPart.optional(),
	calendar: CalendarPart.optional(),
	/** Variables of the text that had no value: it is held rather than sent with a hole. */
	missing: z.array(z.string()).optional(),
	/** When the customer wrote or did what it answers (ISO): see rules/gate.ts. */
	answersAt: z.iso.datetime().optional(),
	/** An inbound mail that a machine wrote (RFC 3834); it stops nothing. */
	automatic: z.boolean().optional(),
	/** Files that came with an inbound message: names and sizes, not their content. */
	attachments: z.array(z.object({ name: z.string(), mediaType: z.string(), size: z.number() })).optional(),
});
export type MessageParts = z.infer<typeof MessageParts>;

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time such as 21:00");

export const QuietHoursSetting = z.object({
	starts: Clock,
	ends: Clock,
	channels: z.array(z.enum(OUTBOX_CHANNELS)).optional(),
});

export const FrequencyCapSetting = z.object({
	perDay: z.coerce.number().int().min(1).max(50),
	perWeek: z.coerce.number().int().min(1).max(200),
});

/**
 * An organisation's rules of sending (`organisations.settings.messaging`). Quiet hours by default are those of the
 * US rule for calls and texts, 9 pm to 8 am at the receiver's (47 CFR 64.1200 (c)(1)).
 */
export const MessagingSettings = z.object({
	quietHours: QuietHoursSetting.nullable().default({ starts: "21:00", ends: "08:00" }),
	frequencyCap: FrequencyCapSetting.default({ perDay: 3, perWeek: 10 }),
});
export type MessagingSettings = z.infer<typeof MessagingSettings>;

/** The organisation's switches (`organisations.sending`). What is missing is off. */
export const SendingSwitches = z.object({
	email: z.boolean().default(false),
	sms: z.boolean().default(false),
	webhook: z.boolean().default(false),
});
export type SendingSwitches = z.infer<typeof SendingSwitches>;

const LocationWindow = z.looseObject({ quietHours: QuietHoursSetting.nullish() });
const Settings = z.looseObject({ messaging: MessagingSettings.optional() });

/**
 * The quiet hours that hold at a location, by its `send_window` and its organisation's `settings`: its own; none where
 * it says null; those of the organisation where it says nothing, or where there is no location.
 */
export function quietHoursAt(sendWindow: unknown, settings: unknown): z.infer<typeof QuietHoursSetting> | null {
	const { quietHours } = LocationWindow.parse(sendWindow ?? {});
	if (quietHours !== undefined) return quietHours;
	return (Settings.parse(settings ?? {}).messaging ?? MessagingSettings.parse({})).quietHours;
}
