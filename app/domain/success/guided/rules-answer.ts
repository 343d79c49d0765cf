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

function factsFor(text: string, { intelligence, data, workflow, customer }: RunContext): string[] {
	const { financials, usage, engagement } = data;
	const money = (cents: number) => `${(cents / 100).toLocaleString("en")} ${financials.currency}`;
	const say = (value: number | string | null, words: (value: number | string) => string) =>
		value === null ? [] : [words(value)];
	const groups: [RegExp, string[]][] = [
		[
			/price|discount|revenue|arr|renew|contract|term|money/i,
			[
				`Yearly revenue ${money(financials.arrCents)}${financials.previousArrCents === null ? "" : `, before ${money(financials.previousArrCents)}`}.`,
				...say(workflow.daysUntilRenewal, (days) => `Renews on ${financials.renewalOn}, in ${days} days.`),
			],
		],
		[
			/usage|use|user|seat|adopt|active/i,
			[
				...say(usage.activeUsers, (users) => `${users} active users of ${usage.seats ?? "unknown"} seats.`),
				...say(usage.trend, (trend) => `Usage changed by ${trend} % against the month before.`),
			],
		],
		[
			/risk|health|churn|leave|ticket|contact|qbr|review/i,
			[
				...say(intelligence.health, (health) => `Health ${health} of 100.`),
				...say(intelligence.risk, (risk) => `Risk ${risk} of 100.`),
				...say(engagement.openTickets, (tickets) => `${tickets} open tickets.`),
				...say(engagement.lastContactOn, (day) => `Last contact on ${day}.`),
				...say(engagement.lastQbrOn, (day) => `Last review on ${day}.`),
			],
		],
		[
			/who|decide|sponsor|stakeholder|person|people/i,
			customer.stakeholders.map(
				({ name, title, influence, sentiment }) =>
					`${name}${title ? `, ${title}` : ""}: influence ${influence}, sentiment ${sentiment}.`,
			),
		],
	];
	const asked = groups.filter(([words]) => words.test(text)).flatMap(([, facts]) => facts);
	return asked.length > 0 ? asked : groups.slice(0, 3).flatMap(([, facts]) => facts.slice(0, 2));
}
