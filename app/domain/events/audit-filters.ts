import { z } from "zod";
import { readDate } from "#app/base/time.ts";

const text = z
	.string()
	.trim()
	.max(200)
	.regex(/^\P{Cc}*$/u)
	.optional()
	.catch(undefined);
const day = z.string().transform(readDate).optional();

/** The audit page's filters as its URL holds them; what cannot be read counts as absent. Days are the reader's. */
export const AuditFilters = z.object({
	/** A member's id, or `kind:` and a kind of actor. */
	actor: text,
	name: text,
	/** A type, or a type with an id: `lead` or `lead:<id>`. */
	subject: text,
	from: day,
	to: day,
	after: text,
});
export type AuditFilters = z.infer<typeof AuditFilters>;

/** Reads filters from a URL's query; empty fields, as a GET form leaves them, are absent. */
export function readAuditFilters(params: URLSearchParams): AuditFilters {
	return AuditFilters.parse(Object.fromEntries([...params].filter(([, value]) => value !== "")));
}

export const ACTOR_KINDS = ["member", "api-key", "customer", "agent", "workflow", "webhook", "system"] as const;
