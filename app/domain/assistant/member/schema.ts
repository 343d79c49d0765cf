import { z } from "zod";

const LONGEST = 4_000;

/** Ids of proposals, as a hidden field carries them. What is no id is nobody's. */
const Seen = z
	.string()
	.max(8_000)
	.default("")
	.transform((text) => text.split(" ").filter((id) => z.uuid().safeParse(id).success));

/** A member's question to the assistant. `key` is drawn with the page, so that sending it twice is sending it once. */
export const Question = z.object({
	text: z
		.string({ error: "Write a question first." })
		.trim()
		.min(1, "Write a question first.")
		.max(LONGEST, `A question may have ${LONGEST} characters.`),
	key: z.string().min(8).max(100),
	/** A page that follows the answer as it is written waits less before it is shown. */
	live: z.literal("1").optional(),
	/** The proposals that the page showed: "yes" is said to none but these. */
	seen: Seen,
});
export type Question = z.output<typeof Question>;

export const ThreadTitle = z.object({
	title: z.string({ error: "Give it a name." }).trim().min(1, "Give it a name.").max(120),
});

/** What an answer stands on: `mark` is its number in the text, `href` where it is read. */
export const Source = z.object({
	mark: z.number().int().positive(),
	title: z.string(),
	note: z.string().default(""),
	href: z.string().regex(/^\/(?!\/)/),
	/** Words of it, for passages of the knowledge. */
	quote: z.string().optional(),
});
export type Source = z.output<typeof Source>;
export const Sources = z.array(Source).catch([]);

export const MESSAGE_STATES = ["writing", "done", "stopped", "failed"] as const;
export const PROPOSAL_STATES = ["proposed", "confirmed", "declined", "failed", "expired"] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** A proposal is worth confirming for a day; after that the facts it was made from are old. Milliseconds. */
export const PROPOSAL_LIVES_MS = 24 * 3_600_000;
