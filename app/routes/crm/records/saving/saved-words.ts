import { RECORD_NOUNS, type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import type { FlashNote } from "#app/doors/flash.ts";
import type { FormField } from "../form-fields.ts";

type Sharer = { id: string; name: string; shares: "email" | "phone" };
type Joined = { by: string; fields: string[] } | null;

/** What is said after a record was saved: who else has its address, and what others changed meanwhile. */
export function savedNote(
	type: RecordType,
	{
		sharers = [],
		joined = null,
		fields,
	}: { sharers?: readonly Sharer[]; joined?: Joined; fields: readonly FormField[] },
): FlashNote {
	const parts = [`The ${RECORD_NOUNS[type].one} is saved.`];
	if (joined) parts.push(joinedWords(joined, fields));
	const [sharer] = sharers;
	if (!sharer) return { message: parts.join(" ") };
	parts.push(`${sharer.name} has the same ${sharer.shares === "email" ? "email address" : "phone number"}.`);
	return {
		message: parts.join(" "),
		tone: "info",
		link: { to: recordPath("contact", sharer.id), label: `Open ${sharer.name}`.slice(0, 60) },
	};
}

/** "Ann changed the phone and the city meanwhile; both sides are kept." */
export function joinedWords({ by, fields: names }: NonNullable<Joined>, fields: readonly FormField[]): string {
	const labels = names.map(
		(name) => `the ${(fields.find((field) => field.name === name)?.label ?? name).toLowerCase()}`,
	);
	const list = labels.length > 1 ? `${labels.slice(0, -1).join(", ")} and ${labels.at(-1)}` : labels[0];
	return `${by} changed ${list} meanwhile; both sides are kept.`;
}
