import { expect, test } from "vitest";
import { lineWords } from "#app/routes/leads/line-words.ts";

test("LEAD-5 a message that never left is not told as written, and its reason stands with it", () => {
	expect(lineWords({ state: "delivered", reason: null })).toBe("wrote");
	expect(lineWords({ state: "received", reason: null })).toBe("wrote");
	expect(lineWords({ state: "suppressed", reason: "Paused by Olive." })).toBe(
		"did not send a message: Paused by Olive.",
	);
	for (const state of ["draft", "held", "scheduled", "queued", "suppressed", "failed"] as const)
		expect(lineWords({ state, reason: null })).not.toContain("wrote");
});
