import { describe, expect, test } from "vitest";
import { understandRequest } from "#app/domain/assistant/member/rules/understand-request.ts";

// Wednesday 25 November 2026, noon in Phoenix.
const NOW = Date.parse("2026-11-25T19:00:00Z");
const read = (text: string) => understandRequest(text, NOW, "America/Phoenix");

describe("CHAT-2: what rules read in a member's words", () => {
	test.each([
		["show pending intakes", { kind: "waiting" }],
		["Who is waiting?", { kind: "waiting" }],
		["What is due today?", { kind: "tasks", whose: "mine", due: "today" }],
		["my overdue tasks", { kind: "tasks", whose: "mine", due: "overdue" }],
		["all open tasks of the team", { kind: "tasks", whose: "all" }],
		["appointments tomorrow", { kind: "appointments", days: { from: "2026-11-26", to: "2026-11-26" } }],
		["show me the deals", { kind: "deals" }],
		["Find Ann Kramer", { kind: "find", name: "ann kramer" }],
		["how much does ceramic coating cost?", { kind: "price", words: "ceramic coating" }],
		["help", { kind: "help" }],
		["what is our warranty on tint?", { kind: "question", words: "what is our warranty on tint?" }],
	])("%s", (text, wanted) => {
		expect(read(text)).toEqual(wanted);
	});

	test("a task keeps its words, and its day becomes the day it is due", () => {
		expect(read("Please remind me to call Ann Kramer tomorrow")).toEqual({
			kind: "create-task",
			title: "Call Ann Kramer",
			due: "2026-11-26",
		});
		expect(read("create a task: order film for bay 2")).toEqual({ kind: "create-task", title: "Order film for bay 2" });
	});

	test("a message, a note, a move and a booking are read with their names as they were written", () => {
		expect(read("Write an email to Ann Kramer about her appointment")).toEqual({
			kind: "write",
			channel: "email",
			to: "Ann Kramer",
			about: "her appointment",
			isTopic: true,
		});
		expect(read("send a text to Ann Kramer saying your car is ready")).toMatchObject({
			...{ kind: "write", channel: "sms", about: "your car is ready", isTopic: false },
		});
		expect(read("add a note on Ridgeline: they want two more vans")).toEqual({
			kind: "note",
			about: "Ridgeline",
			body: "they want two more vans",
		});
		expect(read("move the deal Fleet tint to Won")).toEqual({ kind: "move-deal", deal: "Fleet tint", stage: "Won" });
		expect(read("book window tint for Ann Kramer on friday")).toMatchObject({
			kind: "book",
			service: "window tint",
			contact: "Ann Kramer",
			when: { days: { from: "2026-11-27" } },
		});
	});

	test("what merely speaks of moving is a question, not a change", () => {
		expect(read("move my car to the shop").kind).toBe("question");
	});
});
