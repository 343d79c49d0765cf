import { expect, test } from "vitest";
import { type ChatService, matchServices } from "#app/domain/assistant/rules/match-service.ts";
import { understand } from "#app/domain/assistant/rules/understand.ts";

const CATALOGUE: [string, number][] = [
	["Chrome delete", 499],
	["Full color change wrap", 3_299],
	["Full vehicle window tint, carbon", 349],
	["Full vehicle window tint, ceramic", 549],
	["Old tint removal, full vehicle", 179],
	["Old tint removal, rear window", 89],
	["Sunroof tint", 119],
	["Two front windows tint, ceramic", 189],
	["Windshield tint, clear ceramic", 299],
];
const SERVICES: ChatService[] = CATALOGUE.map(([name, price]) => ({
	id: name,
	name,
	priceCents: price * 100,
	currency: "USD",
	durationMinutes: 60,
}));
const named = (text: string, wanted: string[] = []) =>
	matchServices(text, SERVICES, new Set(wanted)).map(({ name }) => name);

test("LEAD-6 who asks for tint is told of tinting the whole vehicle first, and of taking tint off not at all", () => {
	const found = named("What does tinting cost?");
	expect(found.slice(0, 2).sort()).toEqual(["Full vehicle window tint, carbon", "Full vehicle window tint, ceramic"]);
	expect(found).toHaveLength(5);
	expect(found.join()).not.toContain("removal");
});

test("LEAD-6 what the lead asked for stands first among what a vague word may mean", () => {
	expect(named("tint price", ["Windshield tint, clear ceramic"])[0]).toBe("Windshield tint, clear ceramic");
});

test("LEAD-6 who asks for taking tint off is told of that alone", () => {
	expect(named("how much to remove old tint")).toEqual([
		"Old tint removal, full vehicle",
		"Old tint removal, rear window",
	]);
});

test("LEAD-6 the work that was asked for outweighs its place: a back window is tinted by those who tint", () => {
	const found = named("Tint the back window");
	expect(found.slice(0, 2).sort()).toEqual(["Full vehicle window tint, carbon", "Full vehicle window tint, ceramic"]);
	expect(found.join()).not.toContain("removal");
	expect(named("How much is it to have my rear window tinted?").join()).not.toContain("removal");
	expect(named("Can you wrap the sunroof?")).toEqual(["Full color change wrap"]);
});

test("LEAD-6 a place alone, or the work and its place, still find the service of that place", () => {
	expect(named("remove the tint on my back window")[0]).toBe("Old tint removal, rear window");
	expect(named("the old tint of my back window")[0]).toBe("Old tint removal, rear window");
	expect(named("tint my sunroof")).toEqual(["Sunroof tint"]);
	expect(named("something for the windshield")).toEqual(["Windshield tint, clear ceramic"]);
	expect(named("tint the two front windows")[0]).toBe("Two front windows tint, ceramic");
});

test("LEAD-6 the cheapest is named first where the cheapest is asked for", () => {
	const { intent, services } = understand("cheapest tint", { services: SERVICES, now: 0, zone: "UTC" });
	expect([intent, services[0]?.name]).toEqual(["price", "Sunroof tint"]);
});
