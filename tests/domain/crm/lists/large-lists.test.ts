import { expect, test } from "vitest";
import { LargeLists } from "#app/domain/crm/lists/large-lists.ts";

test("CRM-2: a list counted to its cap is known to be large for a minute, counted again from then on", () => {
	let now = 0;
	const large = new LargeLists(() => now);
	expect(large.has("contacts")).toBe(false);
	large.add("contacts");
	now += 59_999;
	expect(large.has("contacts")).toBe(true);
	expect(large.has("deals")).toBe(false);
	now += 1;
	expect(large.has("contacts")).toBe(false);
});

test("CRM-2: of a thousand large lists the one counted longest ago makes room for another", () => {
	const large = new LargeLists(() => 0);
	for (let at = 0; at < 1_000; at++) large.add(`list ${at}`);
	large.add("list 0");
	large.add("one more");
	expect([large.has("list 0"), large.has("list 1"), large.has("one more")]).toEqual([true, false, true]);
});
