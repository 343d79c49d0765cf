import { sayMoney } from "#app/base/words/say-time.ts";
import type { InsightFacts } from "./insight-facts.ts";
import type { Insight, InsightSource, Statement } from "./schema.ts";

const DAY_MS = 86_400_000;
/** A message that waits longer than this for an answer is a risk. */
const ANSWER_MS = DAY_MS;
/** Customers that nobody spoke with for longer drift away. */
const QUIET_DAYS = 60;
/** A renewal this near is the next thing to speak about. */
const RENEWAL_DAYS = 60;

/** An insight without a model: what the facts say by fixed rules, each with what it stands on. */
export function insightByRules(facts: InsightFacts): Insight {
	const risks = [unanswered(facts), missed(facts), overdue(facts), lateDeal(facts), quiet(facts), optedOut(facts)];
	return {
		summary: summarise(facts),
		risks: risks.filter((risk) => risk !== null).slice(0, 5),
		nextAction: nextAction(facts),
		source: "rules",
		provider: null,
		model: null,
	};
}

type Entry = InsightFacts["entries"][number];

/** A timeline's entry as what a sentence stands on. */
export function entrySource({ id, source, words, at, link }: Entry): InsightSource {
	return { type: source, id, label: words.length > 120 ? `${words.slice(0, 119)}…` : words, at, link };
}

/** The record itself, for what its fields say. */
export function recordSource({ type, id, name }: InsightFacts): InsightSource {
	return { type, id, label: name, at: null, link: { type, id } };
}

function summarise(facts: InsightFacts): Statement {
	const { name, stage, entries, openLeads, openDeals, nextAppointment, contacts, type } = facts;
	const heard = lastHeard(facts);
	const lines = [
		type === "account"
			? `${name} is a ${stage} with ${count(contacts, "contact")}.`
			: `${name} is ${withArticle(stage)}.`,
		heard ? `They last wrote ${sayDays(daysSince(heard.at, facts))}.` : "They have not written yet.",
		openLeads > 0 ? `${count(openLeads, "lead")} open.` : "",
		openDeals.length > 0 ? `${count(openDeals.length, "deal")} open, worth ${worth(openDeals)}.` : "",
		nextAppointment ? `Next appointment: ${nextAppointment.title}.` : "",
	];
	const appointment = nextAppointment ? [sourceOf("appointment", nextAppointment.id, nextAppointment.title)] : [];
	const latest = entries[0] && entries[0].id !== heard?.id ? [entrySource(entries[0])] : [];
	return {
		text: lines.filter(Boolean).join(" "),
		sources: [recordSource(facts), ...(heard ? [entrySource(heard)] : []), ...latest, ...appointment],
	};
}

function nextAction(facts: InsightFacts): Statement | null {
	const waiting = unansweredEntry(facts);
	if (waiting) return { text: "Answer their last message.", sources: [entrySource(waiting)] };
	const task = overdueTask(facts);
	if (task) return { text: `Do what was due: ${task.title}.`, sources: [sourceOf("task", task.id, task.title)] };
	const renewalIn = facts.renewalOn ? daysUntil(facts.renewalOn, facts) : null;
	if (renewalIn !== null && renewalIn <= RENEWAL_DAYS)
		return { text: `Speak about the renewal on ${facts.renewalOn}.`, sources: [recordSource(facts)] };
	const deal = facts.openDeals[0];
	if (deal) return { text: `Ask how they stand on ${deal.name}.`, sources: [sourceOf("deal", deal.id, deal.name)] };
	if (facts.openLeads > 0 && !facts.nextAppointment)
		return { text: "Offer a time for an appointment.", sources: [recordSource(facts)] };
	const last = facts.entries.find(({ source }) => source === "message" || source === "note");
	if (isQuiet(facts))
		return { text: "Get in touch again.", sources: last ? [entrySource(last)] : [recordSource(facts)] };
	return null;
}

function unanswered(facts: InsightFacts): Statement | null {
	const entry = unansweredEntry(facts);
	return (
		entry && {
			text: `Their message waits for an answer ${sayFor(daysSince(entry.at, facts))}.`,
			sources: [entrySource(entry)],
		}
	);
}

function unansweredEntry({ entries, now }: InsightFacts): Entry | null {
	const latest = entries.find(({ source }) => source === "message");
	const isWaiting = latest?.name === "message.in" && Date.parse(now) - Date.parse(latest.at) > ANSWER_MS;
	return isWaiting ? latest : null;
}

function missed(facts: InsightFacts): Statement | null {
	const entry = facts.entries.find(({ name }) => name === "appointment.no-show");
	return entry ? { text: "They did not come to an appointment.", sources: [entrySource(entry)] } : null;
}

function overdue(facts: InsightFacts): Statement | null {
	const task = overdueTask(facts);
	return (
		task && {
			text: `A task is overdue since ${task.dueOn}: ${task.title}.`,
			sources: [sourceOf("task", task.id, task.title)],
		}
	);
}

function overdueTask({ openTasks, today }: InsightFacts) {
	return openTasks.find(({ dueOn }) => dueOn !== null && dueOn < today) ?? null;
}

function lateDeal({ openDeals, today }: InsightFacts): Statement | null {
	const deal = openDeals.find(({ closesOn }) => closesOn !== null && closesOn < today);
	return deal
		? { text: `${deal.name} should have closed on ${deal.closesOn}.`, sources: [sourceOf("deal", deal.id, deal.name)] }
		: null;
}

function quiet(facts: InsightFacts): Statement | null {
	if (!isQuiet(facts)) return null;
	const last = facts.entries.find(({ source }) => source === "message" || source === "note");
	return {
		text: last ? `Nobody was in touch ${sayFor(daysSince(last.at, facts))}.` : "Nobody was in touch with them yet.",
		sources: [last ? entrySource(last) : recordSource(facts)],
	};
}

function isQuiet(facts: InsightFacts): boolean {
	const last = facts.entries.find(({ source }) => source === "message" || source === "note");
	return !facts.nextAppointment && daysSince(last?.at ?? facts.createdAt, facts) > QUIET_DAYS;
}

function optedOut(facts: InsightFacts): Statement | null {
	if (facts.optedOut.length === 0) return null;
	const channels = facts.optedOut.map((channel) => (channel === "sms" ? "SMS" : channel)).join(" and ");
	return { text: `They must not be written to by ${channels}.`, sources: [recordSource(facts)] };
}

function lastHeard({ entries }: InsightFacts): Entry | null {
	return entries.find(({ name }) => name === "message.in") ?? null;
}

function sourceOf(type: string, id: string, label: string): InsightSource {
	return { type, id, label, at: null, link: { type, id } };
}

function daysSince(at: string, { now }: InsightFacts): number {
	return Math.max(0, Math.floor((Date.parse(now) - Date.parse(at)) / DAY_MS));
}

function daysUntil(day: string, { today }: InsightFacts): number {
	return Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);
}

const sayDays = (days: number) => (days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`);
const sayFor = (days: number) => (days <= 1 ? "since yesterday" : `for ${days} days`);
const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const withArticle = (word: string) =>
	`${/^[aeiou]/i.test(word) ? "an" : "a"} ${word === "former" ? "former customer" : word}`;

/** Sums by currency: amounts of two currencies are not one sum. */
function worth(deals: InsightFacts["openDeals"]): string {
	const sums = new Map<string, number>();
	for (const { valueCents, currency } of deals) sums.set(currency, (sums.get(currency) ?? 0) + valueCents);
	return [...sums].map(([currency, cents]) => sayMoney(cents, currency)).join(" and ");
}
