import { isId } from "#app/base/ids.ts";

/** What is kept as an id and chosen by its name. */
export type Reference = "member" | "stage" | "account" | "contact" | "deal" | "project";

/** Which fields of records are such, by the name that a step's rows give them. */
export const REFERENCES: Readonly<Record<string, Reference>> = {
	ownerId: "member",
	stageId: "stage",
	accountId: "account",
	contactId: "contact",
};

export const REFERENCE_NOUNS: Readonly<Record<Reference, string>> = {
	member: "member",
	stage: "stage",
	account: "account",
	contact: "contact",
	deal: "deal",
	project: "project",
};

/** The kind of what a row holds the id of; undefined for a row of any other field. */
export const referenceOf = (name: unknown): Reference | undefined =>
	typeof name === "string" && Object.hasOwn(REFERENCES, name.trim()) ? REFERENCES[name.trim()] : undefined;

/** Whether a text can be an id as it stands: it is one, an expression that comes to one, or nothing. */
export const mayBeId = (text: string): boolean => text.trim() === "" || text.includes("{{") || isId(text.trim());
