import { z } from "zod";
import { evaluate } from "#app/domain/workflows/rules/expressions.ts";
import { Condition } from "../condition.ts";
import { defineNode } from "../node-type.ts";

/** Ends its way, or the whole run, and says what came of it (FLOW-1). */
export const end = defineNode<{ result: string; all: boolean }>({
	type: "end",
	label: "End",
	group: "flow",
	hint: "Ends this way, or the whole run.",
	settings: z.strictObject({ result: Condition, all: z.coerce.boolean().default(false) }),
	fields: [
		{
			name: "result",
			label: "Result",
			kind: "expression",
			isOptional: true,
			help: "What came of it, for whoever started it.",
		},
		{ name: "all", label: "End every way of the run", kind: "switch" },
	],
	expressions: ["result"],
	ports: () => [],
	canFail: true,
	decide: ({ settings, data }) => (settings.result.trim() === "" ? {} : { output: evaluate(settings.result, data) }),
});
