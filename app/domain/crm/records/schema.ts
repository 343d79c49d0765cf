/** The kinds of record that share tags, custom fields, links, notes, lists and batches (decision 009). */
export const RECORD_TYPES = ["contact", "account", "deal", "project"] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** How a person calls one and several of them. */
/** A kind of record as a sentence names one of it: "an account". */
export const oneRecord = (type: RecordType): string => `${type === "account" ? "an" : "a"} ${RECORD_NOUNS[type].one}`;

export const RECORD_NOUNS: Readonly<Record<RecordType, { one: string; many: string }>> = {
	contact: { one: "contact", many: "contacts" },
	account: { one: "account", many: "accounts" },
	deal: { one: "deal", many: "deals" },
	project: { one: "project", many: "projects" },
};

/**
 * What has a list with kept views and acts on many: the records, and leads, whose room lies above this one and brings
 * how its own list is read.
 */
export const LIST_KINDS = [...RECORD_TYPES, "lead"] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** How a person calls one and several of what a list holds. */
export const LIST_NOUNS: Readonly<Record<ListKind, { one: string; many: string }>> = {
	...RECORD_NOUNS,
	lead: { one: "lead", many: "leads" },
};

export function isListKind(text: unknown): text is ListKind {
	return LIST_KINDS.includes(text as ListKind);
}

/** Where the list of a kind lives, and one record of it. */
export function recordPath(type: ListKind, id?: string): string {
	return id === undefined ? `/${type}s` : `/${type}s/${id}`;
}

export function isRecordType(text: unknown): text is RecordType {
	return RECORD_TYPES.includes(text as RecordType);
}

/** How many of each thing that hangs on a record are listed on its page; one more is read, to know that there are more. */
export const RELATED_PAGE = 20;
