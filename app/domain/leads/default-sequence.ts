import type { PlannedTouch } from "#app/domain/messaging/rules/send-window.ts";

/**
 * One touch of a sequence as it is stored in a version: when, by which channel, and its template. Emails carry a
 * button to the chat; the reason and the way out are added to every email by its layout.
 */
export type SequenceTouch = PlannedTouch & {
	/** Emails only. */
	readonly subject: string | null;
	readonly body: string;
	/** The words on an email's button, which leads to `{{chat.url}}`. */
	readonly button: string | null;
};

/** The variables that the text of a touch may use; checked before a version is saved. */
export const TOUCH_VARIABLES = [
	"contact.firstName",
	"vehicle.label",
	"service.name",
	"location.name",
	"location.phone",
	"organisation.name",
	"chat.url",
] as const;

/** Why one gets these emails: the line above the unsubscribe link. */
export const SEQUENCE_REASON =
	"You get this email because you asked {{location.name}} about {{service.name|work}} for your {{vehicle.label|vehicle}}. Unsubscribe and we stop writing about it.";

function email(when: { minutes: number } | { day: number; at: string }, subject: string, button: string, body: string) {
	return { channel: "email", ...when, subject, button, body } satisfies SequenceTouch;
}

function sms(when: { minutes: number } | { day: number; at: string }, body: string) {
	return { channel: "sms", ...when, subject: null, button: null, body } satisfies SequenceTouch;
}

/**
 * The sequence that ships with the product (LEAD-5): 13 touches over 30 days, email and SMS in turn, for a shop that
 * tints, wraps, coats and styles vehicles. The first SMS says how to stop them. Texts stay within GSM-7 where they are
 * SMS, so that no typographic quotation mark doubles their price.
 */
export const DEFAULT_SEQUENCE: readonly SequenceTouch[] = [
	email(
		{ minutes: 0 },
		"Your request: {{service.name|work}} for your {{vehicle.label|vehicle}}",
		"See prices and times",
		`Hi {{contact.firstName|there}},

Thanks for asking {{location.name}} about {{service.name|work}} for your {{vehicle.label|vehicle}}. We have your request and can start from here.

You can see what it costs, ask anything and pick a time on the page below. It answers right away, and you can ask for one of us at any time.`,
	),
	sms(
		{ minutes: 5 },
		"Hi {{contact.firstName|there}}, {{location.name}} here. Prices, questions and open times for {{service.name|your request}}: {{chat.url}} Reply STOP to opt out, HELP for help.",
	),
	email(
		{ day: 1, at: "10:00" },
		"What {{service.name|the work}} takes",
		"Ask about your vehicle",
		`Hi {{contact.firstName|there}},

Two things people usually want to know first: how long we need your {{vehicle.label|vehicle}}, and what is included in the price.

Both depend on the vehicle, so ask us about yours. If you tell us what you have in mind, we say what we would do and what we would leave alone.`,
	),
	sms(
		{ day: 2, at: "11:30" },
		"{{contact.firstName|Hi}}, any questions about {{service.name|your request}}? Reply here or ask at {{chat.url}} and {{location.name}} will answer.",
	),
	email(
		{ day: 4, at: "10:00" },
		"A time for your {{vehicle.label|vehicle}} this week or next",
		"Pick a time",
		`Hi {{contact.firstName|there}},

We keep a few times open each week for {{service.name|work like yours}}. You can see them all and take the one that suits you. You can move or cancel it later from the confirmation.

If none of them fits, write back with two or three that would, and we will see what we can do.`,
	),
	sms(
		{ day: 6, at: "16:00" },
		"{{location.name}}: open times for {{service.name|your vehicle}} are here, pick one in a minute: {{chat.url}}",
	),
	email(
		{ day: 8, at: "10:00" },
		"How to choose between the options",
		"Compare the options",
		`Hi {{contact.firstName|there}},

With {{service.name|most of our work}} there is more than one grade, and the dearest is not always the right one. It depends on where your {{vehicle.label|vehicle}} is parked, how long you mean to keep it, and whether looks or protection matter more to you.

Tell us those three things and we will name the one we would put on our own car, with its price.`,
	),
	sms(
		{ day: 11, at: "11:30" },
		"Hi {{contact.firstName|there}}, still thinking about {{service.name|it}}? Tell us what holds you back and {{location.name}} gives you a straight answer: {{chat.url}}",
	),
	email(
		{ day: 14, at: "10:00" },
		"How we look after your {{vehicle.label|vehicle}}",
		"Ask us anything",
		`Hi {{contact.firstName|there}},

Handing over the keys takes some trust, so here is what happens. We look over your {{vehicle.label|vehicle}} with you when you bring it and note what is already there. You hear from us when it is ready, or before if we find something you should know. At the end we go through the work together.

If something is not as agreed, tell us and we put it right.`,
	),
	sms(
		{ day: 18, at: "16:00" },
		"{{location.name}}: prefer to talk it over? Reply with a good time to call, or choose an appointment yourself: {{chat.url}}",
	),
	email(
		{ day: 22, at: "10:00" },
		"Has something changed?",
		"Update your request",
		`Hi {{contact.firstName|there}},

Plans change. If you want something other than {{service.name|what you asked for}}, a smaller job first, or simply a later date, tell us on the page below. It takes a minute, and we adjust the price and the times.

If you had it done elsewhere, a short word is enough and we stop writing.`,
	),
	sms(
		{ day: 26, at: "11:30" },
		"{{contact.firstName|Hi}}, shall we keep your request for your {{vehicle.label|vehicle}} open? Times and prices are at {{chat.url}} - {{location.name}}",
	),
	email(
		{ day: 30, at: "10:00" },
		"Closing your request for now",
		"Open it again",
		`Hi {{contact.firstName|there}},

We have not heard from you, so this is our last message about {{service.name|your request}}. Nothing is lost: whenever it suits you, open the page below or reply to this email, and we go on where we stopped.

All the best for you and your {{vehicle.label|vehicle}},
{{location.name}}, {{organisation.name}}`,
	),
];
