import { z } from "zod";
import { customFields, day, editOf, name, reference, text } from "../records/field-schemas.ts";

export const PROJECT_STATES = ["planned", "active", "paused", "done", "cancelled"] as const;
export type ProjectState = (typeof PROJECT_STATES)[number];

export const PROJECT_STATE_LABELS: Readonly<Record<ProjectState, string>> = {
	planned: "Planned",
	active: "Active",
	paused: "Paused",
	done: "Done",
	cancelled: "Cancelled",
};

/** What can be said of a project. */
export const ProjectFields = z
	.object({
		name: name("Give the project a name."),
		state: z.enum(PROJECT_STATES, "Choose a state."),
		accountId: reference("Choose an account."),
		contactId: reference("Choose a contact."),
		ownerId: reference("Choose a member."),
		startsOn: day,
		dueOn: day,
		description: text(5_000),
	})
	.partial();

export type NewProject = z.input<typeof ProjectFields> & { name: string; fields?: z.input<typeof customFields> };

export const ProjectChange = ProjectFields.extend({ ...editOf, fields: customFields });
export type ProjectChange = z.input<typeof ProjectFields> & {
	version?: number | undefined;
	decided?: number | undefined;
	fields?: z.input<typeof customFields>;
};
