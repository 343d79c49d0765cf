import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { minorFrom } from "#app/base/words/money-text.ts";
import { ACCOUNT_PLANS } from "#app/domain/crm/accounts/figures.ts";
import { INFLUENCES, SENTIMENTS } from "#app/domain/crm/accounts/stakeholders.ts";
import type { Intelligence } from "#app/domain/success/intelligence/schema.ts";

const number = z.coerce.number("Write a number.").optional();
const day = z.string().trim().max(10).optional();
const line = z.string().trim().max(200).optional();

/** The figures of an account as its form posts them: what is empty takes a value away, an empty row is none. */
export const AccountForm = z.object({
	health: number,
	risk: number,
	opportunity: number,
	plan: z.enum(ACCOUNT_PLANS),
	seats: number,
	activeUsers: number,
	usageTrend: number,
	openTickets: number,
	renewalOn: day,
	lastContactOn: day,
	lastQbrOn: day,
	nextQbrOn: day,
	contracts: z
		.array(
			z.object({
				title: line,
				number: line,
				startsOn: day,
				endsOn: day,
				value: line,
				currency: z.string().max(3).optional(),
				noticeDays: number,
				renewalTerms: z.string().trim().max(500).optional(),
			}),
		)
		.max(100)
		.default([]),
	stakeholders: z
		.array(
			z.object({
				name: line,
				title: line,
				contactId: z.uuid().optional(),
				influence: z.enum(INFLUENCES).default("medium"),
				sentiment: z.enum(SENTIMENTS).default("unknown"),
			}),
		)
		.max(200)
		.default([]),
});
export type AccountForm = z.output<typeof AccountForm>;

/** The form as the command takes it. `currency`: the account's, for contracts that name none. Throws 422 by field. */
export function readAccountForm(form: AccountForm, currency: string): Intelligence {
	const { plan, contracts, stakeholders, ...values } = form;
	return {
		plan,
		...(Object.fromEntries(PLAIN.map((name) => [name, values[name] ?? null])) as Intelligence),
		contracts: contracts.flatMap(({ value, currency: own = currency, ...contract }, index) => {
			if (!contract.title && !value && !contract.number) return [];
			if (!contract.title) throw wrong(`contracts[${index}].title`, "Give the contract a title.");
			const minor = minorFrom(value ?? "", own);
			if (Number.isNaN(minor)) throw wrong(`contracts[${index}].value`, "Write an amount such as 1250.00.");
			const { title, number = null, startsOn = null, endsOn = null, noticeDays = null, renewalTerms = "" } = contract;
			return [{ title, number, startsOn, endsOn, valueCents: minor, currency: own, noticeDays, renewalTerms }];
		}),
		stakeholders: stakeholders.flatMap(({ name, title = "", contactId = null, influence, sentiment }) =>
			name ? [{ name, title, contactId, influence, sentiment }] : [],
		),
	};
}

const PLAIN = [
	"health",
	"risk",
	"opportunity",
	"seats",
	"activeUsers",
	"usageTrend",
	"openTickets",
	"renewalOn",
	"lastContactOn",
	"lastQbrOn",
	"nextQbrOn",
] as const;

const wrong = (field: string, message: string) => invalid("Some fields cannot be accepted.", { [field]: [message] });
