import { z } from "zod";
import { RECORD_NOUNS, RECORD_TYPES, type RecordType } from "../records/schema.ts";

export const BULK_ACTS = ["edit", "tag", "untag", "assign", "delete", "restore"] as const;
export type BulkAct = (typeof BULK_ACTS)[number];

/** What a batch may be, as its row says it: acts on records, an import, and what is done with many leads. */
export type BatchKind = BulkAct | "import" | "move" | "pause" | "resume";

/** As many are done while the page waits; more become a job. */
export const MOST_AT_ONCE = 100;

/** One act on many records, as the page that names act and count sends it. */
export const NewBatch = z.object({
	/** Made with the page, so that pressing twice makes one. */
	key: z.uuid(),
	type: z.enum(RECORD_TYPES),
	act: z.enum(BULK_ACTS),
	ids: z.array(z.uuid()).max(500).default([]),
	/** All that a list's address asks for, instead of `ids`; "" is the whole list. */
	query: z.string().max(8_000).optional(),
	tag: z.string().max(200).optional(),
	tagId: z.uuid("Choose a tag.").optional(),
	ownerId: z.union([z.uuid("Choose a member."), z.literal("none")]).optional(),
	field: z.string().max(100).optional(),
	value: z.array(z.string().max(5_000)).default([]),
});
export type NewBatch = z.input<typeof NewBatch>;

/** What a batch does, kept in its row. */
export type BatchParams = {
	ids?: string[];
	query?: string;
	zone: string;
	/** Values by the table's columns; the first is the one that says whether a record changes at all. */
	set?: Record<string, string | number | boolean | null>;
	/** The field as events call it, and its value there. */
	field?: { name: string; value: unknown };
	/** A custom field and the value it gets. */
	custom?: { id: string; value: string | number | boolean | string[] | null };
	tag?: { id: string; name: string };
	undo?: { undone: number; left: number };
};

/** An act with its count and noun: "Tag 2,000 contacts". */
export function actWords(act: BulkAct, count: string, type: RecordType): string {
	const { one, many } = RECORD_NOUNS[type];
	const nouns = `${count} ${count === "1" ? one : many}`;
	return { ...VERBS, delete: `Move ${nouns} to the trash` }[act].replace("{}", nouns);
}

const VERBS: Readonly<Record<BulkAct, string>> = {
	edit: "Change {}",
	tag: "Tag {}",
	untag: "Take a tag off {}",
	assign: "Assign {}",
	delete: "",
	restore: "Restore {}",
};
