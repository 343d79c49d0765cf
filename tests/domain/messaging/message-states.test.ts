import { describe, expect, test } from "vitest";
import {
	applyReport,
	canMoveMessage,
	DELIVERY_REPORTS,
	type DeliveryReport,
	isStoppable,
	MESSAGE_STATES,
} from "#app/domain/messaging/rules/message-states.ts";

describe("MSG-1 message states", () => {
	test("MSG-1 what may have been sent is never queued again", () => {
		expect(canMoveMessage("uncertain", "queued")).toBe(false);
		for (const state of ["sent", "delivered", "bounced", "failed", "uncertain"] as const) {
			for (const back of ["draft", "held", "scheduled", "queued", "sending"] as const) {
				expect(canMoveMessage(state, back)).toBe(false);
			}
		}
	});

	test("MSG-1 what was not handed over can be stopped by suppression, and what the provider refused for an opt-out", () => {
		for (const state of MESSAGE_STATES)
			expect(canMoveMessage(state, "suppressed")).toBe(isStoppable(state) || state === "sending");
	});
});

describe("MSG-6 delivery reports in any order", () => {
	test("MSG-6 delivered never goes back to sent, and a bounce after a delivery counts", () => {
		expect(applyReport("delivered", "sent")).toBe("delivered");
		expect(applyReport("delivered", "failed")).toBe("delivered");
		expect(applyReport("delivered", "bounced")).toBe("bounced");
		expect(applyReport("bounced", "delivered")).toBe("bounced");
		expect(applyReport("uncertain", "sent")).toBe("sent");
	});

	test("MSG-6 a message that was not handed over takes no report", () => {
		for (const state of ["draft", "held", "scheduled", "queued", "suppressed"] as const) {
			for (const report of DELIVERY_REPORTS) expect(applyReport(state, report)).toBe(state);
		}
	});

	test("MSG-6 every order of the same reports, with doubles, ends in the same state", () => {
		for (const set of subsets(DELIVERY_REPORTS)) {
			const ends = permutations([...set, ...set.slice(0, 1)]).map((reports) =>
				reports.reduce<ReturnType<typeof applyReport>>(applyReport, "sending"),
			);
			expect(new Set(ends).size).toBe(1);
		}
	});

	test("MSG-6 a report never makes a move that the table of states does not know", () => {
		for (const state of MESSAGE_STATES) {
			for (const report of DELIVERY_REPORTS) {
				const next = applyReport(state, report);
				expect(next === state || canMoveMessage(state, next), `${state} by ${report}`).toBe(true);
			}
		}
	});
});

function subsets(reports: readonly DeliveryReport[]): DeliveryReport[][] {
	return Array.from({ length: 2 ** reports.length - 1 }, (_, bits) =>
		reports.filter((_r, at) => (bits + 1) & (1 << at)),
	);
}

function permutations(reports: readonly DeliveryReport[]): DeliveryReport[][] {
	if (reports.length === 0) return [[]];
	return reports.flatMap((one, at) =>
		permutations(reports.filter((_r, other) => other !== at)).map((rest) => [one, ...rest]),
	);
}
