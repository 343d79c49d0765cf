import { Recommendations } from "#app/domain/artifacts/rules/recommendations.ts";
import { defineKind } from "./kind.ts";

/** What to do next for an account. Every line can become a task. */
export const recommendations = defineKind<Recommendations>({
	content: Recommendations,
	start: () => Recommendations.parse({}),
	items: ({ lines }) =>
		lines.map(({ key, title, reason, facts, dueOn }) => ({
			...{ key, title, dueOn },
			detail: [reason, ...facts].filter((line) => line !== "").join("\n"),
		})),
});
