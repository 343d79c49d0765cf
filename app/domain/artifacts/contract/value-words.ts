import { findAmounts, readNumber } from "./finding/amounts.ts";
import { findDates } from "./finding/dates.ts";
import { findPeriods } from "./finding/periods.ts";
import { KIND_OF_TERM, RISK_LABELS, RISKS, type Term, type TermValue } from "./terms.ts";

/** A term's value in words that `readValue` reads again. */
export function valueWords(value: TermValue): string {
	if (value.kind === "date") return value.date;
	if (value.kind === "money") {
		const amount = (value.cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2 });
		return `${amount} ${value.currency}${value.per ? ` a ${value.per}` : ""}`;
	}
	if (value.kind === "period") return `${value.count} ${unitWords(value.count, value.unit)}`;
	if (value.kind === "renewal") {
		if (!value.isAutomatic) return "Not by itself";
		return value.count === null ? "By itself" : `By itself, for ${value.count} ${unitWords(value.count, value.unit)}`;
	}
	if (value.kind === "rise") {
		const parts = [
			...(value.percent === null ? [] : [`${value.percent} %`]),
			...(value.followsIndex ? ["by an index"] : []),
			...(value.cap === null ? [] : [`at most ${value.cap} %`]),
		];
		return parts.join(", ") || "Without a bound";
	}
	if (value.kind === "risk") return RISK_LABELS[value.risk];
	return value.role ? `${value.name} (${value.role})` : value.name;
}

const unitWords = (count: number, unit: string) => (count === 1 ? unit.slice(0, -1) : unit);

/** What each kind of value is written like, for whoever types one. */
export const VALUE_HELP: Record<TermValue["kind"], string> = {
	date: "Write a day such as 2027-12-31.",
	money: "Write an amount with its currency such as 12,000 USD, and “a year” or “a month” where it is one.",
	period: "Write a length of time such as 90 days.",
	renewal: "Write “by itself, for 12 months” or “not by itself”.",
	rise: "Write a percentage such as 3 %, “by an index”, “at most 5 %”.",
	name: "Write a name, and what it is in brackets.",
	risk: "Choose a risk.",
};

/** A value as somebody typed it for a term; undefined for what is none. */
export function readValue(term: Term, typed: string): TermValue | undefined {
	const text = typed.trim();
	const kind = KIND_OF_TERM[term];
	if (text === "") return undefined;
	if (kind === "date") {
		const [found] = findDates(text, { first: "day", isKnown: false });
		return found && found.other === null ? { kind, date: found.date } : undefined;
	}
	if (kind === "money") {
		const [found] = findAmounts(text);
		const per = /month/i.test(text) ? "month" : /year|annum/i.test(text) ? "year" : null;
		return found && { kind, cents: found.cents, currency: found.currency, per };
	}
	if (kind === "period") return lengthIn(kind, text);
	if (kind === "renewal") {
		if (/\bnot?\b/i.test(text)) return { kind, isAutomatic: false, count: null, unit: "months" };
		const [found] = findPeriods(text);
		const isSaid = found || /itself|automatic|yes/i.test(text);
		return isSaid ? { kind, isAutomatic: true, count: found?.count ?? null, unit: found?.unit ?? "months" } : undefined;
	}
	if (kind === "rise") return riseIn(text);
	if (kind === "risk") {
		const risk = RISKS.find((one) => one === text || RISK_LABELS[one] === text);
		return risk && { kind, risk };
	}
	const [, name = text, role = ""] = /^(.*?)\s*\(([^()]*)\)$/.exec(text) ?? [];
	return { kind: "name", name: name.slice(0, 200), role: role.slice(0, 80) };
}

function lengthIn(kind: "period", text: string): TermValue | undefined {
	const [found] = findPeriods(text);
	return found && { kind, count: found.count, unit: found.unit };
}

function riseIn(text: string): TermValue | undefined {
	const [, cap] = /at most\s*(\d{1,3}(?:[.,]\d{1,2})?)/i.exec(text) ?? [];
	const [, percent] = /(\d{1,3}(?:[.,]\d{1,2})?)/.exec(text.replace(/at most\s*[\d.,]+\s*%?/i, "")) ?? [];
	const followsIndex = /index|cpi|inflation/i.test(text);
	if (!cap && !percent && !followsIndex && !/without/i.test(text)) return undefined;
	return {
		...{ kind: "rise", followsIndex },
		...{ percent: percent ? readNumber(percent) : null, cap: cap ? readNumber(cap) : null },
	};
}
