import type { RecordType } from "#app/domain/crm/records/schema.ts";
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
export const LIST_WORDS: Readonly<Record<RecordType, Words>> = {
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
};

/** The colour of a choice; the words carry the meaning. */
export const CHOICE_TONES: Readonly<Record<string, Tone>> = {
	...{ lead: "info", prospect: "accent", customer: "good", former: "neutral" },
	...{ planned: "neutral", active: "info", paused: "warn", done: "good", cancelled: "neutral" },
};
