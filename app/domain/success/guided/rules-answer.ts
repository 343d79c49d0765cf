import { sayWholeDate } from "#app/base/words/say-time.ts";
import { sayTrend } from "#app/domain/success/rules/say-trend.ts";
import type { GuidedSettings } from "#app/domain/workflows/guided/schema.ts";
import type { RunContext } from "./context-queries.ts";

/**
 * What the rules say to a member's question beside a step, where no model is to be had: the fixed answer whose question has
 * most of the words, else what is known that the question asks for, and what the step is about. Says that it is by rules.
 */
export function answerByRules(text: string, context: RunContext, settings: GuidedSettings): string {
	const fixed = closestFixed(text, settings);
	if (fixed) return `${fixed.value}\n\n(The fixed answer to “${fixed.name}”.)`;
	const facts = factsFor(text, context);
	return [
		`By rules, without a model: ${context.customer.name}.`,
		...facts,
		settings.instructions ? `This step: ${settings.instructions}` : `This step: ${settings.title}.`,
	].join("\n");
}

function closestFixed(text: string, { answers = [] }: GuidedSettings) {
	const asked = wordsOf(text);
	const scored = answers.map((answer) => {
		const words = wordsOf(answer.name);
		return { answer, share: [...words].filter((word) => asked.has(word)).length / Math.max(1, words.size) };
	});
	const best = scored.sort((one, other) => other.share - one.share)[0];
	return best && best.share >= 0.5 ? best.answer : undefined;
}

/** Words that tell something, without their endings. */
function wordsOf(text: string): Set<string> {
	const words = text.toLowerCase().match(/[\p{L}\p{N}]{4,}/gu) ?? [];
	return new Set(
		words.map((word) => word.replace(/(?:ing|ed|es|s)$/, "")).filter((word) => !["they", "that"].includes(word)),
	);
}

type Topic = { asks: RegExp; say: (context: RunContext) => readonly string[] };

/** What a question can be about, in the order in which it is answered; each says plainly where nothing is known. */
const TOPICS: Readonly<Record<string, Topic>> = {
	people: {
		asks: /\b(who|whom|whose|decid\w*|decision\w*|sponsors?|stakeholders?|champions?|persons?|people)\b/i,
		say: ({ customer: { stakeholders } }) => {
			const rank = { high: 0, medium: 1, low: 2 };
			const sorted = stakeholders.toSorted((one, other) => rank[one.influence] - rank[other.influence]);
			return sorted.length === 0
				? ["Nobody is noted who decides there: neither with the account nor on a stakeholder map."]
				: sorted.map(
						({ name, title, influence, sentiment }) =>
							`${name}${title ? `, ${title}` : ""}: influence ${influence}, sentiment ${sentiment}.`,
					);
		},
	},
	contract: {
		asks: /\b(contracts?|agreements?|terms?|expir\w*|ends?|ending)\b/i,
		say: ({ data: { financials } }) =>
			financials.contracts.length === 0
				? ["No contract is noted, and none was read."]
				: financials.contracts.map(({ title, endsOn }) =>
						endsOn ? `${title} ends on ${sayWholeDate(endsOn)}.` : `${title}: no end is known.`,
					),
	},
	notice: {
		asks: /\b(notice|notify|terminat\w*|cancel\w*)\b/i,
		say: ({ data: { financials } }) => {
			const { title, notice, lastNoticeOn } = financials.readContract ?? {};
			if (!notice && !lastNoticeOn) return ["No notice period is known: no contract that was read says one."];
			return [
				...(notice ? [`${title}: the notice period is ${notice}.`] : []),
				...(lastNoticeOn ? [`The last day to give notice is ${sayWholeDate(lastNoticeOn)}.`] : []),
			];
		},
	},
	renewal: {
		asks: /\b(renew\w*|expir\w*)\b/i,
		say: ({ data: { financials }, workflow: { daysUntilRenewal: days } }) => [
			days === null || financials.renewalOn === null
				? "No renewal date is noted."
				: days < 0
					? `The renewal was on ${sayWholeDate(financials.renewalOn)}, ${-days} days ago.`
					: `Renews on ${sayWholeDate(financials.renewalOn)}, in ${days} days.`,
			...(financials.readContract?.renewsByItself === true ? ["Its contract renews by itself."] : []),
			...(financials.readContract?.renewsByItself === false ? ["Its contract does not renew by itself."] : []),
		],
	},
	revenue: {
		asks: /\b(pric\w*|discounts?|revenue|arr|pay\w*|money|worth|cost\w*|value)\b/i,
		say: ({ data: { financials } }) => {
			const money = (cents: number) => `${(cents / 100).toLocaleString("en")} ${financials.currency}`;
			const before = financials.previousArrCents;
			return [`Yearly revenue ${money(financials.arrCents)}${before === null ? "" : `, before ${money(before)}`}.`];
		},
	},
	usage: {
		asks: /\b(usage|us(?:e|es|ed|ing)|users?|seats?|adopt\w*|active|utili[sz]\w*)\b/i,
		say: ({ data: { usage } }) =>
			orElse("No usage is noted.", [
				...said(usage.activeUsers, (users) => `${users} active users of ${usage.seats ?? "unknown"} seats.`),
				...said(usage.utilisation, (percent) => `${percent} % of what was bought is used.`),
				...said(usage.trend, (trend) => sayTrend(trend)),
			]),
	},
	tickets: {
		asks: /\b(tickets?|support|complain\w*|problems?|issues?)\b/i,
		say: ({ data: { engagement } }) =>
			orElse(
				"How many tickets are open is not known.",
				said(engagement.openTickets, (many) => `${many} open ${many === 1 ? "ticket" : "tickets"}.`),
			),
	},
	contact: {
		asks: /\b(contact\w*|qbrs?|reviews?|met|meetings?|spoke|talked)\b/i,
		say: ({ data: { engagement } }) =>
			orElse("No contact and no review is noted.", [
				...said(engagement.lastContactOn, (day) => `Last contact on ${sayWholeDate(day)}.`),
				...said(engagement.lastQbrOn, (day) => `Last review on ${sayWholeDate(day)}.`),
				...said(engagement.nextQbrOn, (day) => `The next review is on ${sayWholeDate(day)}.`),
			]),
	},
	health: {
		asks: /\b(risks?|risky|health\w*|churn\w*|leav\w*|opportunit\w*)\b/i,
		say: ({ intelligence }) =>
			orElse("No health and no risk is noted.", [
				...said(intelligence.health, (health) => `Health ${health} of 100.`),
				...said(intelligence.risk, (risk) => `Risk ${risk} of 100.`),
				...said(intelligence.opportunity, (opportunity) => `Opportunity ${opportunity} of 100.`),
			]),
	},
};

/** Asked for nothing that is known by name: the shortest picture of the customer. */
const GIST = ["revenue", "renewal", "usage", "health"];

const said = <T>(value: T | null, words: (value: T) => string) => (value === null ? [] : [words(value)]);
const orElse = (none: string, facts: readonly string[]) => (facts.length > 0 ? facts : [none]);

function factsFor(text: string, context: RunContext): readonly string[] {
	const asked = Object.values(TOPICS).filter(({ asks }) => asks.test(text));
	const topics = asked.length > 0 ? asked : GIST.map((name) => TOPICS[name]!);
	return topics.flatMap(({ say }) => say(context));
}
