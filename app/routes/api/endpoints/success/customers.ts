import { z } from "zod";
import { ACCOUNT_PLANS } from "#app/domain/crm/accounts/figures.ts";
import { INFLUENCES, SENTIMENTS } from "#app/domain/crm/accounts/stakeholders.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { saveIntelligence } from "#app/domain/success/intelligence/save-intelligence.ts";
import { Intelligence } from "#app/domain/success/intelligence/schema.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";

const Id = z.object({ id: z.uuid() });
const number = z.number().nullable();
const day = z.string().nullable();

export const StakeholderOut = z.object({
	id: z.uuid(),
	contactId: z.string().nullable(),
	name: z.string(),
	title: z.string(),
	influence: z.enum(INFLUENCES),
	sentiment: z.enum(SENTIMENTS),
});

export const ContractOut = z.object({
	id: z.uuid(),
	title: z.string(),
	number: z.string().nullable(),
	startsOn: day,
	endsOn: day,
	valueCents: number,
	currency: z.string(),
	noticeDays: number,
	renewalTerms: z.string(),
});

const Known = z.object({
	id: z.uuid(),
	name: z.string(),
	currency: z.string(),
	arrCents: z.number(),
	previousArrCents: number,
	renewalOn: day,
	daysUntilRenewal: number,
	health: number,
	risk: number,
	opportunity: number,
	plan: z.enum(ACCOUNT_PLANS),
	seats: number,
	activeUsers: number,
	utilisation: number,
	usageTrend: number,
	lastContactOn: day,
	lastQbrOn: day,
	nextQbrOn: day,
	openTickets: number,
	contracts: z.array(ContractOut),
	stakeholders: z.array(StakeholderOut),
});

/** What is known of customers (SUCCESS-1). */
export const customerEndpoints = {
	show: endpoint({
		method: "GET",
		path: "/api/customers/{id}/intelligence",
		summary: "Show what is known of an account",
		description: "Revenue, renewal, scores, usage, engagement, contracts and stakeholders.",
		permission: "accounts.view",
		input: Id,
		output: Known,
		run: (ctx, { id }) => getIntelligence(ctx, id),
	}),
	save: endpoint({
		method: "PUT",
		path: "/api/customers/{id}/intelligence",
		summary: "Set what is known of an account",
		description:
			"What is absent stays, null takes a value away, lists are replaced whole. Every score keeps its history, and the " +
			"account's plays are decided anew within seconds.",
		permission: "accounts.edit",
		input: z.strictObject({ id: z.uuid(), ...Intelligence.shape }),
		output: Known,
		async run(ctx, { id, ...input }) {
			await saveIntelligence(ctx, id, input as z.input<typeof Intelligence>);
			return getIntelligence(ctx, id);
		},
	}),
	stakeholders: endpoint({
		method: "GET",
		path: "/api/customers/{id}/stakeholders",
		summary: "List an account's stakeholders",
		permission: "accounts.view",
		also: ["contacts.view"],
		input: Id,
		output: z.object({ data: z.array(StakeholderOut), next: z.null() }),
		run: async (ctx, { id }) => ({ data: (await getIntelligence(ctx, id)).stakeholders, next: null }),
	}),
};
