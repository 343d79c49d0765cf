import { dayOfDate } from "#app/base/time.ts";
import type { Recommendation } from "#app/domain/artifacts/rules/recommendations.ts";
import type { AccountKnown } from "#app/domain/success/intelligence/known-queries.ts";
import { dueDay } from "./due-day.ts";
import { factsOf } from "./facts.ts";

type Known = AccountKnown;
type Rule = {
	key: string;
	applies(known: Known, today: string): boolean;
	title: string;
	reason: string;
	facts: readonly string[];
	dueInDays: number;
};

const since = (day: string | null, today: string) => (day === null ? null : dayOfDate(today) - dayOfDate(day));
const within = (days: number | null, least: number, most: number) => days !== null && days >= least && days <= most;

/** In the order in which they are suggested: what presses first. */
const RULES: readonly Rule[] = [
	{
		key: "overdue-renewal",
		applies: ({ daysUntilRenewal }) => daysUntilRenewal !== null && daysUntilRenewal < 0,
		title: "Settle the overdue renewal",
		reason: "The renewal's day has passed and nothing says that it was settled.",
		facts: ["renewal", "revenue"],
		dueInDays: 1,
	},
	{
		key: "agree-renewal",
		applies: ({ daysUntilRenewal }) => within(daysUntilRenewal, 0, 60),
		title: "Agree the renewal's terms",
		reason: "The renewal is at most 60 days away.",
		facts: ["renewal", "revenue", "revenueBefore"],
		dueInDays: 3,
	},
	{
		key: "prepare-renewal",
		applies: ({ daysUntilRenewal }) => within(daysUntilRenewal, 61, 120),
		title: "Prepare the renewal's offer",
		reason: "The renewal is 61 to 120 days away: time enough to prepare it well.",
		facts: ["renewal", "revenue"],
		dueInDays: 14,
	},
	{
		key: "risk-plan",
		applies: ({ risk, health }) => (risk ?? 0) >= 60 || (health ?? 100) <= 40,
		title: "Agree on a plan against the risk",
		reason: "Risk is 60 or more, or health 40 or less.",
		facts: ["risk", "health"],
		dueInDays: 3,
	},
	{
		key: "falling-usage",
		applies: ({ usageTrend }) => (usageTrend ?? 0) <= -10,
		title: "Find out why usage falls",
		reason: "Usage fell by 10 % or more within a month.",
		facts: ["trend", "usage"],
		dueInDays: 7,
	},
	{
		key: "open-tickets",
		applies: ({ openTickets }) => (openTickets ?? 0) >= 3,
		title: "Go through the open tickets with support",
		reason: "Three or more are open.",
		facts: ["tickets"],
		dueInDays: 3,
	},
	{
		key: "get-in-touch",
		applies: ({ lastContactOn }, today) => (since(lastContactOn, today) ?? 999) > 30,
		title: "Get in touch",
		reason: "No contact in the last 30 days is noted.",
		facts: ["contact"],
		dueInDays: 2,
	},
	{
		key: "win-over",
		applies: ({ stakeholders }) =>
			stakeholders.some(({ influence, sentiment }) => influence === "high" && sentiment === "negative"),
		title: "Win over who decides and is against us",
		reason: "Somebody with high influence is noted as negative.",
		facts: ["people"],
		dueInDays: 7,
	},
	{
		key: "find-deciders",
		applies: ({ stakeholders }) => stakeholders.length === 0,
		title: "Find out who decides",
		reason: "Nobody is noted who decides there.",
		facts: ["people"],
		dueInDays: 14,
	},
	{
		key: "train-users",
		applies: ({ utilisation }) => utilisation !== null && utilisation <= 50,
		title: "Offer training for what is not used",
		reason: "Half or less of what was bought is used.",
		facts: ["usage"],
		dueInDays: 14,
	},
	{
		key: "more-seats",
		applies: ({ utilisation }) => (utilisation ?? 0) >= 90,
		title: "Talk about more seats",
		reason: "Nearly all that was bought is used: 90 % or more.",
		facts: ["usage"],
		dueInDays: 14,
	},
	{
		key: "grow",
		applies: ({ opportunity }) => (opportunity ?? 0) >= 60,
		title: "Talk about a larger plan",
		reason: "Opportunity is 60 or more.",
		facts: ["opportunity"],
		dueInDays: 14,
	},
	{
		key: "plan-review",
		applies: ({ lastQbrOn, nextQbrOn }, today) => nextQbrOn === null && (since(lastQbrOn, today) ?? 999) > 90,
		title: "Plan a business review",
		reason: "No review in the last 90 days is noted, and none is planned.",
		facts: ["review"],
		dueInDays: 14,
	},
];

const MOST = 6;

/** What the rules suggest for an account on a day: the same facts always give the same, six things at most. */
export function recommendByRules(known: AccountKnown, today: string): Recommendation[] {
	const said = factsOf(known);
	return RULES.filter((rule) => rule.applies(known, today))
		.slice(0, MOST)
		.map(({ key, title, reason, facts, dueInDays }) => ({
			...{ key, title, reason, dueOn: dueDay({ today, days: dueInDays, renewalOn: known.renewalOn }) },
			facts: facts.flatMap((name) => said[name] ?? []),
		}));
}
