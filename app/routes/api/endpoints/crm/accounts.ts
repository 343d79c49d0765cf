import { z } from "zod";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { AccountFields, LIFECYCLES } from "#app/domain/crm/accounts/schema.ts";
import { updateAccount } from "#app/domain/crm/accounts/update-account.ts";
import { recordEndpoints } from "./record-endpoints.ts";

/** Accounts in the API. */
export const accountEndpoints = recordEndpoints({
	type: "account",
	fields: AccountFields,
	needed: { name: AccountFields.shape.name.unwrap() },
	shown: {
		name: z.string(),
		lifecycle: z.enum(LIFECYCLES),
		website: z.string().nullable(),
		domain: z.string().nullable(),
		phone: z.string().nullable(),
		industry: z.string().nullable(),
		city: z.string().nullable(),
		country: z.string().nullable(),
		ownerId: z.string().nullable(),
		arrCents: z.number().int(),
		previousArrCents: z.number().int().nullable(),
		currency: z.string(),
		renewalOn: z.string().nullable(),
		description: z.string(),
	},
	filter: {
		lifecycle: z.enum(LIFECYCLES).optional(),
		ownerId: z.uuid().optional(),
		domain: z.string().trim().toLowerCase().max(253).optional(),
	},
	create: createAccount,
	update: updateAccount,
});
