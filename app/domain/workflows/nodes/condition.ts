import { z } from "zod";
import { expressionProblem } from "#app/domain/workflows/rules/expressions.ts";

/** A condition that may be left out; what is there must be readable. */
export const Condition = z
	.string()
	.max(2_000)
	.default("")
	.superRefine((text, context) => {
		const problem = text.trim() === "" ? null : expressionProblem(text);
		if (problem) context.addIssue({ code: "custom", message: problem });
	});
