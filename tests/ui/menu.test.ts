import { describe, expect, it } from "vitest";
import { findCommands } from "#app/ui/menu/find-commands.ts";
import { isWithin } from "#app/ui/menu/navigation.ts";
import { initials } from "#app/ui/signs/avatar.tsx";

const commands = ["Leads", "Calendar", "Add lead", "Café settings"].map((label) => ({ label, href: `/${label}` }));
const found = (typed: string) => findCommands(commands, typed).map(({ label }) => label);

describe("the command menu", () => {
	it("shows all in their order while nothing is typed", () => {
		expect(found(" ")).toEqual(["Leads", "Calendar", "Add lead", "Café settings"]);
	});

	it("puts what starts with the words first, then words within, then letters in order", () => {
		expect(found("lead")).toEqual(["Leads", "Add lead"]);
		expect(found("cdr")).toEqual(["Calendar"]);
		expect(found("zebra")).toEqual([]);
	});

	it("DASH-1: bears a slip in a word of three letters or more", () => {
		const [contact] = findCommands([{ label: "New contact", href: "/contacts/new" }], "nwe contact");
		expect(contact?.label).toBe("New contact");
		expect(found("calender")).toEqual(["Calendar"]);
		expect(found("add laed")).toEqual(["Add lead"]);
		expect(found("ad")).toContain("Add lead");
		expect(found("xy lead")).toEqual([]);
	});

	it("does not mind case and accents", () => {
		expect(found("CAFE")).toEqual(["Café settings"]);
	});
});

describe("an area", () => {
	it("holds its pages and no neighbour with the same start", () => {
		expect(isWithin("/leads/1", "/leads")).toBe(true);
		expect(isWithin("/leads-old", "/leads")).toBe(false);
		expect(isWithin("/leads", "/")).toBe(false);
	});
});

describe("initials", () => {
	it("are the first letters of the first and the last word, whole letters in any script", () => {
		expect(initials("Ana María Díaz")).toBe("AD");
		expect(initials("hana")).toBe("H");
		expect(initials("  ")).toBe("?");
		expect(initials("𝒜lice Ω")).toBe("𝒜Ω");
	});
});
