import { type ListColumn, NAME } from "#app/domain/crm/lists/columns.ts";
import { type ListQuery, SHORTEST_PART, type Sort, wordsOf } from "#app/domain/crm/lists/list-query.ts";
import type { ListKind } from "#app/domain/crm/records/schema.ts";
import { LEAD_TONES } from "#app/routes/leads/lead-tones.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";

type Words = {
	title: string;
	all: string;
	create: string;
	search: string;
	icon: IconName;
	empty: string;
	emptyTitle: string;
};

/** What the list of each kind says. */
export const LIST_WORDS: Readonly<Record<ListKind, Words>> = {
	contact: {
		...{ title: "Contacts", all: "All contacts", create: "New contact", search: "Search contacts", icon: "people" },
		emptyTitle: "No contacts yet",
		empty:
			"People you deal with stand here: those who asked, those who bought, and those you would like to win. Add one, or import a file.",
	},
	account: {
		...{ title: "Accounts", all: "All accounts", create: "New account", search: "Search accounts", icon: "building" },
		emptyTitle: "No accounts yet",
		empty: "Companies and households stand here, with their contacts, deals and renewals in one place.",
	},
	deal: {
		...{ title: "Deals", all: "All deals", create: "New deal", search: "Search deals", icon: "chart" },
		emptyTitle: "No deals yet",
		empty:
			"What you hope to sell stands here with its value and its stage, so that nothing worth winning is forgotten.",
	},
	project: {
		...{ title: "Projects", all: "All projects", create: "New project", search: "Search projects", icon: "workflow" },
		emptyTitle: "No projects yet",
		empty: "Work that you promised stands here with its state and its day.",
	},
	lead: {
		...{ title: "Leads", all: "All leads", create: "New lead", search: "Search leads", icon: "people" },
		emptyTitle: "No leads yet",
		empty:
			"A request from your shop system, a form or a chat becomes a lead here, and its first message goes out within a minute.",
	},
};

/** How a list is sorted, in its columns' own words. */
export function sortWords({ by, down }: Sort, offered: readonly ListColumn[]): string {
	const column = [NAME, ...offered].find(({ id }) => id === by);
	if (!column) return "Sorted";
	return `Sorted by ${lowerFirst(column.label)}, ${ORDERS[column.kind]?.[down ? 1 : 0] ?? (down ? "from Z to A" : "from A to Z")}`;
}

const lowerFirst = (text: string) => text.slice(0, 1).toLowerCase() + text.slice(1);
const BY_TIME = ["oldest first", "newest first"] as const;
const BY_SIZE = ["smallest first", "largest first"] as const;
const BY_PLACE = ["first to last", "last to first"] as const;
const ORDERS: Partial<Record<ListColumn["kind"], readonly [string, string]>> = {
	...{ instant: BY_TIME, date: ["earliest first", "latest first"], number: BY_SIZE, money: BY_SIZE, stage: BY_PLACE },
};

/** What is to be said about words too short to be found inside others; undefined where there are none. */
export function shortWords({ q, filters }: Pick<ListQuery, "q" | "filters">): string | undefined {
	const isShort = (text: string) => text.length > 0 && text.length < SHORTEST_PART;
	const words = [...wordsOf(q), ...filters.flatMap(({ op, value }) => (op === "contains" ? [value] : []))].filter(
		isShort,
	);
	if (words.length === 0) return undefined;
	const named = words.map((word) => `“${word}”`).join(" and ");
	return `${named} ${words.length === 1 ? "is" : "are"} looked for at the beginning of words only. Write three letters or more to find them inside words too.`;
}

/** The colour of a choice; the words carry the meaning. */
export const CHOICE_TONES: Readonly<Record<string, Tone>> = {
	...{ lead: "info", prospect: "accent", customer: "good", former: "neutral" },
	...LEAD_TONES,
	...{ planned: "neutral", active: "info", paused: "warn", done: "good", cancelled: "neutral" },
};
