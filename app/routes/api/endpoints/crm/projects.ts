import { z } from "zod";
import { createProject } from "#app/domain/crm/projects/create-project.ts";
import { PROJECT_STATES, ProjectFields } from "#app/domain/crm/projects/schema.ts";
import { updateProject } from "#app/domain/crm/projects/update-project.ts";
import { recordEndpoints } from "./record-endpoints.ts";

/** Projects in the API. */
export const projectEndpoints = recordEndpoints({
	type: "project",
	fields: ProjectFields,
	needed: { name: ProjectFields.shape.name.unwrap() },
	shown: {
		name: z.string(),
		state: z.enum(PROJECT_STATES),
		accountId: z.string().nullable(),
		contactId: z.string().nullable(),
		ownerId: z.string().nullable(),
		startsOn: z.string().nullable(),
		dueOn: z.string().nullable(),
		description: z.string(),
	},
	filter: {
		state: z.enum(PROJECT_STATES).optional(),
		accountId: z.uuid().optional(),
		contactId: z.uuid().optional(),
		ownerId: z.uuid().optional(),
	},
	create: createProject,
	update: updateProject,
});
