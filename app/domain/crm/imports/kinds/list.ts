import { ACCOUNT_KIND } from "./account.ts";
import type { ColumnOf, ImportKind, ListOf, TargetOf } from "./kind.ts";

const { name: NAME, domain: DOMAIN, id: ID } = ACCOUNT_KIND.targets as Record<"name" | "domain" | "id", TargetOf>;
const KEY: ColumnOf = { type: "text", isKey: true };

/**
 * A file of what stands in a list of accounts that are here: each row names its account, which is found as in a file of
 * accounts and never made or renamed, and is one entry of its list.
 */
export function listKind(
	{ targets, finish }: Required<Pick<ImportKind, "targets" | "finish">>,
	list: ListOf,
): ImportKind {
	return {
		type: "account",
		targets: {
			name: { ...NAME, label: "Account (company)", names: NAME.names.filter((name) => name !== "name") },
			domain: { ...DOMAIN, label: "Account's domain" },
			...targets,
			id: { ...ID, label: "Id (of the account here)", names: ["accountid"] },
		},
		columns: {
			...{ name: KEY, domain: KEY },
			[list.column]: { type: "text", isBeside: true, list: list.column },
		},
		figures: {
			names: { [list.column]: list.column },
			kept: {},
			// The newest file is meant.
			targets: Object.keys(targets),
			derive: () => ({}),
		},
		list,
		fresh: () => "There is no such account here. Add it first, or write it as it is called here.",
		hasSource: false,
		naming: { columns: ["name", "domain"], targets: ["name", "domain", "id"], words: "no account" },
		matches: ACCOUNT_KIND.matches,
		find: ACCOUNT_KIND.find,
		keepsOuterIds: false,
		finish,
		accounts: null,
		hangs: ACCOUNT_KIND.hangs,
	};
}

/** The entries that a list's cell holds. */
export function entriesOf<T>(cell: unknown): T[] {
	return typeof cell === "string" ? (JSON.parse(cell) as T[]) : [];
}

export const sameWord = (one: string | null, other: string | null) =>
	one !== null && other !== null && one.trim().toLowerCase() === other.trim().toLowerCase();

/**
 * What becomes of an entry by what a row says of it: of every value, or of the blanks alone. Undefined where that is
 * nothing. `usual`: values that nobody typed.
 */
export function mergeEntry<T extends Record<string, unknown>>(
	entry: T,
	said: Partial<T>,
	{ isWhole, usual }: { isWhole: boolean; usual: Partial<T> },
): T | undefined {
	const taken = Object.entries(said).filter(([name, value]) => {
		const now = entry[name];
		return value !== undefined && value !== now && (isWhole || now === null || now === usual[name]);
	});
	return taken.length === 0 ? undefined : { ...entry, ...Object.fromEntries(taken) };
}
