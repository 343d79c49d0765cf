import { HOUR, timeOfDay, wallAt } from "#app/base/time.ts";
import { sayInstant } from "#app/base/words/say-time.ts";

export type Confirmation = "booked" | "moved" | "cancelled";

type What = { title: string; startsAt: Date; timeZone: string };
type Who = {
	host: { kind: "location" | "member"; name: string; phone: string | null; address: string | null };
	contact: { name: string };
};

/** The words of a confirmation: subject and text of the email (its button carries the link), and the SMS with the link. */
export function confirmationTexts(kind: Confirmation, what: What, who: Who, url: string) {
	const when = sayInstant(what.startsAt, what.timeZone);
	const { name } = who.host;
	const said = { booked: "is booked for", moved: "has moved to", cancelled: "is cancelled; it was on" }[kind];
	const change = kind !== "cancelled" ? "Move or cancel" : who.host.kind === "member" ? "See it" : "Book again";
	return {
		subject: {
			booked: `Booked: ${what.title}, ${when}`,
			moved: `New time: ${what.title}, ${when}`,
			cancelled: `Cancelled: ${what.title}, ${when}`,
		}[kind],
		email: lines(
			greeting(who),
			`Your ${what.title} ${preposition(who)} ${name} ${said} ${when}.`,
			kind === "cancelled" ? null : placeLine(who),
			kind === "cancelled"
				? who.host.kind === "member"
					? "If you still want to meet, write back."
					: "If you still want to come, book another time."
				: "If the time no longer suits you, move or cancel it.",
		),
		sms: `${name}: your ${what.title} ${said} ${when}. ${change}: ${url}`,
	};
}

/** The words of a reminder. */
export function reminderTexts(what: What, who: Who, url: string) {
	const when = sayInstant(what.startsAt, what.timeZone);
	return {
		subject: `Reminder: ${what.title}, ${when}`,
		email: lines(
			greeting(who),
			who.host.kind === "member"
				? `${who.host.name} expects you for your ${what.title} on ${when}.`
				: `We expect you for your ${what.title} at ${who.host.name} on ${when}.`,
			placeLine(who),
			"If the time no longer suits you, move or cancel it.",
		),
		sms: `${who.host.name}: see you for your ${what.title} on ${when}. Move or cancel: ${url}`,
	};
}

/**
 * Whether a reminder would come at a decent hour. Two hours before an early appointment people sleep: the message would
 * wait for the end of the quiet hours and come too late to be one. The day before has told them.
 */
export function worthReminding(before: "day" | "hours", startsAt: Date, zone: string): boolean {
	if (before === "day") return true;
	const wall = wallAt(startsAt.getTime() - 2 * HOUR, zone);
	const ofDay = ((wall % (24 * HOUR)) + 24 * HOUR) % (24 * HOUR);
	return ofDay >= timeOfDay("08:00") && ofDay < timeOfDay("21:00");
}

function greeting({ contact }: Who): string {
	return contact.name ? `Hello ${contact.name},` : "Hello,";
}

function preposition({ host }: Who): string {
	return host.kind === "member" ? "with" : "at";
}

function placeLine({ host }: Who): string | null {
	const parts = [host.address && `Where: ${host.address}.`, host.phone && `Phone: ${host.phone}.`];
	return parts.filter(Boolean).join(" ") || null;
}

function lines(...paragraphs: (string | null)[]): string {
	return paragraphs.filter((one) => one !== null).join("\n\n");
}
