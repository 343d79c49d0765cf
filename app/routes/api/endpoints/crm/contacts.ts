import { z } from "zod";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { CONTACT_SOURCES, CONTACT_STAGES, ContactFields } from "#app/domain/crm/contacts/schema.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { recordEndpoints } from "./record-endpoints.ts";

/** Contacts in the API. */
export const contactEndpoints = recordEndpoints({
	type: "contact",
	fields: ContactFields,
	needed: {},
	shown: {
		firstName: z.string(),
		lastName: z.string(),
		email: z.string().nullable(),
		phone: z.string().nullable().describe("E.164"),
		stage: z.enum(CONTACT_STAGES),
		jobTitle: z.string(),
		accountId: z.string().nullable(),
		ownerId: z.string().nullable().describe("A member"),
		city: z.string().nullable(),
		country: z.string().nullable(),
		timeZone: z.string().nullable(),
		source: z.enum(CONTACT_SOURCES),
		score: z.number().int().nullable(),
	},
	filter: {
		stage: z.enum(CONTACT_STAGES).optional(),
		accountId: z.uuid().optional(),
		ownerId: z.uuid().optional(),
		email: z.string().trim().toLowerCase().max(254).optional(),
		phone: z.string().max(40).optional().describe("E.164"),
	},
	create: createContact,
	update: updateContact,
});
