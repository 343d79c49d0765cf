import { z } from "zod";
import { Finding } from "./terms.ts";

/**
 * What a contract analysis holds. `isContract` is null until its file was read; a text that reads like no contract has `why`
 * and no findings. `by` says who looked: the rules, the rules and a model, or a member.
 */
export const ContractAnalysis = z.object({
	/** The file that it was read from. */
	contractId: z.uuid().nullable().default(null),
	file: z.string().max(200).default(""),
	isContract: z.boolean().nullable().default(null),
	why: z.string().max(500).default(""),
	by: z.enum(["rules", "rules-and-model", "member"]).default("member"),
	/** Whether pages could be told; a Word document without breaks has its text as page 1. */
	hasPages: z.boolean().default(true),
	findings: z.array(Finding).max(200, "Keep 200 terms at most.").default([]),
	/** What is missing or was not read: an absence has no words to quote. */
	notes: z.array(z.string().max(1_000)).max(20).default([]),
});
export type ContractAnalysis = z.output<typeof ContractAnalysis>;

export const BY_LABELS: Record<ContractAnalysis["by"], string> = {
	rules: "Found by rules, without a model.",
	"rules-and-model": "Found by rules and a model. What the model added stands word for word on the page it names.",
	member: "Written by a member.",
};
