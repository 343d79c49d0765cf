import { expect, test } from "vitest";
import { DEFAULT_SEQUENCE } from "#app/domain/leads/default-sequence.ts";
import { renderTouch } from "#app/domain/leads/sequences/sending/render-touch.ts";
import { valuesOf } from "#app/domain/leads/sequences/sending/write-touch.ts";

const LEAD = {
	first_name: "Ann",
	year: null,
	make: null,
	model: null,
	services: [] as string[],
	source: "api" as const,
	lead_title: "Window tint",
	location_name: "Lakeside",
	location_phone: null,
	organisation_name: "Northlight",
};
const subjectOf = (lead: Parameters<typeof valuesOf>[0]) =>
	renderTouch("email", DEFAULT_SEQUENCE[0]!, { ...valuesOf(lead), "chat.url": "https://perigee.test/chat/x" }).subject;

test("LEAD-5 a lead without services is written to about its title", () => {
	expect(subjectOf(LEAD)).toBe("Your request: Window tint for your vehicle");
	expect(subjectOf({ ...LEAD, services: ["Chrome delete"] })).toBe("Your request: Chrome delete for your vehicle");
});

test("LEAD-5 an order's number and a whole letter are no name of work", () => {
	for (const strange of [
		{ source: "shop" as const, lead_title: "Order 1017" },
		{ lead_title: "Hello,\nI have a car" },
		{ lead_title: "a ".repeat(60) },
	])
		expect(subjectOf({ ...LEAD, ...strange })).toBe("Your request: work for your vehicle");
});
