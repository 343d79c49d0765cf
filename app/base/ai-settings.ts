import { z } from "zod";

/** What models are asked for (AI-1): each may have an order of providers of its own. */
export const AI_PURPOSES = [
	"lead-chat",
	"assistant",
	"crm-insights",
	"knowledge-answer",
	"document-summary",
	"workflow",
	"guided-step",
	"contract-analysis",
	"recommendations",
] as const;

export type AiPurposeName = (typeof AI_PURPOSES)[number];

/** A further model to ask, beside those that have settings of their own: any kind at any address, under a name. */
export const AiProvider = z.strictObject({
	name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens"),
	kind: z.enum(["anthropic", "openai", "ollama"]),
	model: z.string().min(1),
	apiKey: z.string().min(1).optional(),
	baseUrl: z.url({ protocol: /^https?$/ }).optional(),
	/** Milliseconds: to the first word, of silence after it, for a whole answer. */
	firstTokenMs: z.number().int().min(100).max(300_000).optional(),
	silenceMs: z.number().int().min(100).max(300_000).optional(),
	totalMs: z.number().int().min(100).max(600_000).optional(),
});

/** Who is asked for one purpose: an order, shares between providers (A/B), how long an answer may be. */
export const AiPurpose = z.strictObject({
	order: z.array(z.string()).min(1).optional(),
	split: z
		.array(z.strictObject({ provider: z.string(), share: z.number().positive() }))
		.min(2)
		.optional(),
	maxTokens: z.number().int().min(16).max(32_000).optional(),
});
