import { describe, expect, test } from "vitest";
import { reviewQuestionOf } from "#app/domain/assistant/rules/review-question.ts";
import { samenessOf } from "#app/domain/knowledge/rules/sameness.ts";

describe("a customer's question for the review", () => {
	test.each([
		["Is there a swimming pool?", "Is there a swimming pool?"],
		["Hi, I'm Ann Miller. My number is +1 414 555 0177. Is there a swimming pool?", "Is there a swimming pool?"],
		["Could you mail the care sheet to ann.miller@example.com?", "Could you mail the care sheet to …?"],
		["is miller's car safe in your yard overnight?", "is …'s car safe in your yard overnight?"],
		["Do you pick up at 12 Old Oak Street?", "Do you pick up at …?"],
		["Can I call you back at (414) 555-0177 about insurance?", "Can I call you back at … about insurance?"],
		["Is my plate KRX-4821 on your list, order 220941?", "Is my plate … on your list, order …?"],
		["Do you film an F-150 from 2019?", "Do you film an F-150 from 2019?"],
	])("KB-6: %s", (text, kept) => {
		expect(reviewQuestionOf(text, "Ann Miller")).toBe(kept);
	});

	test("KB-6: where nothing is left that could be answered, nothing is kept", () => {
		expect(reviewQuestionOf("ann@example.com?", "Ann")).toBeUndefined();
		expect(reviewQuestionOf("???", "Ann")).toBeUndefined();
	});

	test("KB-6: the same question in other words and order is the same, another one is not", () => {
		const pool = samenessOf("Is there a swimming pool?");
		expect(samenessOf("do you have any swimming pools")).toBe(pool);
		expect(samenessOf("Hi guys, a pool for swimming, would you have any?")).toBe(pool);
		expect(samenessOf("Is there a swimming teacher?")).not.toBe(pool);
		// Of small words alone there is nothing to tell it by but the words.
		expect(samenessOf("who are you?")).not.toBe(samenessOf("what is this?"));
	});
});
