import { type RawBuilder, sql } from "kysely";
import { readNumber } from "#app/base/words/number-text.ts";
import { ACCOUNT_PLANS, FIGURES, type Figure, utilisationOf } from "../../accounts/figures.ts";
import type { ColumnOf, Columns, FiguresOf, Given, Reader, RowValues, TargetOf } from "./kind.ts";
import { readMoney } from "./money.ts";
import { choose, day, keepWord, short, twoWays } from "./readers.ts";

// What an account's success is told by (SUCCESS-1): scores, usage and engagement.

const figure = (
	name: Figure,
	names: readonly string[],
	sample: readonly [string, string],
	label: string,
): TargetOf => ({
	...{ label, names, sample },
	read: (given) => readWhole(name, given),
	number: FIGURES[name].column,
});

const dayOf = (column: string, names: readonly string[], label: string): TargetOf => ({
	...{ label, names, sample: ["2026-10-01", "2026-11-12"] as const },
	read: day(column),
});

export const FIGURE_TARGETS: Readonly<Record<string, TargetOf>> = {
	health: figure(
		"health",
		["health", "healthscore", "customerhealth", "accounthealth"],
		["72", "40"],
		"Health, 0 to 100",
	),
	risk: figure("risk", ["risk", "riskscore", "churnrisk", "churnscore"], ["20", "65"], "Risk, 0 to 100"),
	opportunity: figure(
		"opportunity",
		["opportunity", "opportunityscore", "expansionscore", "upsellscore"],
		["55", "10"],
		"Opportunity, 0 to 100",
	),
	plan: {
		label: "Plan (standard, growth or strategic)",
		names: ["plan", "accountplan", "tier", "segment", "servicelevel"],
		sample: ["growth", "standard"],
		read: choose("plan", "plan", ACCOUNT_PLANS),
	},
	seats: figure("seats", ["seats", "licences", "licenses", "seatsbought", "licensedseats"], ["200", "40"], "Seats"),
	active_users: figure(
		"activeUsers",
		["activeusers", "users", "monthlyactiveusers", "mau", "seatsused", "usedseats"],
		["150", "12"],
		"Active users",
	),
	utilisation: figure(
		"utilisation",
		["utilisation", "utilization", "usage", "adoption", "licenceutilisation", "licenseutilization"],
		["75 %", ""],
		"Utilisation, %",
	),
	usage_trend: figure(
		"usageTrend",
		["usagetrend", "usagechange", "usagegrowth", "trend"],
		["-12 %", "4 %"],
		"Usage against the month before, %",
	),
	open_tickets: figure(
		"openTickets",
		["opentickets", "tickets", "supporttickets", "opencases", "openissues"],
		["3", "0"],
		"Open tickets",
	),
	last_contact: dayOf(
		"last_contact_on",
		["lastcontact", "lastcontactdate", "lastcontacted", "lasttouch", "lastactivity", "lastactivitydate"],
		"Last contact",
	),
	last_qbr: dayOf("last_qbr_on", ["lastqbr", "lastqbrdate", "qbrdate", "qbr", "lastbusinessreview"], "Last QBR"),
	next_qbr: dayOf("next_qbr_on", ["nextqbr", "nextqbrdate", "nextbusinessreview"], "Next QBR"),
};

export const FORMER_ARR: TargetOf = {
	label: "ARR before",
	names: ["arrbefore", "previousarr", "formerarr", "lastyeararr", "arrlastyear", "priorarr"],
	sample: ["10,000.00", "4,500.00"],
	read: keepWord("former"),
	number: "previous_arr_cents",
};

const beside = (type: ColumnOf["type"]): ColumnOf => ({ type, isBeside: true });

export const FIGURE_COLUMNS: Readonly<Record<string, ColumnOf>> = {
	...{ health: { type: "smallint" }, risk: { type: "smallint" }, opportunity: { type: "smallint" } },
	plan: { ...beside("text"), usual: "standard" },
	...{ seats: beside("integer"), active_users: beside("integer"), open_tickets: beside("integer") },
	...{ utilisation: beside("smallint"), usage_trend: beside("smallint") },
	...{ last_contact_on: beside("date"), last_qbr_on: beside("date"), next_qbr_on: beside("date") },
};

export const FIGURES_OF: FiguresOf = {
	names: {
		...Object.fromEntries(Object.entries(FIGURES).map(([name, { column }]) => [column, name])),
		...{ plan: "plan", last_contact_on: "lastContactOn", last_qbr_on: "lastQbrOn", next_qbr_on: "nextQbrOn" },
	},
	kept: {
		...{ health: "health", risk: "risk", opportunity: "opportunity", arr_cents: "arrCents" },
		...{ utilisation: "utilisation", active_users: "activeUsers" },
	},
	targets: Object.keys(FIGURE_TARGETS),
	derive: ({ seats, active_users: users }, changed, given): Columns => {
		if (given.utilisation !== undefined || !("seats" in changed || "active_users" in changed)) return {};
		const utilisation = utilisationOf(seats as number | null, users as number | null);
		return utilisation === null ? {} : { utilisation };
	},
};

/** Reads what the ARR was before, in the currency of the row's ARR, which a sign of another one contradicts. */
export function readFormerArr({ words, columns }: RowValues, settings: Given["settings"]): string | undefined {
	if (words.former === undefined) return undefined;
	const given: Record<string, string> = { amount: words.former };
	if (typeof columns.currency === "string") given.currency = columns.currency;
	const former = { words: given, columns: {} as Columns };
	const reason = readMoney(former, "previous_arr_cents", settings);
	if (!reason) Object.assign(columns, former.columns);
	return reason;
}

/** Whether more became known of the account `r` than this import brought, or somebody acted on a play of it. */
export function hasOtherFigures(batch: RawBuilder<unknown>): RawBuilder<unknown>[] {
	return [
		sql`exists (select from events x where x.org_id = r.org_id and x.subject_type = 'account' and x.subject_id = r.id
			and x.name = 'account.intelligence-changed' and x.data ->> 'batchId' is distinct from ${batch}::text)`,
		sql`exists (select from plays x where x.org_id = r.org_id and x.account_id = r.id
			and (x.begun > 0 or x.state in ('snoozed', 'scheduled', 'done', 'skipped')))`,
	];
}

/** A whole number within its bounds, with or without a sign of percent. 0.85 is refused: it may mean 85 or 1. */
function readWhole(name: Figure, { settings: { decimals } }: Given): Reader {
	const { column, least, most } = FIGURES[name];
	return (cell, into) => {
		if (cell === "") return undefined;
		const plain = cell.replace(/\s*%$/, "").replace("−", "-").replace(/^\+/, "");
		const read = readNumber(plain, decimals);
		if ("wrong" in read && read.wrong === "two-ways") return twoWays(cell);
		const number = "plain" in read ? Number(read.plain) : Number.NaN;
		if (!Number.isInteger(number) || number < least || number > most)
			return `“${short(cell)}” is no whole number from ${least} to ${most.toLocaleString("en")}.`;
		into.columns[column] = number;
		return undefined;
	};
}
