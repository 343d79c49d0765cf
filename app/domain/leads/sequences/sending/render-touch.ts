import { SEQUENCE_REASON } from "#app/domain/leads/default-sequence.ts";
import { missingValues, renderTemplate, type TemplateValues } from "#app/domain/messaging/rules/template.ts";

export type WrittenTouch = {
	subject?: string;
	text: string;
	button?: { label: string; url: string };
	reason?: string;
	/** Variables without a value or a stand-in: such a message is held rather than sent with a hole. */
	missingValues: string[];
};

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
