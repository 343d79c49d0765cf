import { MOST_CONTRACTS, MOST_NOTICE_DAYS } from "../../accounts/stakeholders.ts";
import type { ListOf, Merged, Reader, RowValues } from "./kind.ts";
import { entriesOf, listKind, mergeEntry, sameWord } from "./list.ts";
import { CURRENCY, readMoney } from "./money.ts";
import { day, keep, keepWord, short } from "./readers.ts";

/** A contract as its account's list has it. The order of the keys is that of every such list. */
type Entry = {
	title: string;
	number: string | null;
	startsOn: string | null;
	endsOn: string | null;
	valueCents: number | null;
	currency: string;
	noticeDays: number | null;
	renewalTerms: string;
};

const notice = (): Reader => (cell, into) => {
	if (cell === "") return undefined;
	const [, count, unit = "days"] = /^(\d{1,5})\s*(days?|weeks?|tage?|wochen?)?$/i.exec(cell) ?? [];
	const days = Number(count) * (/^w/i.test(unit) ? 7 : 1);
	if (!(days <= MOST_NOTICE_DAYS))
		return `“${short(cell)}” is no notice in days from 0 to ${MOST_NOTICE_DAYS.toLocaleString("en")}. Write 90 or 12 weeks.`;
	into.columns.notice_days = days;
	return undefined;
};

const list: ListOf = {
	column: "contracts",
	needs: ["title", "number"],
	merge: (now, { values, act }) => {
		const entries = entriesOf<Entry>(now);
		const said = saidIn(values);
		const at = entries.findIndex((entry) => isSame(entry, said));
		if (at >= 0 && act === "skip") return undefined;
		const known = entries[at];
		const { title } = said;
		if (!known && !title) return { reason: "A new contract needs a title." };
		const merged = known ? changed(known, said, act === "overwrite") : made(title!, said);
		if (!merged) return undefined;
		if (merged.startsOn && merged.endsOn && merged.endsOn < merged.startsOn)
			return { reason: "A contract cannot end before it begins." };
		if (!known && entries.length >= MOST_CONTRACTS)
			return { reason: `An account has at most ${MOST_CONTRACTS} contracts.` };
		return put(entries, at, merged);
	},
};

function put(entries: Entry[], at: number, entry: Entry): Merged {
	const all = at < 0 ? [...entries, entry] : entries.with(at, entry);
	return { cell: JSON.stringify(all), isNew: at < 0 };
}

/** What the row says; without a currency of its own it says none, as an amount has always one. */
function saidIn({ columns }: RowValues): Partial<Entry> {
	const said = {
		...{ title: columns.title, number: columns.number, startsOn: columns.starts_on, endsOn: columns.ends_on },
		...{ valueCents: columns.value_cents, currency: columns.currency },
		...{ noticeDays: columns.notice_days, renewalTerms: columns.renewal_terms },
	};
	return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<Entry>;
}

/** By its number; without one by its title and, where both say it, the day it begins: one is made anew under its title. */
function isSame(entry: Entry, { title, number, startsOn }: Partial<Entry>): boolean {
	if (number !== undefined && entry.number !== null) return sameWord(entry.number, number);
	if (title === undefined || !sameWord(entry.title, title)) return false;
	return !startsOn || !entry.startsOn || startsOn === entry.startsOn;
}

function made(title: string, said: Partial<Entry>): Entry {
	return {
		...{ title, number: said.number ?? null, startsOn: said.startsOn ?? null, endsOn: said.endsOn ?? null },
		...{ valueCents: said.valueCents ?? null, currency: said.currency ?? "" },
		...{ noticeDays: said.noticeDays ?? null, renewalTerms: said.renewalTerms ?? "" },
	};
}

function changed(entry: Entry, { currency, ...said }: Partial<Entry>, isWhole: boolean): Entry | undefined {
	// A currency means nothing without its amount.
	const isPriced = said.valueCents !== undefined && (isWhole || entry.valueCents === null);
	const priced = isPriced && currency && currency !== entry.currency ? { ...entry, currency } : entry;
	const merged = mergeEntry(priced, said, { isWhole, usual: { renewalTerms: "" } });
	return merged ?? (priced === entry ? undefined : priced);
}

/** What was signed with accounts: a row for each contract. */
export const CONTRACT_KIND = listKind(
	{
		targets: {
			title: {
				label: "Title",
				names: ["title", "contract", "contracttitle", "contractname", "name", "subject", "vertrag"],
				sample: ["Platform subscription", "Support"],
				read: keep("title", 200),
			},
			number: {
				label: "Contract number",
				names: ["number", "contractnumber", "contractno", "contractid", "no", "reference", "vertragsnummer"],
				sample: ["C-2026-014", ""],
				read: keep("number", 80, "number"),
			},
			starts: {
				label: "Start date",
				names: ["start", "startdate", "starts", "startson", "begin", "from", "effectivedate", "beginn"],
				sample: ["2026-07-01", "2026-01-01"],
				read: day("starts_on"),
			},
			ends: {
				label: "End date",
				names: ["end", "enddate", "ends", "endson", "to", "until", "expires", "expirydate", "ende"],
				sample: ["2027-06-30", "2026-12-31"],
				read: day("ends_on"),
			},
			value: {
				label: "Value",
				names: ["value", "contractvalue", "amount", "total", "tcv", "acv", "wert"],
				sample: ["12,000.00", "2,400.00"],
				read: keepWord("amount"),
				number: "value_cents",
			},
			currency: CURRENCY,
			notice: {
				label: "Notice, days",
				names: ["notice", "noticedays", "noticeperiod", "noticeperioddays", "terminationnotice", "frist"],
				sample: ["90", "4 weeks"],
				read: notice,
			},
			renewal: {
				label: "Renewal terms",
				names: ["renewal", "renewalterms", "renewalterm", "autorenewal", "verlaengerung"],
				sample: ["Renews for a year unless cancelled", ""],
				read: keep("renewal_terms", 500),
			},
		},
		finish: (values, { settings }) => {
			const { title, number } = values.columns;
			if (!title && !number) return "The row names no contract: give its title or its number.";
			const reason = readMoney(values, "value_cents", settings);
			// Of what is new also without an amount.
			if (!reason) values.columns.currency ??= settings.currency;
			return reason;
		},
	},
	list,
);
