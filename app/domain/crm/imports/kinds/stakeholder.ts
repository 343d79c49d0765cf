import { INFLUENCES, MOST_STAKEHOLDERS, SENTIMENTS } from "../../accounts/stakeholders.ts";
import type { ListOf, Named, RowValues } from "./kind.ts";
import { entriesOf, listKind, mergeEntry, sameWord } from "./list.ts";
import { choose, email, keep } from "./readers.ts";

/** Who decides, as the account's list has them. The order of the keys is that of every such list. */
type Entry = { contactId: string | null; name: string; title: string; influence: string; sentiment: string };

const USUAL = { title: "", influence: "medium", sentiment: "unknown" };

const list: ListOf = {
	column: "stakeholders",
	needs: ["person", "email"],
	merge: (now, { values, contact, act }) => {
		const entries = entriesOf<Entry>(now);
		const said = saidIn(values, contact);
		const at = findEntry(entries, said);
		const known = entries[at];
		if (known && act === "skip") return undefined;
		if (!known && entries.length >= MOST_STAKEHOLDERS)
			return { reason: `An account has at most ${MOST_STAKEHOLDERS} stakeholders.` };
		// Who is found by a contact is still called as before where the row says no name.
		const { name: own = contact?.name, ...rest } = said;
		const entry = known
			? mergeEntry(known, said, { isWhole: act === "overwrite", usual: USUAL })
			: { contactId: null, name: own!, ...USUAL, ...rest };
		if (!entry) return undefined;
		const all = known ? entries.with(at, entry) : [...entries, entry];
		return { cell: JSON.stringify(all), isNew: !known };
	},
};

function saidIn({ columns }: RowValues, contact: Named | undefined): Partial<Entry> {
	const said = {
		contactId: contact?.id,
		...{ name: columns.person, title: columns.role, influence: columns.influence, sentiment: columns.sentiment },
	};
	return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<Entry>;
}

/** The same contact; else the same name, of somebody who is not another contact. */
function findEntry(entries: readonly Entry[], { contactId, name }: Partial<Entry>): number {
	const at = contactId === undefined ? -1 : entries.findIndex((entry) => entry.contactId === contactId);
	if (at >= 0 || name === undefined) return at;
	return entries.findIndex(
		(entry) => sameWord(entry.name, name) && (contactId === undefined || entry.contactId === null),
	);
}

/** Who decides at accounts: a row for each person, a contact where their address is one's. */
export const STAKEHOLDER_KIND = listKind(
	{
		targets: {
			person: {
				label: "Person's name",
				names: ["person", "name", "fullname", "stakeholder", "stakeholdername", "contact", "contactname"],
				sample: ["Ann Lee", "Ben Ortiz"],
				read: keep("person", 200, "name"),
			},
			email: {
				label: "Person's email (of a contact here)",
				names: ["email", "emailaddress", "mail", "contactemail", "stakeholderemail"],
				sample: ["", ""],
				read: () => {
					const read = email();
					return (cell, into) => {
						const reason = read(cell, into);
						const { email: address, ...columns } = into.columns;
						if (typeof address === "string") Object.assign(into, { contact: address, columns });
						return reason;
					};
				},
			},
			role: {
				label: "Role or title",
				names: ["role", "title", "jobtitle", "position", "function", "rolle"],
				sample: ["Head of IT", "Procurement"],
				read: keep("role", 120),
			},
			influence: {
				label: "Influence (low, medium or high)",
				names: ["influence", "power", "impact", "einfluss"],
				sample: ["high", "medium"],
				read: choose("influence", "influence", INFLUENCES),
			},
			sentiment: {
				label: "Sentiment (positive, neutral, negative or unknown)",
				names: ["sentiment", "attitude", "stance", "mood", "haltung"],
				sample: ["positive", "neutral"],
				read: choose("sentiment", "sentiment", SENTIMENTS),
			},
		},
		finish: ({ columns, contact }) =>
			columns.person || contact ? undefined : "The row names no person: give a name or a contact's email.",
	},
	list,
);
