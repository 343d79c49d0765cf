import { SEQUENCE_REASON } from "#app/domain/leads/default-sequence.ts";
import { missingValues, renderTemplate, type TemplateValues } from "#app/domain/messaging/rules/template.ts";
import type { DueTouch } from "./due-touch.ts";
import { readTouches, type VersionTouch } from "./touch-schema.ts";

export type WrittenTouch = {
	subject?: string;
	text: string;
	button?: { label: string; url: string };
	reason?: string;
	/** Variables without a value or a stand-in: such a message is held rather than sent with a hole. */
	missingValues: string[];
};

/**
 * The words of a touch for its contact, from the version the lead was enrolled in. Every message carries the chat
 * link: an email by its button, an SMS in its text.
 */
export function writeTouch(touch: DueTouch, chatUrl: string): WrittenTouch {
	const template = wordingOf(readTouches(touch.touches)[touch.position - 1]!, touch.variant);
	return renderTouch(touch.channel as "email" | "sms", template, { ...valuesOf(touch), "chat.url": chatUrl });
}

type Wording = { subject: string | null; body: string; button: string | null };

/** A wording with values: what a contact gets, and what the editor's preview shows. */
export function renderTouch(channel: "email" | "sms", wording: Wording, values: TemplateValues): WrittenTouch {
	const chatUrl = String(values["chat.url"]);
	const body = renderTemplate(wording.body, values, { escape: "text" });
	if (channel === "sms") {
		const text = body.includes(chatUrl) ? body : `${body} ${chatUrl}`;
		return { text, missingValues: missingValues(wording.body, values) };
	}
	const label = wording.button || "Open your request";
	return {
		subject: renderTemplate(wording.subject ?? "", values, { escape: "line" }),
		text: body,
		button: { label: renderTemplate(label, values, { escape: "line" }), url: chatUrl },
		reason: renderTemplate(SEQUENCE_REASON, values, { escape: "line" }),
		missingValues: missingValues(`${wording.subject ?? ""} ${wording.body} ${label}`, values),
	};
}

/** What a touch's text may say of its lead. */
export function valuesOf(touch: TouchSubject): TemplateValues {
	return {
		"contact.firstName": touch.first_name,
		"vehicle.label": [touch.year, touch.make, touch.model].filter(Boolean).join(" "),
		"service.name": touch.services[0] ?? null,
		"location.name": touch.location_name,
		"location.phone": touch.location_phone,
		"organisation.name": touch.organisation_name,
	};
}

type TouchSubject = Pick<
	DueTouch,
	"first_name" | "year" | "make" | "model" | "services" | "location_name" | "location_phone" | "organisation_name"
>;

/** The wording of a variant: "B" has the second one, where there is one. */
export function wordingOf(touch: VersionTouch, variant: string | null) {
	return variant === "B" && touch.second ? touch.second : touch;
}
