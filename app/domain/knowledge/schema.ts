import { z } from "zod";

export const DOCUMENT_STATES = ["stored", "processing", "ready", "failed"] as const;
export type DocumentState = (typeof DOCUMENT_STATES)[number];

export const STATE_LABELS: Record<DocumentState, string> = {
	stored: "Waiting",
	processing: "Being read",
	ready: "Ready",
	failed: "Not readable",
};

export const FILE_KINDS = ["pdf", "docx", "html", "markdown", "text", "csv", "unknown"] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export const KIND_LABELS: Record<FileKind, string> = {
	pdf: "PDF",
	docx: "Word",
	html: "Web page",
	markdown: "Markdown",
	text: "Text",
	csv: "CSV",
	unknown: "Unknown",
};

/** A document of the knowledge may have 25 MB. */
export const DOCUMENT_BYTES = 25 * 1024 * 1024;
/** Files of one form. */
export const DOCUMENTS_AT_ONCE = 50;

export const VISIBILITIES = ["all", "roles", "agents", "public"] as const;
export type Visibility = (typeof VISIBILITIES)[number];

export const VISIBILITY_LABELS: Record<Visibility, string> = {
	all: "All members",
	roles: "Chosen roles",
	agents: "Agents only",
	public: "Public",
};

export const VISIBILITY_HELP: Record<Visibility, string> = {
	all: "Every member and every agent of yours may read it.",
	roles: "Members of the roles you choose may read it, owners and admins always.",
	agents: "Your agents may use it; of members only those who look after collections see it.",
	public: "Everybody may read it, and the chat answers customers from it.",
};

export const ROLES = ["owner", "admin", "manager", "user", "viewer"] as const;

export const CollectionForm = z.object({
	name: z.string({ error: "Give it a name" }).trim().min(1, "Give it a name").max(80, "Use 80 characters at most"),
	description: z.string().trim().max(500, "Use 500 characters at most").default(""),
	visibility: z.enum(VISIBILITIES, { error: "Say who may read it" }),
	roles: z.array(z.enum(ROLES)).default([]),
	version: z.coerce.number().int().optional(),
});
export type CollectionForm = z.output<typeof CollectionForm>;

/** What becomes of a removed collection's documents. */
export const CollectionRemoval = z.object({
	fate: z.enum(["move", "trash"], { error: "Say what becomes of its documents" }),
	to: z
		.string()
		.optional()
		.transform((id) => id || undefined),
	version: z.coerce.number().int(),
});
export type CollectionRemoval = z.output<typeof CollectionRemoval>;

export const Question = z
	.string({ error: "Write a question" })
	.trim()
	.min(2, "Write a question")
	.max(500, "Use 500 characters at most");
