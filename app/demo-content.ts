import { DEFAULT_SEQUENCE } from "#app/domain/leads/default-sequence.ts";
import { renderTouch } from "#app/domain/leads/sequences/sending/render-touch.ts";
import type { DemoContent, DemoService, DemoTouch } from "#db/seed/demo-content.ts";
import { makeLocations, makeServices, type RawService } from "../scripts/demo/shop-catalogue.ts";

/** What fills the demo: the shipped sequence in its own words, and the shop stand-in's catalogue as its sync reads it. */
export const demoContent: DemoContent = {
	sequence: DEFAULT_SEQUENCE as readonly DemoTouch[],
	catalogue: makeLocations().map((location, place) => makeServices(location, place).map(asService)),
	write(position, words, chatUrl) {
		const touch = DEFAULT_SEQUENCE[position - 1]!;
		const { subject, text } = renderTouch(touch.channel as "email" | "sms", touch, {
			"contact.firstName": words.firstName,
			"vehicle.label": words.vehicle,
			"service.name": words.service,
			"location.name": words.location,
			"location.phone": words.phone,
			"organisation.name": "Northlight Auto Styling",
			"chat.url": chatUrl,
		});
		return { subject: subject ?? "", text };
	},
	heldReason: {
		email: "Sending email is switched off for this installation (ALLOW_EMAIL_SENDING).",
		sms: "Sending SMS is switched off for this installation (ALLOW_SMS_SENDING).",
	},
};

/** The shop stand-in's own ids of its locations, in the order of DEMO_LOCATIONS. */
export const demoShopLocations = makeLocations().map((location) => location.id);

function asService(raw: RawService): DemoService {
	const labors = raw.labors as { hours: number }[];
	return {
		externalId: raw.id,
		name: raw.name,
		description: String(raw.note),
		priceCents: Number(raw.totalCents),
		durationMinutes: Math.round(labors.reduce((sum, labor) => sum + labor.hours, 0) * 60),
	};
}
