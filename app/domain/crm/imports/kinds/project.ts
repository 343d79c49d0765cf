import { sql } from "kysely";
import { PROJECT_STATES } from "../../projects/schema.ts";
import { DEAL_KIND } from "./deal.ts";
import type { ImportKind } from "./kind.ts";
import {
	CONTACT,
	CUSTOMER,
	choose,
	day,
	findById,
	findByName,
	keep,
	NOTES_TEXT,
	OWN_ID,
	OWNER,
	TAGS,
} from "./readers.ts";

/** Projects: known as deals are, by their name within their account. */
export const PROJECT_KIND: ImportKind = {
	type: "project",
	targets: {
		name: {
			label: "Name",
			names: ["name", "project", "projectname", "title", "subject"],
			sample: ["New shop floor", "Spring campaign"],
			read: keep("name", 200),
		},
		account: CUSTOMER,
		contact: CONTACT,
		state: {
			label: "State",
			names: ["state", "status", "phase", "projectstatus"],
			sample: ["active", "planned"],
			read: choose("state", "state", PROJECT_STATES),
		},
		starts: {
			label: "Start date",
			names: ["start", "startdate", "starts", "startson", "begin", "begins"],
			sample: ["2027-01-11", "2027-03-01"],
			read: day("starts_on"),
		},
		due: {
			label: "Due date",
			names: ["due", "duedate", "dueon", "deadline", "end", "enddate"],
			sample: ["2027-04-30", "2027-05-15"],
			read: day("due_on"),
		},
		owner: { ...OWNER, names: [...OWNER.names, "projectowner", "projectmanager"] },
		description: NOTES_TEXT,
		tags: TAGS,
		id: { ...OWN_ID, names: [...OWN_ID.names, "projectid"] },
	},
	columns: {
		name: { type: "text" },
		account_id: { type: "uuid" },
		contact_id: { type: "uuid" },
		owner_id: { type: "uuid" },
		state: { type: "text" },
		starts_on: { type: "date" },
		due_on: { type: "date" },
		description: { type: "text" },
	},
	fresh: () => ({ state: "planned", description: "" }),
	hasSource: false,
	naming: DEAL_KIND.naming,
	matches: DEAL_KIND.matches,
	find: (by) => sql`${findByName("project", by("name"))} union ${findById(by("id"))}`,
	keepsOuterIds: false,
	check: ({ starts_on, due_on }) =>
		starts_on && due_on && due_on < starts_on ? "A project cannot be due before it begins." : undefined,
	accounts: "refuse",
	hangs: () =>
		sql`exists (select from notes x where x.subject_type = 'project' and x.subject_id = r.id and x.deleted_at is null)`,
};
