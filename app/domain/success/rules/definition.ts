import { PLAY_STAGES, type PlayStage, type PlayType } from "#app/domain/success/schema.ts";
import { type PlayRules, urgencyOf } from "./play-rules.ts";

// The one definition of which plays apply and what a priority is made of, as data: rules/decide.ts reads it for one account
// in memory, orchestrating/definition-sql.ts makes of it the SQL that decides for all. A test holds the two together.

/** What the rules look at. `daysSinceQbr` is 9999 where there never was one; `load` is the owner's plays. */
export type Facts = {
	daysUntil: number | null;
	arrCents: number;
	risk: number | null;
	health: number | null;
	opportunity: number | null;
	utilisation: number | null;
	usageTrend: number | null;
	daysSinceQbr: number;
	plan: string;
	stage: string;
	load: number;
};
export type FactName = keyof Facts;

/** A fact that is not known fulfils no condition. */
export type Condition = { fact: FactName; is: "at most" | "at least" | "equal"; value: number | string };

/** A stage applies when all conditions of one of its lists hold. */
export type StageRule = { type: PlayType; stage: PlayStage; anyOf: readonly (readonly Condition[])[] };

const atMost = (fact: FactName, value: number): Condition => ({ fact, is: "at most", value });
const atLeast = (fact: FactName, value: number): Condition => ({ fact, is: "at least", value });

/** The stages in the order in which they are asked: of each kind the first that applies is the account's. */
export function stageRules(rules: PlayRules): StageRule[] {
	const anyOf: Record<PlayStage, Condition[][]> = {
		emergency: [[atMost("daysUntil", rules.emergencyDays)]],
		critical: [[atMost("daysUntil", rules.criticalDays)]],
		prepare: [[atMost("daysUntil", rules.prepareDays)]],
		save: [[atLeast("risk", rules.riskSave)], [atMost("health", rules.healthSave)]],
		watch: [
			[atLeast("risk", rules.riskWatch)],
			[atMost("health", rules.healthWatch)],
			[atMost("usageTrend", rules.trendWatch)],
		],
		expand: [[atLeast("opportunity", rules.opportunityFrom)], [atLeast("utilisation", rules.utilisationFrom)]],
		review: [
			[{ fact: "plan", is: "equal", value: "strategic" }, atLeast("daysSinceQbr", rules.qbrDays)],
			[atLeast("arrCents", rules.strategicArr * 100), atLeast("daysSinceQbr", rules.qbrDays)],
		],
	};
	const isOn: Record<PlayType, boolean> = {
		renewal: rules.renewalOn,
		risk: rules.riskOn,
		opportunity: rules.opportunityOn,
		strategic: rules.strategicOn,
	};
	return (Object.keys(PLAY_STAGES) as PlayType[]).flatMap((type) =>
		isOn[type] ? PLAY_STAGES[type].map((stage) => ({ type, stage, anyOf: anyOf[stage] })) : [],
	);
}

/**
 * A part of the priority. `ramp` gives nothing at `zero`, all at `full`, and in proportion between (also downwards);
 * `choice` gives thousandths by the fact's value. What is not known gives nothing.
 */
export type Part = { name: PartName; weight: number } & (
	| { kind: "ramp"; fact: FactName; zero: number; full: number }
	| { kind: "choice"; fact: "stage" | "plan"; values: Readonly<Record<string, number>> }
);

export const PART_NAMES = ["stage", "arr", "risk", "opportunity", "load", "plan"] as const;
export type PartName = (typeof PART_NAMES)[number];

export const PART_LABELS: Readonly<Record<PartName, string>> = {
	stage: "Stage urgency",
	arr: "Yearly revenue",
	risk: "Risk",
	opportunity: "Opportunity",
	load: "Owner's workload",
	plan: "Account plan",
};

/** The parts of the priority (SUCCESS-3). An owner with few plays gives more than one who has many. */
export function priorityParts(rules: PlayRules): Part[] {
	const thousandths = Object.fromEntries(
		Object.entries(urgencyOf(rules)).map(([stage, percent]) => [stage, percent * 10]),
	);
	const plans = { standard: 0, growth: 500, strategic: 1_000 };
	return [
		{ name: "stage", weight: rules.weightStage, kind: "choice", fact: "stage", values: thousandths },
		{ name: "arr", weight: rules.weightArr, kind: "ramp", fact: "arrCents", zero: 0, full: rules.arrFull * 100 },
		{ name: "risk", weight: rules.weightRisk, kind: "ramp", fact: "risk", zero: 0, full: 100 },
		{
			name: "opportunity",
			weight: rules.weightOpportunity,
			kind: "ramp",
			fact: "opportunity",
			zero: 0,
			full: 100,
		},
		{ name: "load", weight: rules.weightLoad, kind: "ramp", fact: "load", zero: rules.loadFull, full: 0 },
		{ name: "plan", weight: rules.weightPlan, kind: "choice", fact: "plan", values: plans },
	];
}
