import { z } from "zod";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { DealFields } from "#app/domain/crm/deals/schema.ts";
import { updateDeal } from "#app/domain/crm/deals/update-deal.ts";
import { instantOut } from "#app/doors/api/endpoint-schema.ts";
import { recordEndpoints } from "./record-endpoints.ts";

/** Deals in the API. */
export const dealEndpoints = recordEndpoints({
	type: "deal",
	fields: DealFields,
	needed: { name: DealFields.shape.name.unwrap() },
	shown: {
		name: z.string(),
		pipelineId: z.uuid(),
		stageId: z.uuid(),
		valueCents: z.number().int(),
		currency: z.string(),
		closesOn: z.string().nullable(),
		accountId: z.string().nullable(),
		contactId: z.string().nullable(),
		ownerId: z.string().nullable(),
		lostReason: z.string().nullable(),
		description: z.string(),
		closedAt: instantOut.nullable(),
		source: z.string(),
	},
	filter: {
		stageId: z.uuid().optional(),
		accountId: z.uuid().optional(),
		contactId: z.uuid().optional(),
		ownerId: z.uuid().optional(),
	},
	create: createDeal,
	update: updateDeal,
});
