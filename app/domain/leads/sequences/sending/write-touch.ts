import { readTouches, type VersionTouch } from "#app/domain/leads/sequences/versions/touch-schema.ts";
import type { TemplateValues } from "#app/domain/messaging/rules/template.ts";
import type { DueTouch } from "./due-touch.ts";
import { renderTouch, type WrittenTouch } from "./render-touch.ts";

/**
 * The words of a touch for its contact, from the version the lead was enrolled in. Every message carries the chat
 * link: an email by its button, an SMS in its text.
 */
export function writeTouch(touch: DueTouch, chatUrl: string): WrittenTouch {
	const template = wordingOf(readTouches(touch.touches)[touch.position - 1]!, touch.variant);
	return renderTouch(touch.channel as "email" | "sms", template, { ...valuesOf(touch), "chat.url": chatUrl });
}

/** What a touch's text may say of its lead. */
export function valuesOf(touch: TouchSubject): TemplateValues {
	return {
		"contact.firstName": touch.first_name,
		"vehicle.label": [touch.year, touch.make, touch.model].filter(Boolean).join(" "),
		"service.name": touch.services[0] ?? titleAsWork(touch),
		"location.name": touch.location_name,
		"location.phone": touch.location_phone,
		"organisation.name": touch.organisation_name,
	};
}

/** What a lead is called names the work, where a person or their program wrote it; a shop's may be an order's number. */
function titleAsWork({ source, lead_title }: TouchSubject): string | null {
	const title = lead_title.trim();
	return source === "shop" || title.length > 80 || /[\r\n]/.test(title) ? null : title || null;
}

type TouchSubject = Pick<
	DueTouch,
	| "first_name"
	| "year"
	| "make"
	| "model"
	| "services"
	| "source"
	| "lead_title"
	| "location_name"
	| "location_phone"
	| "organisation_name"
>;

/** The wording of a variant: "B" has the second one, where there is one. */
export function wordingOf(touch: VersionTouch, variant: string | null) {
	return variant === "B" && touch.second ? touch.second : touch;
}
