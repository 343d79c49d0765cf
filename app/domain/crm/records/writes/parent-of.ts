import type { Values } from "../rules.ts";
import type { RecordType } from "../schema.ts";

/** On whose timeline a record's events stand besides its own: its account's, else its contact's. */
export function parentOf(type: RecordType, values: Values): { parent?: { type: string; id: string } } {
	if (type === "account") return {};
	if (typeof values.accountId === "string") return { parent: { type: "account", id: values.accountId } };
	const isPersons = type !== "contact" && typeof values.contactId === "string";
	return isPersons ? { parent: { type: "contact", id: String(values.contactId) } } : {};
}
