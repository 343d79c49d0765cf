import { z } from "zod";
import { isDeeperThan } from "#app/base/depth.ts";

/** Kinds that have an editor and a printable page of their own (SUCCESS-7), in the order in which pages offer them. */
export const ARTIFACT_KINDS = [
	"assessment",
	"open_tasks",
	"contract_analysis",
	"pricing",
	"stakeholder_map",
	"recommendations",
] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

export const ARTIFACT_KIND_LABELS: Readonly<Record<ArtifactKind, string>> = {
	assessment: "Assessment",
	open_tasks: "Open tasks",
	contract_analysis: "Contract analysis",
	pricing: "Pricing",
	stakeholder_map: "Stakeholder map",
	recommendations: "Recommendations",
};

export const isArtifactKind = (kind: string): kind is ArtifactKind =>
	(ARTIFACT_KINDS as readonly string[]).includes(kind);

/** A kind as people read it: ours by its label, another word with its lines made spaces ("Email draft"). */
export function kindLabel(kind: string): string {
	if (isArtifactKind(kind)) return ARTIFACT_KIND_LABELS[kind];
	const words = kind.replaceAll("_", " ");
	return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A kind as it comes: lower-case letters, digits and lines between words. */
export const Kind = z
	.string("Say which kind it is.")
	.regex(/^[a-z][a-z0-9_]{0,59}$/, "Name the kind in lower case, such as email_draft.");

/** As much as a version's content may be, as JSON. */
export const CONTENT_BYTES = 256 * 1024;
const DEEPEST = 20;

export type Content = Readonly<Record<string, unknown>>;

/** What any artifact may hold: a JSON object of bounded size and depth. Kinds of ours say more in their own schema. */
export const AnyContent = z
	.record(z.string(), z.unknown(), "Give the content as a JSON object.")
	.refine((content) => !isDeeperThan(content, DEEPEST), { error: `Nest ${DEEPEST} levels at most.`, abort: true })
	.refine(
		(content) => new TextEncoder().encode(JSON.stringify(content)).length <= CONTENT_BYTES,
		"The content is larger than the 256 kB taken here.",
	);

export const Title = z.string("Give it a title.").trim().min(1, "Give it a title.").max(200);
export const VersionNote = z.string().trim().max(500, "Write 500 characters at most.");

/** What a new artifact is made of (SPEC, "Bodies"). Without content a kind of ours begins with what is known of the account. */
export const NewArtifact = z.object({
	kind: Kind,
	/** May be left out where the run or the play says it. */
	accountId: z.uuid("Choose an account.").optional(),
	title: Title.optional(),
	content: z.unknown().optional(),
	metadata: AnyContent.optional(),
	playId: z.uuid("Choose a play.").optional(),
	runId: z.uuid().optional(),
	/** A step of the run, by its id or by the name of its node. */
	stepId: z.string().min(1).max(200).optional(),
	note: VersionNote.optional(),
	/** Of the form it was typed in: sent twice, it is made once. */
	formKey: z.uuid().optional(),
});
export type NewArtifact = z.input<typeof NewArtifact>;

/** A change: `version` is the one it was edited from. What is absent stays. */
export const ArtifactChange = z.object({
	version: z.coerce.number().int().positive().optional(),
	title: Title.optional(),
	content: z.unknown().optional(),
	note: VersionNote.optional(),
});
export type ArtifactChange = z.input<typeof ArtifactChange>;

/** A line of an artifact that can become a task. `key` stays the same from version to version. */
export type ArtifactItem = {
	key: string;
	title: string;
	detail?: string;
	dueOn?: string | null;
	/** A member. */
	ownerId?: string | null;
};

/** The key of an item: what a kind's content names its lines by. */
export const ItemKey = z.string().regex(/^[\w-]{1,80}$/, "Choose a line of this artifact.");
