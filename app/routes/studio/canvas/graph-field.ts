import { z } from "zod";
import { isDeeperThan } from "#app/base/depth.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";

/** A graph as a form's field carries it: JSON. */
export const GraphField = z.string("There is no drawing in this.").transform((text, context): Graph => {
	const parsed = Graph.safeParse(readJson(text));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const where = issue && issue.path.length > 0 ? ` (${issue.path.join(".")})` : "";
	context.addIssue({
		code: "custom",
		message: `This drawing cannot be kept: ${issue?.message ?? "it is none"}${where}.`,
	});
	return z.NEVER;
});

/** A JSON object as a form's field carries it; empty: none. */
export const JsonField = z
	.string()
	.max(256_000)
	.optional()
	.transform((text, context): Record<string, unknown> | undefined => {
		if (!text?.trim()) return undefined;
		const read = readJson(text);
		if (typeof read === "object" && read !== null && !Array.isArray(read)) return read as Record<string, unknown>;
		context.addIssue({ code: "custom", message: 'This is no JSON object. Write it as {"name": "value"}.' });
		return z.NEVER;
	});

function readJson(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return isDeeperThan(value, DEEPEST) ? undefined : value;
	} catch {
		return undefined;
	}
}

/** What is made to be deep is none of ours. */
const DEEPEST = 100;
