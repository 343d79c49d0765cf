import { sayWholeDate } from "#app/base/words/say-time.ts";
import type { AccountKnown } from "#app/domain/success/intelligence/known-queries.ts";
import { sayTrend } from "#app/domain/success/rules/say-trend.ts";

/** What is known of an account as sentences, by a name that a suggestion refers to. What is not known is left out. */
export type Facts = Readonly<Record<string, string>>;

/** The facts of an account's intelligence on a day. */
export function factsOf(known: AccountKnown): Facts {
	const money = (cents: number) => `${(cents / 100).toLocaleString("en-US")} ${known.currency}`;
	const facts: Record<string, string | null> = {
		renewal:
			known.daysUntilRenewal === null || known.renewalOn === null
				? null
				: known.daysUntilRenewal < 0
					? `The renewal was on ${sayWholeDate(known.renewalOn)}, ${-known.daysUntilRenewal} days ago.`
					: `Renews on ${sayWholeDate(known.renewalOn)}, in ${known.daysUntilRenewal} days.`,
		revenue: `Yearly revenue ${money(known.arrCents)}.`,
		revenueBefore: known.previousArrCents === null ? null : `A year before it was ${money(known.previousArrCents)}.`,
		health: known.health === null ? null : `Health ${known.health} of 100.`,
		risk: known.risk === null ? null : `Risk ${known.risk} of 100.`,
		opportunity: known.opportunity === null ? null : `Opportunity ${known.opportunity} of 100.`,
		usage:
			known.activeUsers === null
				? known.utilisation === null
					? null
					: `${known.utilisation} % of what was bought is used.`
				: `${known.activeUsers} active users${known.seats === null ? "" : ` of ${known.seats} seats`}.`,
		trend: known.usageTrend === null ? null : sayTrend(known.usageTrend),
		contact:
			known.lastContactOn === null ? "No contact is noted." : `Last contact on ${sayWholeDate(known.lastContactOn)}.`,
		review:
			known.nextQbrOn !== null
				? `The next review is on ${sayWholeDate(known.nextQbrOn)}.`
				: known.lastQbrOn === null
					? "No review is noted."
					: `Last review on ${sayWholeDate(known.lastQbrOn)}; no next one is planned.`,
		tickets:
			known.openTickets === null
				? null
				: `${known.openTickets} open ${known.openTickets === 1 ? "ticket" : "tickets"}.`,
		contracts:
			known.contracts.length === 0
				? "No contract is noted."
				: listed(
						"Contracts",
						known.contracts.map(({ title, endsOn }) => `${title}${endsOn ? `, ends ${sayWholeDate(endsOn)}` : ""}`),
					),
		notice: noticeWords(known.readContract),
		people:
			known.stakeholders.length === 0
				? "No stakeholder is noted."
				: listed(
						"Stakeholders",
						known.stakeholders.map(
							({ name, influence, sentiment }) => `${name} (influence ${influence}, ${sentiment})`,
						),
					),
	};
	const said = Object.entries(facts).filter((entry): entry is [string, string] => entry[1] !== null);
	return Object.fromEntries(said.map(([name, words]) => [name, atWord(words)]));
}

/** As long as a fact may be. */
const LONGEST = 300;

/** Entries whole, as many as a fact holds, and how many more there are. */
function listed(what: string, entries: readonly string[]): string {
	const said = (count: number) =>
		`${what}: ${entries.slice(0, count).join("; ")}${count < entries.length ? `; and ${entries.length - count} more` : ""}.`;
	let count = entries.length;
	while (count > 1 && said(count).length > LONGEST) count--;
	return said(count);
}

/** A text that is too long ends at a word. */
const atWord = (text: string) =>
	text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).replace(/\s+\S*$/, "")}…`;

function noticeWords(read: AccountKnown["readContract"]): string | null {
	if (!read || (!read.notice && !read.lastNoticeOn)) return null;
	const parts = [
		...(read.notice ? [`a notice period of ${read.notice}`] : []),
		...(read.lastNoticeOn ? [`${sayWholeDate(read.lastNoticeOn)} as the last day to give notice`] : []),
	];
	return `${read.title} has ${parts.join(" and ")}.`;
}
