import { describe, expect, test } from "vitest";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { catalogue } from "#app/routes/studio/canvas/catalogue.ts";
import { findItems } from "#app/ui/canvas/library.tsx";
import { openTestHouse } from "#tests/support/house.ts";

const found = (words: string) => {
	const groups = Map.groupBy(catalogue(), ({ groupLabel }) => groupLabel);
	const library = [...groups].map(([label, types]) => ({
		label,
		items: types.map(({ type, label, hint }) => ({ kind: type, label, hint, icon: "plus" as const })),
	}));
	return findItems(library, words).flatMap(({ items }) => items.map(({ label }) => label));
};

describe("FLOW-2 the library's search", () => {
	test.each([
		["create a record", "Create a record"],
		["Create a REC", "Create a record"],
		["ask", "Ask a model"],
		["record", "A record changed"],
		["sms", "Send an SMS"],
		["notice", "Tell a member"],
	])("FLOW-2 “%s” finds “%s” first", async (words, first) => {
		await openTestHouse();
		const all = found(words);
		expect(all[0]).toContain(first);
		expect(new Set(all).size).toBe(all.length);
	});

	test("FLOW-2 nothing typed shows everything, and what only its description tells of comes last", async () => {
		await openTestHouse();
		expect(found("").length).toBe(nodeTypes().size);
		const all = found("member");
		expect(all.indexOf("Tell a member")).toBeLessThan(all.indexOf("Assign a record"));
		expect(found("nothing is called so")).toEqual([]);
	});
});
