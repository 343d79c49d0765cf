import { z } from "zod";
import { isTrue } from "#app/domain/workflows/rules/expressions.ts";
import { Condition } from "../condition.ts";
import { defineNode } from "../node-type.ts";

const PORT = /^[a-z][a-z0-9_]{0,39}$/;

const Cases = z
	.array(
		z.strictObject({
			port: z.string("give each case a name").regex(PORT, "a case's name: small letters, digits and _"),
			when: Condition.refine((text) => text.trim() !== "", "say when this way is taken"),
		}),
		"add at least one case",
	)
	.min(1, "add at least one case")
	.max(20)
	.refine((cases) => new Set(cases.map(({ port }) => port)).size === cases.length, "two cases have the same name")
	.refine((cases) => cases.every(({ port }) => port !== "otherwise" && port !== "error"), "that name is taken");

/** Goes the way of the first case that holds, else `otherwise` (FLOW-1). */
export const switchNode = defineNode<{ cases: { port: string; when: string }[] }>({
	type: "switch",
	label: "Switch",
	group: "flow",
	hint: "Goes the way of the first case that holds.",
	settings: z.strictObject({ cases: Cases }),
	fields: [{ name: "cases", label: "Cases", kind: "cases", help: "The first that holds is taken, else otherwise." }],
	expressions: ["cases"],
	ports: (settings) => {
		const parsed = Cases.safeParse(settings.cases);
		return [...(parsed.success ? parsed.data.map(({ port }) => port) : []), "otherwise"];
	},
	canFail: true,
	decide: ({ settings, data }) => {
		const port = settings.cases.find(({ when }) => isTrue(when, data))?.port ?? "otherwise";
		return { port, output: { case: port } };
	},
});
