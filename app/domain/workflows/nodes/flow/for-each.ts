import { z } from "zod";
import { evaluate } from "#app/domain/workflows/rules/expressions.ts";
import { Condition } from "../condition.ts";
import { defineNode, StepFailure } from "../node-type.ts";

/** More items than this are an import, or a workflow started for each of them. */
const MOST_ITEMS = 1_000;

/** Does what hangs on `each` once for every item of a list, then goes on by `done` (FLOW-1). */
export const forEach = defineNode<{ items: string; width: number }>({
	type: "for_each",
	label: "For each",
	group: "flow",
	hint: "Does something once for every item of a list.",
	settings: z.strictObject({
		items: Condition.refine((text) => text.trim() !== "", "say which list"),
		width: z.coerce.number().int().min(1).max(20).default(1),
	}),
	fields: [
		{
			name: "items",
			label: "List",
			kind: "expression",
			help: "Such as trigger.rows. Steps inside read item and index.",
		},
		{ name: "width", label: "At a time", kind: "number" },
	],
	expressions: ["items"],
	ports: () => ["each", "done"],
	canFail: true,
	decide: ({ settings, data }) => {
		const items = evaluate(settings.items, data);
		if (!Array.isArray(items)) throw new StepFailure(`“${settings.items}” is not a list.`);
		if (items.length > MOST_ITEMS)
			throw new StepFailure(`The list has ${items.length} items, and ${MOST_ITEMS} are the most.`);
		return { loop: { items, width: settings.width }, output: { items } };
	},
});
