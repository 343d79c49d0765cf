import { z } from "zod";
import { isTrue } from "#app/domain/workflows/rules/expressions.ts";
import { Condition } from "../condition.ts";
import { defineNode } from "../node-type.ts";

/** Goes one of two ways (FLOW-1). */
export const branch = defineNode<{ when: string }>({
	type: "branch",
	label: "Branch",
	group: "flow",
	hint: "Goes one way if something is so, and another if not.",
	settings: z.strictObject({ when: Condition.refine((text) => text.trim() !== "", "say when it goes by yes") }),
	fields: [{ name: "when", label: "If", kind: "expression", help: "True or false, such as trigger.amount > 500." }],
	expressions: ["when"],
	ports: () => ["yes", "no"],
	canFail: true,
	decide: ({ settings, data }) => {
		const isYes = isTrue(settings.when, data);
		return { port: isYes ? "yes" : "no", output: { result: isYes } };
	},
});
