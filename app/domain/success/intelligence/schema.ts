import { z } from "zod";
import { ACCOUNT_PLANS, FIGURES, type Figure } from "#app/domain/crm/accounts/figures.ts";
import {
	INFLUENCES,
	MOST_CONTRACTS,
	MOST_NOTICE_DAYS,
	MOST_STAKEHOLDERS,
	SENTIMENTS,
} from "#app/domain/crm/accounts/stakeholders.ts";
import { cents, currency, day, maybeText, text } from "#app/domain/crm/records/field-schemas.ts";

const figure = (name: Figure) =>
	z
		.int("Write a whole number.")
		.min(FIGURES[name].least, `Not below ${FIGURES[name].least}.`)
		.max(FIGURES[name].most, `Not above ${FIGURES[name].most.toLocaleString("en")}.`)
		.nullable();

export const Contract = z.object({
	title: z.string("Give the contract a title.").trim().min(1, "Give the contract a title.").max(200),
	number: maybeText(80).optional(),
	startsOn: day.optional(),
	endsOn: day.optional(),
	valueCents: cents.nullable().optional(),
	currency: currency.optional(),
	noticeDays: z
		.int("Write a whole number of days.")
		.min(0, "Not below 0.")
		.max(MOST_NOTICE_DAYS, `Not above ${MOST_NOTICE_DAYS.toLocaleString("en")}.`)
		.nullable()
		.optional()
		.describe("How many days before its end it is to be cancelled"),
	renewalTerms: text(500).optional().describe("How it goes on, in words"),
});

export const Stakeholder = z.object({
	contactId: z.uuid("Choose a contact.").nullable().optional(),
	name: z.string("Say who it is.").trim().min(1, "Say who it is.").max(200),
	title: text(120).optional(),
	influence: z.enum(INFLUENCES, "Choose low, medium or high.").optional(),
	sentiment: z.enum(SENTIMENTS, "Choose positive, neutral, negative or unknown.").optional(),
});

/** What can be known of an account (SUCCESS-1). What is absent stays; null takes a value away; lists are replaced whole. */
export const Intelligence = z
	.object({
		arrCents: cents,
		previousArrCents: cents.nullable(),
		renewalOn: day,
		health: figure("health"),
		risk: figure("risk"),
		opportunity: figure("opportunity"),
		plan: z.enum(ACCOUNT_PLANS, "Choose standard, growth or strategic."),
		seats: figure("seats"),
		activeUsers: figure("activeUsers"),
		utilisation: figure("utilisation").describe("In percent; worked out of active users and seats where it is absent"),
		usageTrend: figure("usageTrend").describe("In percent, against the month before"),
		lastContactOn: day,
		lastQbrOn: day,
		nextQbrOn: day,
		openTickets: figure("openTickets"),
		contracts: z.array(Contract).max(MOST_CONTRACTS),
		stakeholders: z.array(Stakeholder).max(MOST_STAKEHOLDERS),
	})
	.partial();
export type Intelligence = z.input<typeof Intelligence>;

/** Fields that are columns of `account_facts`. */
export const FACT_COLUMNS = {
	plan: "plan",
	seats: "seats",
	activeUsers: "active_users",
	utilisation: "utilisation",
	usageTrend: "usage_trend",
	lastContactOn: "last_contact_on",
	lastQbrOn: "last_qbr_on",
	nextQbrOn: "next_qbr_on",
	openTickets: "open_tickets",
} as const;

/** Values whose every change is kept. */
export const KEPT_SCORES = ["health", "risk", "opportunity", "utilisation", "activeUsers", "arrCents"] as const;
export type KeptScore = (typeof KEPT_SCORES)[number];

export const SCORE_LABELS: Readonly<Record<KeptScore, string>> = {
	health: "Health",
	risk: "Risk",
	opportunity: "Opportunity",
	utilisation: "Utilisation, %",
	activeUsers: "Active users",
	arrCents: "Yearly revenue",
};
