import { invalid } from "#app/base/errors.ts";
import type { Values } from "../records/rules.ts";

/** Throws 422 for a project that would be due before it begins. */
export function assertDaysInOrder({ startsOn, dueOn }: Values): void {
	if (typeof startsOn === "string" && typeof dueOn === "string" && dueOn < startsOn) {
		throw invalid("A project cannot be due before it begins.", { dueOn: ["Choose a day after the project begins."] });
	}
}
